"""The mails to a buyer: readable twice, addressed right, and nobody can write headers into them."""

from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import icalendar
import pytest

from chalicelib.domain.accounts import User
from chalicelib.domain.email_links import EmailLink
from chalicelib.domain.events import Event
from chalicelib.domain.payments import Refund
from chalicelib.mail import factor_notices, messages, refund_words
from chalicelib.mail.messages import Enclosed
from chalicelib.mail.receipts import receipt
from tests.unit.making import NOW, event, line, order

_TICKETS = Enclosed(b"%PDF-1")
URL = "https://tickets.example/o/ord_1?token=a&b=c"


def confirm(at: Event | None = None, *, enclosed: Enclosed = _TICKETS, **fields: object) -> EmailMessage:
    """The mail as a mail program gets it."""
    bought = order(**{"buyer_name": "Jörg Müller", "buyer_email": "joerg@example.org", **fields})
    day = at or event()
    paid = receipt(bought, [], [], day)
    sent = messages.confirmation([day], bought, paid, enclosed, URL, "Foyer <a@b.example>", "<1@b.example>")
    read = message_from_bytes(sent.as_bytes(), policy=default)
    assert isinstance(read, EmailMessage)
    return read


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def attached(mail: EmailMessage) -> dict[str | None, EmailMessage]:
    return {part.get_filename(): part for part in mail.iter_attachments()}  # type: ignore[misc]


def test_both_bodies_say_what_when_and_how_much() -> None:
    mail = confirm()
    for words in (
        "Summer Night",
        "Saturday 31 May 2031, 14:00 – 18:00 (CEST, Europe/Berlin)",
        "2 × Standard",
        "50.00 EUR",
    ):
        assert words in body(mail, "plain")
        assert words in body(mail, "html")
    assert URL in body(mail, "plain")
    assert 'href="https://tickets.example/o/ord_1?token=a&amp;b=c"' in body(mail, "html")


def test_the_headers_name_the_buyer_and_the_order() -> None:
    mail = confirm()
    assert mail["To"].addresses[0].display_name == "Jörg Müller"
    assert mail["To"].addresses[0].addr_spec == "joerg@example.org"
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == ("<1@b.example>", "auto-generated")
    assert mail["X-Foyer-Order"] == order().reference


def test_a_title_cannot_add_a_header_or_markup() -> None:
    mail = confirm(
        event(title={"en": "<script>x</script> 🎉\r\nBcc: eve@example.org"}), buyer_name="Eve\r\nBcc: x@y.example"
    )
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Your tickets: <script>x</script> 🎉 Bcc: eve@example.org"
    assert "<script>" not in body(mail, "html")
    assert "&lt;script&gt;" in body(mail, "html")


def test_long_and_right_to_left_names_arrive_whole() -> None:
    for name in ("שלום עולם", "N" * 300):
        assert confirm(buyer_name=name)["To"].addresses[0].display_name == name


def test_the_title_comes_in_the_language_of_the_order() -> None:
    mail = confirm(event(title={"en": "Summer Night", "de": "Sommernacht"}), language="de-AT")
    assert mail["Subject"] == "Your tickets: Sommernacht"


def test_the_tickets_are_attached_under_the_reference_of_the_order() -> None:
    parts = attached(confirm(lines=[line(quantity=30)]))
    assert parts[f"tickets-{order().reference}.pdf"].get_content() == b"%PDF-1"
    assert list(attached(confirm(enclosed=Enclosed(None)))) == ["event.ics"]


def test_the_calendar_entry_stands_in_the_zone_of_the_event() -> None:
    part = attached(confirm())["event.ics"]
    assert part.get_content_type() == "text/calendar"
    document = icalendar.Calendar.from_ical(part.get_content())
    (entry,) = document.walk("VEVENT")
    assert document["METHOD"] == "PUBLISH"
    assert len(document.walk("VTIMEZONE")) == 1
    assert entry["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert entry.start == event().starts_at
    assert entry["DTSTAMP"].dt == NOW
    assert entry["UID"] == f"{event().event_id}-occ_1@foyer"


def test_a_refund_says_how_much_comes_back() -> None:
    bought = order(buyer_name="Ada", buyer_email="ada@example.org")
    back = Refund(bought.order_id, "ref_1", "pay_1", 2500, "EUR", "SUCCEEDED", "buyer_asked", NOW)
    words = refund_words.refunded(back)
    mail = messages.told(words, [event()], bought, URL, "a@b.example", "<2@b.example>")
    assert mail["Subject"] == "Your refund: Summer Night"
    assert "25.00 EUR" in body(mail, "plain")
    assert "25.00 EUR" in body(mail, "html")


@pytest.mark.req("MSG-1")
def test_the_receipt_stands_in_both_bodies() -> None:
    mail = confirm(state="COMPLETED", completed_at=NOW)
    for kind in ("plain", "html"):
        assert "Paid on" not in body(confirm(total_minor=0), kind)
        assert "50.00 EUR" in body(mail, kind)
        assert "Paid on Thursday 1 May 2031" in body(mail, kind)


@pytest.mark.req("MSG-1")
def test_an_invoice_is_attached_or_announced_or_not_mentioned() -> None:
    drawn = confirm(enclosed=Enclosed(b"%PDF-1", b"%PDF-2"))
    assert attached(drawn)[f"invoice-{order().reference}.pdf"].get_content() == b"%PDF-2"
    for kind in ("plain", "html"):
        assert "Your invoice is attached" in body(drawn, kind)
        assert "Your invoice is being made out" in body(confirm(enclosed=Enclosed(None, is_invoice_coming=True)), kind)
        assert "invoice" not in body(confirm(), kind)


@pytest.mark.req("SEC-3")
def test_who_has_a_new_second_factor_is_told_at_the_address_of_then_until_when_it_can_be_taken_off() -> None:
    user = User("usr_1", "Ada", "thief@example.com", "", NOW)
    way_back = EmailLink("lnk_1", "undo", "usr_1", "acc_1", "ada@example.com", NOW, NOW + timedelta(days=7))
    mail = factor_notices.added(user, "PasskeyAdded", way_back, URL, "Foyer <a@b.example>")
    assert (mail["Subject"], mail["To"].addresses[0].addr_spec) == ("You have added a passkey", "ada@example.com")
    assert "take it off again, until Thursday 8 May 2031, 12:00 (UTC)" in " ".join(body(mail, "plain").split())
    assert URL in body(mail, "plain")
