"""Marks of requests that were done, kept for a day: what makes a member's POST safe to repeat."""

from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute

from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.once import Once
from chalicelib.tables.changes import Change, put_new
from chalicelib.tables.table import Row, find

_KEPT = timedelta(days=1)


class MarkRow(Row):
    """MARK#idk / META."""

    KIND = "Mark"
    digest = UnicodeAttribute()


def new_mark(once: Once, now: datetime) -> Change:
    """Written in the request's own transaction; a repeat raises AlreadyDone."""
    ttl = int((now + _KEPT).timestamp())
    return put_new(MarkRow(f"MARK#{once.mark}", "META", digest=once.digest, ttl=ttl), AlreadyDone)


def is_done(once: Once) -> bool:
    """Whether the mark is there."""
    return find(MarkRow, f"MARK#{once.mark}", "META") is not None


def check(once: Once) -> None:
    """After AlreadyDone: raises KeyReused when the earlier request was a different one."""
    row = find(MarkRow, f"MARK#{once.mark}", "META")
    if row:
        once.check_same(row.digest)
