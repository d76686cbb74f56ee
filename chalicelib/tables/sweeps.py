"""What is due: the minute that an order, a block or a release has to be looked at, and how far the sweep has come."""

from datetime import datetime, timedelta

from chalicelib.kernel import clock, ids
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute
from chalicelib.tables.commit import Change
from chalicelib.tables.lists import index_keys
from chalicelib.tables.table import Row, find

DUE_SPREAD = 8


class SweepRow(Row):
    """SWEEP / META."""

    KIND = "Sweep"
    swept_until = InstantAttribute()


def due_key(id_: str, at: datetime) -> str:
    """The key of the index `due` for whatever has this id: its minute, spread so that a rush meets on no key."""
    return f"{clock.to_text(at)[:16]}#{ids.spread(id_, DUE_SPREAD)}"


def list_due(minute: datetime) -> list[str]:
    """The ids of all that is due within this minute; what they are is said by the ids themselves."""
    text = clock.to_text(minute)[:16]
    found: list[str] = []
    for shard in range(DUE_SPREAD):
        after = ""
        while keys := index_keys("due", f"{text}#{shard}", after=after, limit=1000):
            found += [sk for sk, _ in keys]
            after = keys[-1][0]
            if len(keys) < 1000:
                break
    return found


def minutes_between(start: datetime, end: datetime) -> list[datetime]:
    """Each full minute from `start` to `end`, both included."""
    first = start.replace(second=0, microsecond=0)
    return [first + timedelta(minutes=n) for n in range(int((end - first).total_seconds() // 60) + 1)]


def find_swept_until() -> datetime | None:
    """The last minute whose due orders were all looked at."""
    row = find(SweepRow, "SWEEP", "META")
    return row.swept_until if row else None


def swept(until: datetime) -> Change:
    """Everything due up to this minute is in hand. Two sweeps at once only repeat harmless work."""
    return Change("put", SweepRow("SWEEP", "META", swept_until=until), AlreadyDone)
