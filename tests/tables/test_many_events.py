"""An account with ten thousand events: a page of them costs what a page of ten costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.events import Event
from chalicelib.tables import events
from chalicelib.tables.events import EventRow
from chalicelib.tables.table import client
from tests.tables.writing import Wire, wire, write
from tests.unit.making import NOW, event, new_id

MANY = 10_000
PAGE = 50


def made(account_id: str, number: int) -> Event:
    return event(
        event_id=new_id("evt"),
        account_id=account_id,
        slug=new_id("evt"),
        created_at=NOW + timedelta(seconds=number),
    )


@contextmanager
def reading() -> Iterator[tuple[Wire, Wire]]:
    """The queries and batch reads of the block."""
    with wire("Query") as queries, wire("BatchGetItem") as reads:
        yield queries, reads


@pytest.mark.req("TEN-13")
def test_an_account_with_ten_thousand_events_lists_a_page_in_two_calls_and_adds_one_more() -> None:
    client()
    account_id = new_id("acc")
    rows = (events.new_event(made(account_id, number))[0].row for number in range(MANY))
    with EventRow.batch_write() as batch:
        for row in rows:
            row.version = 1  # what a transaction would have set
            batch.save(row)
    newest = replace(made(account_id, MANY), title={"en": "One more"})
    write(*events.new_event(newest))
    seen: list[Event] = []
    cursor: str | None = None
    for _ in range(3):
        with reading() as (queries, reads):
            page = events.list_events(account_id, cursor, PAGE)
        assert (len(queries.sent), len(reads.sent)) == (1, 1)
        assert queries.sent[0]["Limit"] == PAGE + 1
        seen, cursor = seen + page.items, page.next
    assert seen[0].event_id == newest.event_id
    assert [one.created_at for one in seen] == [NOW + timedelta(seconds=MANY - place) for place in range(3 * PAGE)]
