"""Disputes as rows: noted once, listed by account; tickets that are void for one, and valid again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.domain.payments import Dispute
from chalicelib.domain.tickets import Ticket, issue
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import disputes, orders, tickets
from chalicelib.tables.changes import Change, update
from chalicelib.tables.tickets import TicketRow
from tests.tables.writing import write
from tests.unit.making import NOW, new_id
from tests.unit.making import order as make_order


def dispute(order: Order, **fields: object) -> Dispute:
    made = Dispute(
        order.order_id, new_id("dp"), "pay_1", 5000, "EUR", "NEEDS_ANSWER", "fraudulent", NOW, NOW + timedelta(days=7)
    )
    return replace(made, **fields)  # type: ignore[arg-type]


@pytest.fixture
def ticket(order: Order) -> Ticket:
    """The first ticket of an order, written."""
    [first, *_] = issue(replace(order, buyer_name="Bea", buyer_email="bea@example.com"), "A", NOW)
    write(tickets.new_tickets([first], "person"))
    return first


def stored(ticket: Ticket) -> Ticket:
    found = tickets.find_ticket(ticket.order_id, ticket.number)
    assert found
    return found


def test_a_dispute_is_noted_once(order: Order) -> None:
    opened = dispute(order)
    write(disputes.noted_dispute(opened, "acc_1"))
    with pytest.raises(AlreadyDone):
        write(disputes.noted_dispute(opened, "acc_1"))
    [seen] = orders.get_file(order.order_id).disputes
    assert replace(seen, version=None) == opened
    write(disputes.noted_dispute(replace(seen, state="LOST"), "acc_1"))
    with pytest.raises(AlreadyDone):
        write(disputes.noted_dispute(replace(seen, state="WON"), "acc_1"))


def test_an_account_s_disputes_are_listed_newest_first(order: Order) -> None:
    account = new_id("acc")
    made = [dispute(order, created_at=NOW + timedelta(hours=hour)) for hour in range(3)]
    for one in made:
        write(disputes.noted_dispute(one, account))
    first = disputes.list_disputes(account, None, 2)
    rest = disputes.list_disputes(account, first.next, 2)
    assert [one.dispute_id for one in [*first.items, *rest.items]] == [one.dispute_id for one in reversed(made)]
    assert rest.next is None
    assert disputes.list_disputes(new_id("acc"), None, 2).items == []


def test_an_order_is_marked_if_it_is_there(order: Order) -> None:
    write(disputes.marked(order, "open"))
    assert orders.get_order(order.order_id).disputed == "open"
    gone = make_order(order_id=new_id("ord"))
    with pytest.raises(OrderMoved):
        write(disputes.marked(gone, "open"))


def test_a_ticket_is_void_for_a_dispute_once_and_valid_again_once(ticket: Ticket) -> None:
    write(disputes.void_for(ticket, "dp_1"))
    with pytest.raises(OrderMoved):
        write(disputes.void_for(ticket, "dp_2"))
    assert (stored(ticket).state, stored(ticket).voided_for) == ("VOID", "dp_1")
    write(disputes.valid_again(ticket))
    assert (stored(ticket).state, stored(ticket).voided_for) == ("VALID", "")
    with pytest.raises(OrderMoved):
        write(disputes.valid_again(ticket))


def test_a_ticket_that_is_void_for_another_reason_stays_so(ticket: Ticket) -> None:
    write(tickets.void(ticket))
    with pytest.raises(OrderMoved):
        write(disputes.valid_again(ticket))


def test_a_ticket_that_is_valid_is_not_made_so_again(ticket: Ticket) -> None:
    write(disputes.void_for(ticket, "dp_1"))
    write(tickets_made_valid_by_hand(ticket))
    with pytest.raises(OrderMoved):
        write(disputes.valid_again(ticket))


def tickets_made_valid_by_hand(ticket: Ticket) -> Change:
    """The state alone, with the name of the dispute still there."""
    row = TicketRow(f"ORDER#{ticket.order_id}", f"TICKET#{ticket.number:03d}")
    return update(row, OrderMoved, TicketRow.state == "VOID", TicketRow.state.set("VALID"))
