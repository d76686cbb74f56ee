"""Waiting lists: who joined first stands first, and nobody stands there twice."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.waitlist import Entry, EntryMoved, EntryNotFound
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import waitlist
from tests.tables.writing import write
from tests.unit.making import NOW, new_id

LATER = NOW + timedelta(minutes=5)


def entry(**fields: Any) -> Entry:
    """Somebody who waits for two tickets."""
    made = Entry(
        new_id("wait"), new_id("evt"), "acc_1", "prd_1", "occ_1", 2, "Bea", "bea@example.com", "hmac", "en", NOW, "key"
    )
    return replace(made, **fields)


@pytest.fixture
def waiting() -> Entry:
    """A written entry."""
    made = entry()
    write(waitlist.joined(made))
    return replace(made, version=1)


def places(one: Entry) -> list[str]:
    return [place.entry_id for place in waitlist.queue(one.event_id, one.product_id, one.occurrence_id)]


def test_an_entry_comes_back_with_its_person_and_its_place(waiting: Entry) -> None:
    assert waitlist.get_entry(waiting.entry_id) == waiting
    assert list(waitlist.queue(waiting.event_id, "prd_1", "occ_1")) == [waiting.place]


def test_somebody_who_never_joined_is_not_found() -> None:
    with pytest.raises(EntryNotFound):
        waitlist.get_entry(new_id("wait"))


def test_who_is_on_the_list_does_not_join_twice(waiting: Entry) -> None:
    with pytest.raises(AlreadyDone):
        write(waitlist.joined(replace(waiting, version=None, joined_at=LATER)))
    assert places(waiting) == [waiting.entry_id]


def test_a_place_that_is_taken_is_not_taken_again() -> None:
    made = entry()
    _, place = waitlist.joined(made)
    write(place)
    with pytest.raises(AlreadyDone):
        write(waitlist.joined(made))
    with pytest.raises(EntryNotFound):
        waitlist.get_entry(made.entry_id)


def test_who_left_joins_again_at_the_end(waiting: Entry) -> None:
    other = entry(event_id=waiting.event_id, joined_at=NOW + timedelta(minutes=1))
    write(waitlist.joined(other))
    left = replace(waiting, state="LEFT")
    write(waitlist.edited_entry(left), waitlist.out_of_queue(left))
    assert places(waiting) == [other.entry_id]
    again = replace(waiting, joined_at=LATER, version=2)
    write(waitlist.joined_again(again))
    assert places(waiting) == [other.entry_id, waiting.entry_id]
    assert waitlist.count_before(again) == 1


def test_of_two_who_join_again_from_one_reading_one_does(waiting: Entry) -> None:
    write(waitlist.joined_again(replace(waiting, joined_at=LATER)))
    with pytest.raises(EntryMoved):
        write(waitlist.joined_again(replace(waiting, joined_at=LATER + timedelta(minutes=1))))


def test_joining_again_takes_no_place_that_is_taken(waiting: Entry) -> None:
    with pytest.raises(AlreadyDone):
        write(waitlist.joined_again(waiting))
    assert waitlist.get_entry(waiting.entry_id) == waiting


def test_an_entry_is_offered_something_once(waiting: Entry) -> None:
    write(waitlist.edited_entry(replace(waiting, attempt=1, order_id="ord_1")))
    with pytest.raises(EntryMoved):
        write(waitlist.edited_entry(replace(waiting, attempt=1, order_id="ord_2")))
    assert waitlist.get_entry(waiting.entry_id).order_id == "ord_1"


def test_a_list_is_read_in_the_order_of_joining_and_in_parts(waiting: Entry) -> None:
    second = entry(event_id=waiting.event_id, joined_at=LATER)
    elsewhere = entry(event_id=waiting.event_id, occurrence_id="occ_2")
    write(waitlist.joined(second), waitlist.joined(elsewhere))
    first_page = waitlist.list_entries(waiting.event_id, "prd_1", "occ_1", None, 1)
    rest = waitlist.list_entries(waiting.event_id, "prd_1", "occ_1", first_page.next, 1)
    assert [one.entry_id for one in [*first_page.items, *rest.items]] == [waiting.entry_id, second.entry_id]
    assert (waitlist.count_before(waiting), waitlist.count_before(second)) == (0, 1)
