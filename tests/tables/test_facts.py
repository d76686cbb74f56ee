"""Facts: written with the change that they announce, or not at all."""

from datetime import timedelta

import pytest

from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.kernel.facts import OrderCancelled, OrderExpired, OrderPaid, WorkflowFailed
from chalicelib.tables import facts, orders
from chalicelib.tables.lists import index_keys
from tests.tables.writing import wire, write
from tests.unit.making import NOW, new_id


def names(subject: str) -> list[str]:
    return [fact["name"] for fact in facts.list_of(subject)]


def test_a_fact_is_written_in_the_transaction_of_its_change(order: Order) -> None:
    with wire("TransactWriteItems") as seen:
        write(orders.move(order, "COMPLETED"), facts=[OrderPaid(order.order_id, "acc_1", order.event_id)])
    assert [len(body["TransactItems"]) for body in seen.sent] == [2]
    assert names(order.order_id) == ["OrderPaid"]


def test_a_change_that_is_refused_announces_nothing(order: Order) -> None:
    write(orders.move(order, "COMPLETED"))
    with pytest.raises(OrderMoved):
        write(orders.move(order, "EXPIRING"), facts=[OrderExpired(order.order_id, "acc_1", order.event_id)])
    assert names(order.order_id) == []


def test_a_fact_says_who_when_and_what() -> None:
    subject = new_id("ord")
    write(facts=[OrderPaid(subject, "acc_1", "evt_1", {"amount_minor": 5000})])
    [found] = facts.list_of(subject)
    assert {name: found[name] for name in ("name", "at", "by", "data")} == {
        "name": "OrderPaid",
        "at": NOW,
        "by": "test",
        "data": {"amount_minor": 5000},
    }


def test_facts_come_in_the_order_of_time() -> None:
    subject = new_id("ord")
    write(facts=[OrderCancelled(subject, "acc_1")], now=NOW + timedelta(seconds=1))
    write(facts=[OrderPaid(subject, "acc_1")], now=NOW)
    assert names(subject) == ["OrderPaid", "OrderCancelled"]


def test_a_fact_without_a_change_can_be_written() -> None:
    subject = new_id("ord")
    write(facts=[WorkflowFailed(subject, "acc_1", "evt_1")])
    assert names(subject) == ["WorkflowFailed"]


def test_the_facts_of_an_account_are_spread_over_four_keys() -> None:
    account_id = new_id("acc")
    for _ in range(24):
        write(facts=[OrderPaid(new_id("ord"), account_id, "evt_1")])
    counts = [len(index_keys("by_owner", facts.feed_name(account_id, shard))) for shard in range(4)]
    assert sum(counts) == 24
    assert max(counts) < 24
