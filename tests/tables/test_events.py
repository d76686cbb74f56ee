"""Events as rows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.events import EventNotFound, StaleEdit
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import events
from chalicelib.tables.catalogue import get_catalogue
from chalicelib.tables.events import SlugTaken
from tests.tables.writing import write
from tests.unit.making import NOW, event, new_id


def test_an_event_is_read_as_it_was_written() -> None:
    made = event(event_id=new_id("evt"), slug=new_id("evt"), location={"name": "Hall", "city": "Hamburg"})
    write(events.new_event(made))
    assert events.get_event(made.event_id) == replace(made, version=1)


def test_an_event_that_is_not_there_is_not_found() -> None:
    with pytest.raises(EventNotFound):
        events.get_event(new_id("evt"))
    with pytest.raises(EventNotFound):
        get_catalogue(new_id("evt"))


def test_an_event_is_written_once(catalogue: Catalogue) -> None:
    again = replace(catalogue.event, version=None, slug=new_id("evt"), status="DRAFT")
    with pytest.raises(AlreadyDone):
        write(events.new_event(again))
    assert events.get_event(again.event_id).status == "LIVE"


def test_an_address_belongs_to_one_event(catalogue: Catalogue) -> None:
    second = event(event_id=new_id("evt"), slug=catalogue.event.slug)
    with pytest.raises(SlugTaken):
        write(events.new_event(second))
    with pytest.raises(EventNotFound):
        events.get_event(second.event_id)


def test_an_edit_raises_the_version(catalogue: Catalogue) -> None:
    write(events.edited_event(replace(catalogue.event, hold_minutes=20)))
    found = events.get_event(catalogue.event.event_id)
    assert (found.hold_minutes, found.version) == (20, 2)


def test_of_two_edits_of_one_version_the_second_is_stale(catalogue: Catalogue) -> None:
    write(events.edited_event(replace(catalogue.event, hold_minutes=20)))
    with pytest.raises(StaleEdit):
        write(events.edited_event(replace(catalogue.event, hold_minutes=30)))
    assert events.get_event(catalogue.event.event_id).hold_minutes == 20


def test_an_accounts_events_come_newest_first_and_page_by_page() -> None:
    account_id = new_id("acc")
    for minute in range(5):
        created = NOW + timedelta(minutes=minute)
        write(
            events.new_event(
                event(event_id=new_id("evt"), slug=new_id("evt"), account_id=account_id, created_at=created)
            )
        )
    first = events.list_events(account_id, None, 3)
    rest = events.list_events(account_id, first.next, 3)
    assert [one.created_at.minute for one in first.items + rest.items] == [4, 3, 2, 1, 0]
    assert rest.next is None
