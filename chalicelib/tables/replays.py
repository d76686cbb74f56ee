"""Requests that carry an idempotency key, from their beginning until a day after."""

from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute

from chalicelib.domain.replays import Replay, StillRunning
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.once import Once
from chalicelib.tables.attributes import InstantAttribute
from chalicelib.tables.changes import Change, put_new, update
from chalicelib.tables.table import Row, find, noun_of

_KEPT = timedelta(days=1)


class ReplayRow(Row):
    """REPLAY#idk / META with a ttl; `answer` is sealed."""

    KIND = "Replay"
    digest = UnicodeAttribute()
    begun_at = InstantAttribute()
    answer = UnicodeAttribute(null=True)


def _row(once: Once, **values: object) -> ReplayRow:
    return ReplayRow(f"REPLAY#{once.mark}", "META", **values)


def begun(once: Once, now: datetime) -> Change:
    """A request is being carried out. Raises AlreadyDone if it was begun before."""
    return put_new(_row(once, digest=once.digest, begun_at=now, ttl=int((now + _KEPT).timestamp())), AlreadyDone)


def begun_again(once: Once, before: Replay, now: datetime) -> Change:
    """One that has died is carried out anew. Raises StillRunning if somebody else was faster."""
    unchanged = ReplayRow.begun_at == before.begun_at
    return update(_row(once), StillRunning, unchanged, ReplayRow.begun_at.set(now))


def answered(once: Once, answer: str) -> Change:
    """Its answer is there. Raises AlreadyDone if nobody waits for it any more."""
    return update(_row(once), AlreadyDone, ReplayRow.pk.exists(), ReplayRow.answer.set(answer))


def forgotten(once: Once) -> Change:
    """It was refused: nothing was done, and its key may be used again."""
    return Change("delete", _row(once), AlreadyDone)


def find_replay(once: Once) -> Replay | None:
    """The request of this key, if it was begun within a day."""
    row = find(ReplayRow, f"REPLAY#{once.mark}", "META")
    return noun_of(Replay, row) if row else None
