"""A mail leaves once, however many workers have its message."""

from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import pytest

from chalicelib.kernel.once import Once
from localstack.launcher import Running
from tests.shop import mails_to, wait_for
from tests.unit.making import NOW, new_id


def letter(email: str) -> EmailMessage:
    """A mail to this address."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Once", "tickets@foyer.example", email
    message.set_content("Hello")
    return message


@pytest.mark.usefixtures("aws")
def test_eight_workers_with_the_same_message_tell_somebody_once(cloud: Running) -> None:
    from chalicelib.actions import mailing
    from chalicelib.tables.mails import MailClaimed
    from chalicelib.tables.table import client

    email, told = f"{new_id('told')}@example.com", Once(new_id("told"), "sent", "")
    client()  # threads share the one that is there

    def tell(_: int) -> bool:
        try:
            mailing.tell_once(told, lambda: letter(email), NOW)
        except MailClaimed:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert any(pool.map(tell, range(8)))
    assert tell(9), "the message that comes again finds it sent"
    assert len(wait_for(lambda: mails_to(cloud, email), "the mail")) == 1
