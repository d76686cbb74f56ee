"""The one table: one client, exact reads, and lists that are merged from spread partitions."""

from collections import Counter
from datetime import timedelta

import pytest

from chalicelib.kernel import ids
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.facts import OrderPaid
from chalicelib.tables import accounts, events, facts, marks, orders, payments, pools, sweeps, tickets
from chalicelib.tables.lists import WrongCursor, index_keys, make_cursor, merged_page, read_cursor
from chalicelib.tables.order_rows import OrderRow
from chalicelib.tables.table import Row, batch_get, client, find, partition
from tests.tables.writing import wire, write
from tests.unit.making import NOW, new_id
from tests.unit.making import order as make_order
from tests.unit.making import payment as make_payment
from tests.unit.making import pool as make_pool

MODULES = (accounts, events, facts, marks, orders, payments, pools, sweeps, tickets)


def kinds_of_rows() -> list[type[Row]]:
    return [found for module in MODULES for found in vars(module).values()
            if isinstance(found, type) and issubclass(found, Row) and found is not Row
            and found.__module__ == module.__name__]  # fmt: skip


def test_all_kinds_of_rows_share_one_client() -> None:
    """PynamoDB builds a client for each class unless its base has one: 30 kinds took 5.7 seconds of a cold start."""
    client()
    assert len(kinds_of_rows()) > 15
    assert {id(kind._get_connection().connection.client) for kind in kinds_of_rows()} == {id(client())}


def test_every_kind_has_a_name_of_its_own() -> None:
    assert [kind for kind, count in Counter(row.KIND for row in kinds_of_rows()).items() if count > 1] == []


def test_every_row_says_in_a_word_what_its_keys_are() -> None:
    assert [row.__name__ for row in kinds_of_rows() if not row.__doc__] == []


def test_a_row_of_another_kind_is_not_found_under_its_key() -> None:
    held = make_order(order_id=new_id("ord"))
    write(orders.new_order(held))
    assert find(OrderRow, f"ORDER#{held.order_id}", "META")
    assert find(events.EventRow, f"ORDER#{held.order_id}", "META") is None


@pytest.mark.parametrize("consistent", [True, False])
def test_a_read_says_whether_it_must_be_the_latest(consistent: bool) -> None:
    with wire("GetItem") as seen:
        find(OrderRow, "ORDER#none", "META", consistent=consistent)
    assert [body["ConsistentRead"] for body in seen.sent] == [consistent]


def test_a_partition_can_be_read_by_prefix() -> None:
    held = make_order(order_id=new_id("ord"))
    write(orders.new_order(held), payments.new_payment(make_payment(order_id=held.order_id)))
    assert set(partition(f"ORDER#{held.order_id}")) == {"Order", "Payment"}
    assert set(partition(f"ORDER#{held.order_id}", "PAYMENT#")) == {"Payment"}


def test_a_partition_is_read_to_its_end() -> None:
    subject = new_id("ord")
    note = {"note": "x" * 200_000}
    for _ in range(8):
        write(facts=[OrderPaid(subject, "acc_1", data=note)])
    with wire("Query") as seen:
        found = facts.list_of(subject)
    assert len(found) == 8
    assert len(seen.sent) > 1


def test_rows_come_in_the_order_of_their_keys_and_missing_ones_are_left_out() -> None:
    pool = make_pool(pool_id=new_id("pool"), capacity=6, shards=3)
    write(pools.new_shards(pool))
    keys = [(f"POOL#{pool.pool_id}#{shard:02d}", "SHARD") for shard in (2, 9, 0)]
    assert [row.pk for row in batch_get(pools.ShardRow, keys)] == [keys[0][0], keys[2][0]]


def test_a_batch_asks_again_for_what_dynamodb_left_out() -> None:
    pool = make_pool(pool_id=new_id("pool"), capacity=6, shards=3)
    write(pools.new_shards(pool))
    with wire("BatchGetItem") as whole:
        pools.list_free([pool])
    left_out = 200, {"Responses": {}, "UnprocessedKeys": whole.sent[0]["RequestItems"]}
    with wire("BatchGetItem", [left_out]) as seen:
        assert pools.list_free([pool])[pool.pool_id] == [2, 2, 2]
    assert len(seen.sent) == 2


def test_a_batch_that_is_never_answered_in_full_is_busy() -> None:
    keys = [("POOL#none#00", "SHARD")]
    with wire("BatchGetItem") as whole:
        batch_get(pools.ShardRow, keys)
    left_out = 200, {"Responses": {}, "UnprocessedKeys": whole.sent[0]["RequestItems"]}
    with wire("BatchGetItem", [left_out] * 20), pytest.raises(Busy):
        batch_get(pools.ShardRow, keys)


@pytest.fixture(scope="module")
def spread_event() -> str:
    """An event with eight orders that lie on several spread shards."""
    event_id = new_id("evt")
    for minute in range(8):
        at = NOW + timedelta(minutes=minute)
        write(orders.new_order(make_order(order_id=new_id("ord"), event_id=event_id, reserved_at=at)))
    return event_id


def test_a_list_is_merged_from_its_shards_without_loss_or_repetition(spread_event: str) -> None:
    minutes: list[int] = []
    cursor = None
    sizes = []
    while True:
        page = orders.list_orders(spread_event, 4, cursor, 3)
        minutes += [found.reserved_at.minute for found in page.items]
        sizes.append(len(page.items))
        cursor = page.next
        if not cursor:
            break
    assert sizes == [3, 3, 2]
    assert minutes == [7, 6, 5, 4, 3, 2, 1, 0]


def test_the_orders_of_the_list_really_lie_on_several_shards(spread_event: str) -> None:
    held = orders.list_orders(spread_event, 4, None, 100).items
    assert len({ids.spread(found.order_id, 4) for found in held}) > 1


def test_a_list_that_ends_with_a_full_page_has_no_further_page(spread_event: str) -> None:
    assert orders.list_orders(spread_event, 4, None, 8).next is None


def test_what_comes_new_does_not_disturb_the_next_page() -> None:
    event_id = new_id("evt")
    for minute in (1, 2, 3):
        at = NOW + timedelta(minutes=minute)
        write(orders.new_order(make_order(order_id=new_id("ord"), event_id=event_id, reserved_at=at)))
    first = orders.list_orders(event_id, 4, None, 2)
    newest = make_order(order_id=new_id("ord"), event_id=event_id, reserved_at=NOW + timedelta(minutes=9))
    write(orders.new_order(newest))
    rest = orders.list_orders(event_id, 4, first.next, 2)
    assert [found.reserved_at.minute for found in first.items + rest.items] == [3, 2, 1]


def test_a_list_of_nothing_is_empty() -> None:
    page = orders.list_orders(new_id("evt"), 4, None, 3)
    assert (page.items, page.next) == ([], None)


def test_the_other_direction_is_the_other_way_round(spread_event: str) -> None:
    partitions = [f"EVENT#{spread_event}#ORDERS#{shard}" for shard in range(4)]
    page = merged_page(OrderRow, partitions, None, 3, newest_first=False, make=lambda row: row.reserved_at.minute)
    assert page.items == [0, 1, 2]


@pytest.mark.parametrize("cursor", ["x", "!!!", "bnVsbA", "W10", "eyJhIjoxfQ", "\u00e9", "a" * 600])
def test_a_cursor_that_we_did_not_make_is_refused(cursor: str) -> None:
    with pytest.raises(WrongCursor):
        read_cursor(cursor, "EVENT#e#ORDERS#0")


def test_a_cursor_of_another_list_is_refused() -> None:
    with pytest.raises(WrongCursor):
        read_cursor(make_cursor("EVENT#f#ORDERS#0", "2031"), "EVENT#e#ORDERS#0")


def test_a_cursor_is_read_as_it_was_made() -> None:
    assert read_cursor(make_cursor("EVENT#e#TICKETS#0", "émile#ord_1"), "EVENT#e#TICKETS#0") == "émile#ord_1"


def test_an_index_is_read_up_to_its_limit(spread_event: str) -> None:
    shard = next(n for n in range(4) if len(index_keys("by_owner", f"EVENT#{spread_event}#ORDERS#{n}")) > 1)
    assert len(index_keys("by_owner", f"EVENT#{spread_event}#ORDERS#{shard}", limit=1)) == 1
