"""What is due: the minute that an order, a block or a release has to be looked at, and how far the sweep has come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute

from chalicelib.kernel import clock, ids
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute
from chalicelib.tables.changes import Change
from chalicelib.tables.lists import index_keys
from chalicelib.tables.table import Row, find

DUE_SPREAD = 8
# Deliveries are due in partitions of their own: there may be tens of thousands of them in a minute.
DUE_DELIVERIES = "DELIVERIES#"


class SweepRow(Row):
    """SWEEP / META."""

    KIND = "Sweep"
    swept_until = InstantAttribute()


class PlaceRow(Row):
    """SWEEP / DELIVERIES."""

    KIND = "SweepPlace"
    minute = InstantAttribute()
    shard = IntegerAttribute()
    after = UnicodeAttribute(null=True)


@dataclass(frozen=True)
class Place:
    """How far the deliveries that are due have been read: in this minute, this shard of it, up to this name."""

    minute: datetime
    shard: int = 0
    after: str = ""


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


def due_from(place: Place, until: datetime, limit: int) -> tuple[list[str], Place]:
    """Up to `limit` names of deliveries that are due, from a place on until a minute (included); and where to go on."""
    found: list[str] = []
    while place.minute <= until and len(found) < limit:
        name, wanted = f"{DUE_DELIVERIES}{clock.to_text(place.minute)[:16]}#{place.shard}", limit - len(found)
        keys = index_keys("due", name, after=place.after, limit=wanted)
        found += [sk for sk, _ in keys]
        if len(keys) == wanted:
            place = Place(place.minute, place.shard, keys[-1][0])
        elif place.shard + 1 < DUE_SPREAD:
            place = Place(place.minute, place.shard + 1)
        else:
            place = Place(place.minute + timedelta(minutes=1))
    return found, place


def find_place() -> Place | None:
    """Where the deliveries that are due were last read to."""
    row = find(PlaceRow, "SWEEP", "DELIVERIES")
    return Place(row.minute, row.shard, row.after or "") if row else None


def reached(place: Place) -> Change:
    """All that was due up to this place was asked for. Two sweeps at once only ask twice."""
    values = {"after": place.after} if place.after else {}
    return Change("put", PlaceRow("SWEEP", "DELIVERIES", minute=place.minute, shard=place.shard, **values), AlreadyDone)
