"""Members' edits: nothing is lost by two at once, and no ticket survives its order."""

from dataclasses import replace

import pytest

from chalicelib.domain.edits import Change, Edit
from chalicelib.domain.events import StaleEdit
from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.domain.tickets import Ticket, issue
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import edits, orders, payments, tickets
from chalicelib.tables.lists import index_keys
from chalicelib.tables.order_rows import OrderRow
from chalicelib.tables.table import find
from tests.tables.writing import write
from tests.unit.making import NOW, new_id
from tests.unit.making import order as make_order


@pytest.fixture
def complete() -> Order:
    """A complete order of Bea's, written."""
    made = make_order(
        order_id=new_id("ord"),
        event_id=new_id("evt"),
        takes=[],
        state="COMPLETED",
        buyer_name="Bea",
        buyer_email="bea@example.com",
    )
    write(orders.new_order(made))
    return made


def ticket_of(order: Order) -> Ticket:
    """The order's first ticket, written."""
    made = issue(order, "A", NOW)[:1]
    write(tickets.new_tickets(made, "hmac"))
    return made[0]


NAME = Change("buyer_name", "Bea", "Béa")
EMAIL = Change("buyer_email", "bea@example.com", "b@example.com")


@pytest.mark.req("ORD-12")
def test_the_history_is_read_as_it_was_written(complete: Order) -> None:
    first = Edit(complete.order_id, "edt_1", NOW, "usr_1", [NAME, EMAIL])
    second = Edit(complete.order_id, "edt_2", NOW, "usr_1", [], 3, "other", "because")
    write(edits.new_edit(second), edits.new_edit(first))
    assert edits.list_edits(complete.order_id) == [first, second]
    with pytest.raises(AlreadyDone):
        write(edits.new_edit(replace(first, by="usr_2")))


def test_an_edited_buyer_is_found_by_the_new_address(complete: Order) -> None:
    person = new_id("hmac")
    write(edits.edit_buyer(complete, [NAME, EMAIL], person))
    found = orders.get_order(complete.order_id)
    assert (found.buyer_name, found.buyer_email) == ("Béa", "b@example.com")
    assert [sk for sk, _ in index_keys("by_person", f"PERSON#{person}")] == [complete.order_id]


@pytest.mark.parametrize("first", [NAME, EMAIL])
def test_an_edit_does_not_undo_one_that_it_has_not_seen(complete: Order, first: Change) -> None:
    write(edits.edit_buyer(complete, [first], "hmac"))
    for second in (NAME, EMAIL):
        with pytest.raises(StaleEdit):
            write(edits.edit_buyer(complete, [second], "hmac"))


def test_an_edit_of_what_another_has_left_keeps_both(complete: Order) -> None:
    write(edits.edit_buyer(complete, [NAME], "hmac"))
    write(edits.edit_buyer(orders.get_order(complete.order_id), [EMAIL], "hmac"))
    found = orders.get_order(complete.order_id)
    assert (found.buyer_name, found.buyer_email) == ("Béa", "b@example.com")


def test_an_edited_holder_stands_where_the_new_name_belongs(complete: Order) -> None:
    ticket, person = ticket_of(complete), new_id("hmac")
    change = Change("holder_name", "Bea", "Zoë")
    write(edits.edit_holder(ticket, [change], "Zoë", person))
    keys = [
        sk
        for shard in range(complete.spread)
        for sk, _ in index_keys("by_owner", f"EVENT#{complete.event_id}#TICKETS#{shard}")
    ]
    assert keys == [f"zoë#{complete.order_id}#001"]
    assert [sk for sk, _ in index_keys("by_person", f"PERSON#{person}")] == [f"{complete.order_id}#001"]


@pytest.mark.parametrize("first", ["holder_name", "holder_email"])
def test_an_edit_of_a_holder_does_not_undo_one_that_it_has_not_seen(complete: Order, first: str) -> None:
    ticket = ticket_of(complete)
    both = {
        "holder_name": Change("holder_name", "Bea", "Zoë"),
        "holder_email": Change("holder_email", "bea@example.com", "z@example.com"),
    }
    write(edits.edit_holder(ticket, [both[first]], "Zoë", "hmac"))
    for second in both.values():
        with pytest.raises(StaleEdit):
            write(edits.edit_holder(ticket, [second], "Zoë", "hmac"))


@pytest.mark.req("ORD-13")
def test_a_cancelled_order_gets_no_tickets(complete: Order) -> None:
    write(edits.count_issued(complete, 2))
    write(edits.still_complete(complete))
    write(edits.cancel_paid(complete, 2))
    with pytest.raises(OrderMoved):
        write(edits.count_issued(complete, 1))
    with pytest.raises(OrderMoved):
        write(edits.still_complete(complete))


def test_an_order_is_not_cancelled_while_tickets_are_issued_that_nobody_has_seen(complete: Order) -> None:
    write(edits.count_issued(complete, 2))
    with pytest.raises(OrderMoved):
        write(edits.cancel_paid(complete, 0))
    assert orders.get_order(complete.order_id).state == "COMPLETED"


def test_an_order_is_not_cancelled_over_a_refund_that_was_decided_meanwhile(complete: Order) -> None:
    write(payments.refund_decided(complete))
    with pytest.raises(OrderMoved):
        write(edits.cancel_paid(complete, 0))
    seen = orders.get_order(complete.order_id)
    write(edits.cancel_paid(seen, 0))
    assert orders.get_order(complete.order_id).refunds == 2


def test_an_order_is_cancelled_once_and_is_due_no_more(complete: Order) -> None:
    write(edits.cancel_paid(complete, 0))
    with pytest.raises(OrderMoved):
        write(edits.cancel_paid(complete, 0))
    row = find(OrderRow, f"ORDER#{complete.order_id}", "META")
    assert row
    assert (row.state, row.due) == ("CANCELLED", None)
