"""The mailbox shows what SES sent, with every part, and keeps it over a restart."""

import json
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from localstack.mail_store import MailStore
from tests.localcloud.conftest import Cloud
from tests.localcloud.test_gateway import send


def ticket_mail() -> EmailMessage:
    """A mail with a text, an HTML part and a file."""
    mail = EmailMessage()
    mail["From"] = "Foyer <tickets@foyer.example>"
    mail["To"] = "Ada <ada@shop.example>"
    mail["Subject"] = "Grüße"
    mail.set_content("Plain words")
    mail.add_alternative("<p>Fine words</p>", subtype="html")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="Karten ü.pdf")
    return mail


@pytest.fixture
def mailbox(cloud: Cloud, eventually: Callable) -> str:
    """The mailbox's address, with one mail that SES sent."""
    url = cloud.running.settings.mail_url
    send(f"{url}/api/mails", "DELETE")
    ses = cloud.client("ses")
    ses.verify_email_identity(EmailAddress="tickets@foyer.example")
    ses.send_raw_email(
        Source="tickets@foyer.example",
        Destinations=["ada@shop.example", "hidden@shop.example"],
        RawMessage={"Data": ticket_mail().as_bytes()},
    )
    eventually(lambda: json.loads(send(f"{url}/api/mails").body)["mails"])
    return url


def test_a_mail_is_found_by_each_recipient_even_a_hidden_one(mailbox: str) -> None:
    for address, count in (("ada@shop.example", 1), ("hidden@shop.example", 1), ("bob@shop.example", 0)):
        assert len(json.loads(send(f"{mailbox}/api/mails?to={address}").body)["mails"]) == count


def test_a_mail_shows_its_parts_and_hands_out_its_files(mailbox: str) -> None:
    line = json.loads(send(f"{mailbox}/api/mails").body)["mails"][0]
    mail = json.loads(send(f"{mailbox}/api/mails/{line['id']}").body)
    assert (mail["subject"], mail["text"].strip(), mail["html"].strip()) == (
        "Grüße",
        "Plain words",
        "<p>Fine words</p>",
    )
    assert mail["attachments"][0]["name"] == "Karten ü.pdf"
    file = send(f"{mailbox}/api/mails/{line['id']}/attachments/0")
    assert (file.headers["Content-Type"], file.body) == ("application/pdf", b"%PDF-1.7")
    assert send(f"{mailbox}/api/mails/{line['id']}/attachments/1").status == 404


def test_a_mails_html_can_run_and_send_nothing(mailbox: str) -> None:
    line = json.loads(send(f"{mailbox}/api/mails").body)["mails"][0]
    page = send(f"{mailbox}/mails/{line['id']}").body.decode()
    assert 'sandbox="allow-popups"' in page
    policy = send(f"{mailbox}/mails/{line['id']}/html").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "sandbox" in policy


def test_an_empty_mailbox_says_how_to_get_a_mail(mailbox: str) -> None:
    send(f"{mailbox}/api/mails", "DELETE")
    assert "No mails yet" in send(f"{mailbox}/").body.decode()


def test_mails_are_kept_as_files_newest_first(tmp_path: Path) -> None:
    store = MailStore(tmp_path)
    first = store.add(ticket_mail().as_bytes(), ["ada@shop.example"])
    second = store.add(b"Subject: later\r\n\r\nHello", ["ada@shop.example"])
    again = MailStore(tmp_path)
    assert [summary.id for summary in again.list()] == [second, first]
    assert again.get(first) == store.get(first)
