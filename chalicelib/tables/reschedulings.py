"""What an event's time and place were before they were changed, as rows: the mails about it are made from them."""

from pynamodb.attributes import UnicodeAttribute

from chalicelib.domain.reschedulings import Rescheduling, ReschedulingNotFound
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_new
from chalicelib.tables.table import Row, filled_values_of, find, noun_of


class ReschedulingRow(Row):
    """RESCHEDULING#r / META."""

    KIND = "Rescheduling"
    rescheduling_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    at = InstantAttribute()
    starts_at = InstantAttribute()
    ends_at = InstantAttribute()
    timezone = UnicodeAttribute()
    location = JsonAttribute(null=True)
    occurrence_id = UnicodeAttribute(null=True)


def new_rescheduling(rescheduling: Rescheduling) -> Change:
    """Written with the edit itself. Raises AlreadyDone if it is there."""
    values = filled_values_of(rescheduling, ReschedulingRow)
    return put_new(ReschedulingRow(f"RESCHEDULING#{rescheduling.rescheduling_id}", "META", **values), AlreadyDone)


def get_rescheduling(rescheduling_id: str) -> Rescheduling:
    """Raises ReschedulingNotFound."""
    row = find(ReschedulingRow, f"RESCHEDULING#{rescheduling_id}", "META")
    if not row:
        raise ReschedulingNotFound()
    return noun_of(Rescheduling, row)
