"""How every mail leaves: claimed by one worker, sent, and marked as sent."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from chalicelib.domain.accounts import User
from chalicelib.gateways import mailer
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.facts import Fact
from chalicelib.kernel.once import Once
from chalicelib.tables import mails
from chalicelib.tables.commit import commit
from chalicelib.tables.mails import Mail, MailClaimed


def send_once(mail: Mail, write: Callable[[], EmailMessage], now: datetime, *facts: Fact) -> None:
    """Send the mail that `write` writes, unless it has left before; `facts` are recorded with the mark.

    A worker that dies between the sending and the mark lets its claim run out, and the next one sends it again: a
    second mail is better than none. Raises MailClaimed while another worker is at it; the message comes again.
    """
    try:
        commit([mails.claim(mail, now)], [], now=now, by="mail")
    except MailClaimed:
        if mails.is_sent(mail):
            return
        raise
    message = write()
    message["Date"] = format_datetime(now)
    reference = mailer.send(message)
    with suppress(AlreadyDone):
        commit([mails.sent(mail, now, reference)], list(facts), now=now, by="mail")


def tell_once(told: Once, write: Callable[[], EmailMessage], now: datetime) -> None:
    """The same for a mail about no order; that it was sent is known for a day."""
    send_once(mails.about(told), write, now)


def tell_each(users: Iterable[User], about: Once, write: Callable[[User], EmailMessage], now: datetime) -> None:
    """Send each of them their own mail, which is written for nobody who has been told before."""
    for user in users:
        told = replace(about, scope=f"{about.scope}:{user.user_id}")
        tell_once(told, lambda user=user: write(user), now)  # type: ignore[misc]
