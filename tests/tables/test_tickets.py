"""Tickets, scans and marks as rows: each is written once, by whoever comes first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.domain.tickets import Scan, Ticket, issue
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import tickets
from chalicelib.tables.lists import index_keys
from chalicelib.tables.tickets import AlreadyScanned
from tests.tables.writing import wire, write
from tests.unit.making import NOW, new_id
from tests.unit.making import order as make_order


def issued(order: Order, name: str = "Bea Buyer") -> list[Ticket]:
    return issue(replace(order, buyer_name=name, buyer_email="bea@example.com"), "A", NOW)


def scan(ticket: Ticket, **fields: object) -> Scan:
    made = Scan(ticket.order_id, ticket.number, "list_1", ticket.event_id, NOW, "usr_1", "scn_1")
    return replace(made, **fields)  # type: ignore[arg-type]


def test_a_ticket_is_read_as_it_was_written(order: Order) -> None:
    made = issued(order)
    write(tickets.new_tickets(made, "hmac"))
    assert tickets.find_ticket(order.order_id, 2) == made[1]
    assert tickets.find_ticket(order.order_id, 3) is None


def test_a_ticket_is_found_by_its_person(order: Order) -> None:
    person = new_id("hmac")
    write(tickets.new_tickets(issued(order), person))
    assert [sk for sk, _ in index_keys("by_person", f"PERSON#{person}")] == [
        f"{order.order_id}#001",
        f"{order.order_id}#002",
    ]


def test_tickets_are_issued_once(order: Order) -> None:
    write(tickets.new_tickets(issued(order), "hmac"))
    with pytest.raises(AlreadyDone):
        write(tickets.new_tickets(issued(order, "Somebody Else"), "hmac"))
    found = tickets.find_ticket(order.order_id, 1)
    assert found
    assert found.holder_name == "Bea Buyer"


def test_an_events_tickets_come_by_holders_name_whatever_its_case() -> None:
    event_id = new_id("evt")
    names = ["carla", "Ada", "bea", "Dora", "ada", "Émile"]
    for name in names:
        held = make_order(order_id=new_id("ord"), event_id=event_id)
        write(tickets.new_tickets(issued(held, name)[:1], "hmac"))
    first = tickets.list_tickets(event_id, 4, None, 4)
    rest = tickets.list_tickets(event_id, 4, first.next, 4)
    found = [ticket.holder_name.casefold() for ticket in first.items + rest.items]
    assert found == ["ada", "ada", "bea", "carla", "dora", "émile"]
    assert rest.next is None


def test_the_first_scan_admits(order: Order) -> None:
    first, _ = issued(order)
    write(tickets.new_scan(scan(first)))
    assert tickets.find_scan(order.order_id, 1, "list_1") == scan(first)
    assert tickets.find_scan(order.order_id, 2, "list_1") is None


def test_the_second_scan_learns_that_it_is_the_second(order: Order) -> None:
    first, _ = issued(order)
    write(tickets.new_scan(scan(first)))
    with pytest.raises(AlreadyScanned):
        write(tickets.new_scan(scan(first, scan_id="scn_2", scanned_at=NOW + timedelta(minutes=1))))
    assert tickets.find_scan(order.order_id, 1, "list_1") == scan(first)


def test_each_list_admits_for_itself(order: Order) -> None:
    first, _ = issued(order)
    write(tickets.new_scan(scan(first)))
    write(tickets.new_scan(scan(first, list_id="list_2")))
    assert tickets.find_scan(order.order_id, 1, "list_2") == scan(first, list_id="list_2")


def test_the_scans_of_a_page_of_tickets_are_one_batch_read(order: Order) -> None:
    both = issued(order)
    write(tickets.new_scan(scan(both[1])))
    with wire("BatchGetItem") as seen:
        found = tickets.scans_of(both, "list_1")
    assert len(seen.sent) == 1
    assert found == {(order.order_id, 2): scan(both[1])}


def test_a_typed_reference_names_an_order_of_its_own_event(order: Order) -> None:
    write(tickets.new_reference(order.reference, order.event_id, order.order_id))
    assert tickets.find_reference(order.reference, order.event_id) == order.order_id
    assert tickets.find_reference(order.reference, new_id("evt")) is None


def test_a_reference_keeps_its_first_order(order: Order) -> None:
    write(tickets.new_reference(order.reference, order.event_id, order.order_id))
    with pytest.raises(AlreadyDone):
        write(tickets.new_reference(order.reference, order.event_id, "ord_other"))
    assert tickets.find_reference(order.reference, order.event_id) == order.order_id


def test_tickets_are_read_in_the_order_that_was_asked_for(order: Order) -> None:
    made = issued(order)
    write(tickets.new_tickets(made, "hmac"))
    assert tickets.read_tickets([(order.order_id, 2), (order.order_id, 9), (order.order_id, 1)]) == made[::-1]


def test_a_void_ticket_cannot_be_voided_again(order: Order) -> None:
    first, _ = issued(order)
    write(tickets.new_tickets([first], "hmac"))
    write(tickets.void(first))
    found = tickets.find_ticket(order.order_id, 1)
    assert found
    assert found.state == "VOID"
    with pytest.raises(OrderMoved):
        write(tickets.void(first))
