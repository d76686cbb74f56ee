"""The dates of a series: `EVENT#e#OCCURRENCES` in the order of their planned starts, a page of them in one query."""

from collections.abc import Iterable, Iterator, Sequence

from pynamodb.attributes import UnicodeAttribute, VersionAttribute

from chalicelib.domain.events import StaleEdit
from chalicelib.domain.series import Occurrence
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_edited, put_new
from chalicelib.tables.lists import Page, every, make_cursor, partition_page, read_cursor
from chalicelib.tables.table import Key, Row, batch_get, filled_values_of, noun_of

_IN_A_PAGE = 1000


class OccurrenceRow(Row):
    """EVENT#e#OCCURRENCES / occurrence id, which begins with the start."""

    KIND = "Occurrence"
    occurrence_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    starts_at = InstantAttribute()
    ends_at = InstantAttribute()
    status = UnicodeAttribute()
    prices = JsonAttribute(null=True)
    hidden = JsonAttribute(null=True)
    capacities = JsonAttribute(null=True)
    counters = JsonAttribute(null=True)
    warned = JsonAttribute(null=True)
    version = VersionAttribute()


def _partition(event_id: str) -> str:
    return f"EVENT#{event_id}#OCCURRENCES"


def occurrence_key(event_id: str, occurrence_id: str) -> Key:
    """Where a date is stored."""
    return _partition(event_id), occurrence_id


def _row(day: Occurrence) -> OccurrenceRow:
    return OccurrenceRow(_partition(day.event_id), day.occurrence_id, **filled_values_of(day, OccurrenceRow))


def new_occurrences(days: Iterable[Occurrence]) -> list[Change]:
    """Dates join a series. Raises AlreadyDone if one of them is there."""
    return [put_new(_row(day), AlreadyDone) for day in days]


def edited_occurrence(day: Occurrence) -> Change:
    """What differs on a date. Raises StaleEdit if somebody saved it since it was read."""
    return put_edited(_row(day), StaleEdit)


def get_occurrences(event_id: str, ids: Sequence[str], *, consistent: bool = True) -> dict[str, Occurrence]:
    """Those of these dates that exist, by id: one batch read."""
    keys = [occurrence_key(event_id, occurrence_id) for occurrence_id in dict.fromkeys(ids)]
    rows = batch_get(OccurrenceRow, keys, consistent=consistent)
    return {row.occurrence_id: noun_of(Occurrence, row) for row in rows}


def list_occurrences(
    event_id: str, cursor: str | None, limit: int, *, since: str = "", consistent: bool = False
) -> Page[Occurrence]:
    """The dates of a series, soonest first: one query a page. `since` is an id to begin with."""
    name = _partition(event_id)
    after = read_cursor(cursor, name)
    rows = [OccurrenceRow.of(item) for item in partition_page(name, after, since, limit + 1, consistent=consistent)]
    shown = [noun_of(Occurrence, row) for row in rows[:limit]]
    return Page(shown, make_cursor(name, shown[-1].occurrence_id) if len(rows) > limit else None)


def every_occurrence(event_id: str) -> Iterator[Occurrence]:
    """All dates of a series, soonest first, a query for each thousand."""
    return every(lambda cursor: list_occurrences(event_id, cursor, _IN_A_PAGE, consistent=True))
