"""The dates of a series, in the order of their starts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.events import StaleEdit
from chalicelib.domain.series import Occurrence, occurrence_id_of
from chalicelib.kernel import ids
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import occurrences
from chalicelib.tables.lists import WrongCursor
from tests.tables.writing import wire, write
from tests.unit.making import NOW, new_id

DAY = timedelta(days=1)


def date(event_id: str, number: int) -> Occurrence:
    """The event on the n-th day from now."""
    starts_at = NOW + number * DAY
    return Occurrence(occurrence_id_of(event_id, starts_at), event_id, starts_at, starts_at + timedelta(hours=2))


@pytest.fixture
def days() -> list[Occurrence]:
    """Five dates of a series, written in no order."""
    event_id = new_id("evt")
    made = [date(event_id, number) for number in range(5)]
    write(occurrences.new_occurrences([made[3], made[0], made[4], made[1], made[2]]))
    return [replace(day, version=1) for day in made]


def only(day: Occurrence) -> Occurrence:
    return occurrences.get_occurrences(day.event_id, [day.occurrence_id])[day.occurrence_id]


def test_dates_are_listed_soonest_first_in_parts(days: list[Occurrence]) -> None:
    event_id = days[0].event_id
    first = occurrences.list_occurrences(event_id, None, 3, consistent=True)
    assert first.items == days[:3]
    second = occurrences.list_occurrences(event_id, first.next, 3, consistent=True)
    assert (second.items, second.next) == (days[3:], None)


def test_a_page_of_dates_is_one_query(days: list[Occurrence]) -> None:
    with wire("Query") as seen:
        occurrences.list_occurrences(days[0].event_id, None, 3)
    assert len(seen.sent) == 1


def test_what_is_over_can_be_left_out(days: list[Occurrence]) -> None:
    since = ids.sortable_floor("occ", NOW + DAY)
    assert occurrences.list_occurrences(days[0].event_id, None, 9, since=since, consistent=True).items == days[1:]


def test_a_cursor_of_another_series_is_refused(days: list[Occurrence]) -> None:
    cursor = occurrences.list_occurrences(days[0].event_id, None, 1).next
    with pytest.raises(WrongCursor):
        occurrences.list_occurrences(new_id("evt"), cursor, 1)


def test_dates_are_found_by_their_ids_in_one_read(days: list[Occurrence]) -> None:
    event_id, wanted = days[0].event_id, [days[4].occurrence_id, days[1].occurrence_id, "occ_nothing"]
    with wire("BatchGetItem") as seen:
        found = occurrences.get_occurrences(event_id, wanted)
    assert len(seen.sent) == 1
    assert found == {days[4].occurrence_id: days[4], days[1].occurrence_id: days[1]}


def test_a_date_of_another_event_is_not_found(days: list[Occurrence]) -> None:
    assert occurrences.get_occurrences(new_id("evt"), [days[0].occurrence_id]) == {}


def test_a_date_is_written_once(days: list[Occurrence]) -> None:
    with pytest.raises(AlreadyDone):
        write(occurrences.new_occurrences([replace(days[0], version=None, ends_at=NOW + DAY)]))
    assert only(days[0]) == days[0]


def test_all_that_differs_on_a_date_is_kept(days: list[Occurrence]) -> None:
    changed = replace(
        days[0],
        status="CANCELLED",
        prices={"prd_1": {"EUR": 1}},
        hidden=["prd_2"],
        capacities={"pool_1": 5},
        counters={"pool_1": [5, 2]},
    )
    write(occurrences.edited_occurrence(changed))
    assert only(days[0]) == replace(changed, version=2)
    assert only(days[0]).size_of("pool_1", 100, 4) == (5, 2)


def test_of_two_edits_of_one_reading_the_second_is_refused(days: list[Occurrence]) -> None:
    write(occurrences.edited_occurrence(replace(days[0], hidden=["prd_1"])))
    with pytest.raises(StaleEdit):
        write(occurrences.edited_occurrence(replace(days[0], hidden=["prd_2"])))
    assert only(days[0]).hidden == ["prd_1"]
