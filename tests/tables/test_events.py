"""Events as rows."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.events import Event, EventNotFound, StaleEdit
from chalicelib.domain.orders import OrderMoved
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import events
from chalicelib.tables.catalogue import get_catalogue
from chalicelib.tables.events import EventRow, SlugTaken
from chalicelib.tables.table import values_of
from tests.tables.writing import wire, write
from tests.unit.making import NOW, event, new_id


def test_an_event_is_read_as_it_was_written() -> None:
    made = event(event_id=new_id("evt"), slug=new_id("evt"), location={"name": "Hall", "city": "Hamburg"})
    write(events.new_event(made))
    assert events.get_event(made.event_id) == replace(made, version=1)


def test_what_depends_on_an_event_is_not_written_once_it_is_called_off() -> None:
    made = event(event_id=new_id("evt"), slug=new_id("evt"))
    write(events.new_event(made))
    write(events.not_called_off(made.event_id))
    write(events.edited_event(replace(events.get_event(made.event_id), status="CANCELLED")))
    with pytest.raises(OrderMoved):
        write(events.not_called_off(made.event_id))


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


def test_a_row_from_before_a_field_has_its_default(catalogue: Catalogue) -> None:
    item = EventRow(**values_of(catalogue.event, "category", "visibility", "languages", "terms", "payment_methods"))
    found = events.event_of(item)
    assert (found.category, found.visibility, found.languages, found.terms) == ("other", "public", ["en"], {})
    assert found.payment_methods == ["card"]


def test_a_live_public_event_alone_is_listed_by_its_start() -> None:
    soon, later = (_written(starts_at=NOW + timedelta(days=days), ends_at=NOW + timedelta(days=9)) for days in (1, 2))
    hidden = _written(visibility="unlisted")
    write(events.lists_of(soon), events.lists_of(later), events.lists_of(hidden))
    listed = [found.event_id for found in events.list_public(NOW, 100)]
    ours = [event_id for event_id in listed if event_id in (soon.event_id, later.event_id, hidden.event_id)]
    assert ours == [soon.event_id, later.event_id]
    assert later.event_id not in {
        found.event_id for found in events.list_public(later.starts_at + timedelta(seconds=1), 100)
    }
    write(events.lists_of(replace(soon, status="POSTPONED")))
    assert soon.event_id not in {found.event_id for found in events.list_public(NOW, 100)}


def test_an_address_lists_only_the_event_that_it_belongs_to(catalogue: Catalogue) -> None:
    other = event(event_id=new_id("evt"), slug=catalogue.event.slug)
    with pytest.raises(EventNotFound):
        write(events.lists_of(other))


def test_a_filtered_list_asks_one_query_for_each_list_and_reads_only_what_it_shows() -> None:
    account_id = new_id("acc")
    made = [
        _written(account_id=account_id, category=category, created_at=NOW + timedelta(minutes=minute))
        for minute, category in enumerate(["music", "film", "music", "music"])
    ]
    with wire("Query") as seen, wire("BatchGetItem") as read:
        page = events.list_events(account_id, None, 2, status="LIVE", category="music")
    assert [found.event_id for found in page.items] == [made[3].event_id, made[2].event_id]
    assert (len(seen.sent), len(read.sent)) == (1, 2)
    rest = events.list_events(account_id, page.next, 2, status="LIVE", category="music")
    assert [found.event_id for found in rest.items] == [made[0].event_id]
    assert len(events.list_events(account_id, None, 10, status="LIVE").items) == 4
    assert len(events.list_events(account_id, None, 10, category="music").items) == 3


def test_a_template_stands_in_its_own_list_and_is_written_once() -> None:
    account_id = new_id("acc")
    template = event(event_id=new_id("evt"), account_id=account_id, status="TEMPLATE")
    write(events.new_template(template))
    assert [found.event_id for found in events.list_templates(account_id, None, 10).items] == [template.event_id]
    assert events.list_events(account_id, None, 10).items == []
    assert events.lists_of(template) == []
    with pytest.raises(AlreadyDone):
        write(events.new_template(template))


def _written(**fields: Any) -> Event:
    made = event(event_id=new_id("evt"), slug=new_id("evt"), **fields)
    write(events.new_event(made))
    return made
