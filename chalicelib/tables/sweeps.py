"""How far the minute sweep has come: the one row that a sweep after an outage starts from."""

from datetime import datetime

from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute
from chalicelib.tables.commit import Change
from chalicelib.tables.table import Row, find


class SweepRow(Row):
    """SWEEP / META."""

    KIND = "Sweep"
    swept_until = InstantAttribute()


def find_swept_until() -> datetime | None:
    """The last minute whose due orders were all looked at."""
    row = find(SweepRow, "SWEEP", "META")
    return row.swept_until if row else None


def swept(until: datetime) -> Change:
    """Everything due up to this minute is in hand. Two sweeps at once only repeat harmless work."""
    return Change("put", SweepRow("SWEEP", "META", swept_until=until), AlreadyDone)
