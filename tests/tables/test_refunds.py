"""Decisions about money and units: of two at once one is refused."""

from dataclasses import replace

import pytest

from chalicelib.domain.inventory import Take
from chalicelib.domain.orders import Claim, Order, OrderMoved
from chalicelib.tables import orders, refunds
from chalicelib.tables.order_rows import OrderRow
from chalicelib.tables.table import find
from tests.tables.writing import write
from tests.unit.making import new_id
from tests.unit.making import order as make_order


@pytest.fixture
def complete() -> Order:
    """A complete order of two units, written."""
    made = make_order(
        order_id=new_id("ord"),
        event_id=new_id("evt"),
        state="COMPLETED",
        takes=[Take("pool_1", 0, 2)],
        claims=[Claim("prd_1", "hmac", 2)],
    )
    write(orders.new_order(made))
    return made


def test_a_decision_is_counted_with_what_the_order_holds_afterwards(complete: Order) -> None:
    after = replace(
        complete,
        takes=[Take("pool_1", 0, 1)],
        claims=[Claim("prd_1", "hmac", 1)],
        settled={"0": 1},
        returned={"0": 1},
        kept={"0.price": 200},
    )
    write(refunds.decided(complete, after))
    found = orders.get_order(complete.order_id)
    assert found == replace(after, refunds=1)
    write(refunds.decided(found, replace(found, takes=[], claims=[], state="CANCELLED")))
    ended = orders.get_order(complete.order_id)
    assert (ended.takes, ended.claims, ended.state, ended.refunds) == ([], [], "CANCELLED", 2)
    row = find(OrderRow, f"ORDER#{complete.order_id}", "META")
    assert row
    assert (row.due, row.due_sk) == (None, None)


def test_of_two_decisions_the_second_is_refused(complete: Order) -> None:
    write(refunds.decided(complete, complete))
    with pytest.raises(OrderMoved):
        write(refunds.decided(complete, complete))
    once = orders.get_order(complete.order_id)
    write(refunds.decided(once, once))
    with pytest.raises(OrderMoved):
        write(refunds.decided(once, once))


def test_an_order_that_was_moved_meanwhile_is_not_decided_about(complete: Order) -> None:
    write(orders.move(complete, "CANCELLED"))
    with pytest.raises(OrderMoved):
        write(refunds.decided(complete, complete))
