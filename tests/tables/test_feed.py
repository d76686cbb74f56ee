"""The feed: every fact of an account once, oldest first, wherever somebody reads on."""

from datetime import timedelta

import pytest

from chalicelib.kernel import clock
from chalicelib.kernel.facts import OrderPaid
from chalicelib.tables.feed import read_feed
from chalicelib.tables.lists import WrongCursor
from tests.tables.writing import write
from tests.unit.making import NOW, new_id

LATER = timedelta(minutes=1)


def test_each_fact_comes_once_and_in_the_order_of_writing() -> None:
    account_id = new_id("acc")
    subjects = [new_id("ord") for _ in range(12)]
    for subject in subjects:
        write(facts=[OrderPaid(subject, account_id, "evt_1", {"amount_minor": 1})])
    seen, cursor = [], None
    while True:
        page = read_feed(account_id, cursor, 5, until=clock.now() + LATER)
        if not page.items:
            break
        seen += page.items
        cursor = page.next
    assert sorted(fact.subject for fact in seen) == sorted(subjects)
    assert page.next == cursor
    assert [fact.account_id for fact in seen] == [account_id] * 12


def test_what_happened_long_ago_but_was_written_late_comes_after_what_was_read() -> None:
    """A worker that began before others have finished must not put its facts where nobody looks any more."""
    account_id = new_id("acc")
    write(facts=[OrderPaid("ord_1", account_id)], now=NOW)
    first = read_feed(account_id, None, 10, until=clock.now() + LATER)
    write(facts=[OrderPaid("ord_2", account_id)], now=NOW - timedelta(hours=1))
    rest = read_feed(account_id, first.next, 10, until=clock.now() + LATER)
    assert [fact.subject for fact in rest.items] == ["ord_2"]


def test_what_is_too_young_is_not_shown_yet() -> None:
    account_id = new_id("acc")
    before = clock.now()
    write(facts=[OrderPaid("ord_1", account_id)])
    page = read_feed(account_id, None, 10, until=before)
    assert (page.items, page.next) == ([], None)


def test_it_can_begin_at_a_moment() -> None:
    account_id = new_id("acc")
    write(facts=[OrderPaid("ord_1", account_id)])
    since = clock.now() + timedelta(milliseconds=1)
    assert read_feed(account_id, None, 10, since=since, until=since + LATER).items == []
    assert len(read_feed(account_id, None, 10, since=since - LATER, until=since + LATER).items) == 1


def test_another_accounts_cursor_is_refused() -> None:
    account_id = new_id("acc")
    write(facts=[OrderPaid("ord_1", account_id)])
    cursor = read_feed(account_id, None, 10, until=clock.now() + LATER).next
    with pytest.raises(WrongCursor):
        read_feed(new_id("acc"), cursor, 10, until=clock.now())
