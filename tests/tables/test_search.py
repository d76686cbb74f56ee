"""The search index: what is listed is found, in few reads, and a worker that is overtaken starts again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.actions import searching
from chalicelib.domain.orders import Order
from chalicelib.domain.search import Query, TooManyHits, entry_of
from chalicelib.domain.tickets import issue
from chalicelib.kernel import clock
from chalicelib.tables import orders, search, tickets
from chalicelib.tables.search import Overtaken
from tests.tables.writing import wire, write
from tests.unit.making import NOW, new_id
from tests.unit.making import order as make_order


def indexed(event_id: str, number: int = 0, **fields: object) -> Order:
    """An order of this event, `number` seconds after the first, with its rows in the index."""
    at = NOW + timedelta(seconds=number)
    made = make_order(order_id=new_id("ord"), event_id=event_id, takes=[], reserved_at=at, **fields)
    write(orders.new_order(made))
    searching.index(made.order_id, NOW)
    return made


def seek_all(event_id: str, spread: int, facets: list[str], oldest: str = "0", part: int = 3) -> set[str]:
    """Every order in all of these lists."""
    found = set()
    for shard in range(spread):
        for position in searching.rules.common(search.lists_of(event_id, shard, facets, oldest, part), "~"):
            found.add(search.order_at(position))
    return found


def test_an_order_is_listed_under_everything_it_is_found_by() -> None:
    made = indexed(new_id("evt"), buyer_name="Bea Buyer", buyer_email="bea@example.com")
    found = search.find_indexed(made.order_id)
    assert found.entry == entry_of(made, [], [])
    assert found.tokens == entry_of(made, [], []).tokens
    assert search.read_entries([made.order_id, "ord_unknown"]) == [found.entry]


def test_what_an_order_is_found_by_no_more_is_taken_out() -> None:
    made = indexed(new_id("evt"), buyer_name="Bea Buyer", buyer_email="bea@example.com")
    write(orders.move(made, "EXPIRING"))
    write(orders.move(replace(made, state="EXPIRING"), "EXPIRED"))
    searching.index(made.order_id, NOW)
    assert "s:EXPIRED" in search.find_indexed(made.order_id).tokens
    assert "s:RESERVED" not in search.find_indexed(made.order_id).tokens


def test_indexing_what_has_not_changed_writes_nothing() -> None:
    made = indexed(new_id("evt"))
    with wire("TransactWriteItems") as seen:
        searching.index(made.order_id, NOW)
    assert seen.sent == []


def test_an_order_that_is_gone_is_nobodys_failure() -> None:
    searching.index(new_id("ord"), NOW)


def test_a_worker_that_was_overtaken_writes_nothing() -> None:
    made = indexed(new_id("evt"))
    stale = search.find_indexed(made.order_id)
    write(search.entry(replace(entry_of(made, [], []), facets=["s:NEW"]), stale.version))
    with pytest.raises(Overtaken):
        write(search.entry(entry_of(made, [], []), stale.version))
    with pytest.raises(Overtaken):
        write(search.entry(entry_of(made, [], []), 0))
    assert search.read_entries([made.order_id])[0].facets == ["s:NEW"]


def test_a_large_order_is_indexed_in_several_commits() -> None:
    made = indexed(new_id("evt"), buyer_name="Bea", buyer_email="bea@example.com")
    held = [
        replace(ticket, number=number, holder_name=f"Guest{number} Of{number}")
        for number in range(1, 91)
        for ticket in issue(made, "A", NOW)[:1]
    ]
    write(tickets.new_tickets(held, "hmac"))
    searching.index(made.order_id, NOW)
    assert search.find_indexed(made.order_id).tokens == entry_of(made, [], held).tokens


@pytest.mark.req("ORD-10")
def test_orders_are_found_by_the_beginning_of_a_word_newest_first() -> None:
    event_id = new_id("evt")
    made = [indexed(event_id, n, buyer_name=f"Bea{n} Buyer", buyer_email=f"b{n}@example.com") for n in range(3)]
    indexed(event_id, 9, buyer_name="Carla", buyer_email="carla@example.com")
    assert [search.order_at(hit) for hit in search.hits(event_id, 4, "bea")] == [one.order_id for one in made[::-1]]
    assert [search.order_at(hit) for hit in search.hits(event_id, 4, "b1@")] == [made[1].order_id]
    assert search.hits(event_id, 4, "zoe") == []
    assert search.hits(new_id("evt"), 4, "bea") == []


def test_a_beginning_that_fits_too_many_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    event_id = new_id("evt")
    for n in range(3):
        indexed(event_id, n, buyer_name="Bea", buyer_email="b@example.com")
    monkeypatch.setattr(search, "MOST_HITS", 2)
    with pytest.raises(TooManyHits):
        search.hits(event_id, 4, "bea")


@pytest.mark.req("ORD-11")
def test_facets_and_dates_narrow_the_list() -> None:
    event_id = new_id("evt")
    free = [indexed(event_id, n, total_minor=0) for n in range(5)]
    paid = [indexed(event_id, n + 20) for n in range(5)]
    assert seek_all(event_id, 4, ["s:RESERVED", "m:free"]) == {one.order_id for one in free}
    assert seek_all(event_id, 4, ["s:RESERVED"]) == {one.order_id for one in free + paid}
    assert seek_all(event_id, 4, []) == {one.order_id for one in free + paid}
    assert seek_all(event_id, 4, ["s:COMPLETED"]) == set()
    since = clock.to_text(NOW + timedelta(seconds=3))
    assert seek_all(event_id, 4, ["m:free"], since) == {one.order_id for one in free[3:]}


def test_a_page_out_of_many_costs_a_handful_of_queries() -> None:
    event_id = new_id("evt")
    made = [indexed(event_id, n, total_minor=0 if n % 2 else 5000) for n in range(40)]
    shards = range(4)
    with wire("Query") as seen:
        lists = [search.lists_of(event_id, shard, ["s:RESERVED"], "0", 11) for shard in shards]
        newest = [search.order_at(next(searching.rules.common(one, "~"))) for one in lists]
    assert made[-1].order_id in newest
    assert len(seen.sent) == 4
    with wire("Query") as seen:
        assert len(seek_all(event_id, 4, ["s:RESERVED", "m:free"], part=11)) == 20
    assert len(seen.sent) <= 12
    assert all(body["Limit"] >= 11 for body in seen.sent)


def test_orders_are_read_in_the_order_that_was_asked_for(order: Order) -> None:
    other = make_order(order_id=new_id("ord"), takes=[])
    write(orders.new_order(other))
    assert orders.read_orders([other.order_id, "ord_unknown", order.order_id]) == [other, order]


def test_a_query_without_words_has_none() -> None:
    assert Query(" ").words == []
