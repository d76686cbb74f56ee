"""Mails, each of which leaves once: the claim of the worker that sends it, and the mark that it has left."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute

from chalicelib.kernel.errors import AlreadyDone, Conflict
from chalicelib.kernel.once import Once
from chalicelib.tables.attributes import InstantAttribute
from chalicelib.tables.changes import Change, update
from chalicelib.tables.table import Row, find

# Longer than a mail worker may run, shorter than its queue waits before it delivers a message again.
MAIL_CLAIM = timedelta(seconds=60)
_KEPT = timedelta(days=1)


class MailClaimed(Conflict):
    """Another worker is sending this mail."""


class MailRow(Row):
    """ORDER#o / MAIL#name, and for a day MAIL#mark / META where it is about no order: claimed by the worker that sends
    it, then marked as sent. A claim that is not followed by the mark runs out, so a worker that dies in between sends
    it a second time rather than never."""

    KIND = "Mail"
    claimed_at = InstantAttribute()
    sent_at = InstantAttribute(null=True)
    provider_reference = UnicodeAttribute(null=True)


@dataclass(frozen=True)
class Mail:
    """Which mail it is; `is_kept` is whether that it was sent is known for as long as the order."""

    pk: str
    sk: str
    is_kept: bool


def of_order(order_id: str, name: str) -> Mail:
    """One of an order's mails."""
    return Mail(f"ORDER#{order_id}", f"MAIL#{name}", is_kept=True)


def about(told: Once) -> Mail:
    """Any other: `told` says whom it tells of what."""
    return Mail(f"MAIL#{told.mark}", "META", is_kept=False)


def claim(mail: Mail, now: datetime) -> Change:
    """This worker sends the mail now, unless it was sent, or another worker claimed it a moment ago (MailClaimed)."""
    ran_out = MailRow.sent_at.does_not_exist() & (MailRow.claimed_at < now - MAIL_CLAIM)
    row = MailRow(mail.pk, mail.sk, claimed_at=now, ttl=None if mail.is_kept else int((now + _KEPT).timestamp()))
    return Change("put", row, MailClaimed, MailRow.pk.does_not_exist() | ran_out)


def is_sent(mail: Mail) -> bool:
    """Whether the mail has left."""
    row = find(MailRow, mail.pk, mail.sk)
    return bool(row and row.sent_at)


def sent(mail: Mail, now: datetime, reference: str) -> Change:
    """The mark that a mail has left. A second one (a claim had run out) raises AlreadyDone."""
    return update(
        MailRow(mail.pk, mail.sk),
        AlreadyDone,
        MailRow.claimed_at.exists() & MailRow.sent_at.does_not_exist(),
        MailRow.sent_at.set(now),
        MailRow.provider_reference.set(reference),
    )
