"""What belongs to an address, and how often it may be asked for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.people import LinkAskedJustNow
from chalicelib.domain.tickets import issue
from chalicelib.tables import orders, people, tickets
from tests.tables.writing import write
from tests.unit.making import NOW, new_id
from tests.unit.making import order as make_order

MINUTE = timedelta(minutes=1)


def test_a_link_is_asked_for_once_a_minute() -> None:
    person = new_id("hmac")
    write(people.ask_link(person, NOW))
    with pytest.raises(LinkAskedJustNow):
        write(people.ask_link(person, NOW + MINUTE / 2))
    write(people.ask_link(person, NOW + MINUTE))


def test_when_a_link_was_asked_for_is_known() -> None:
    person = new_id("hmac")
    assert people.find_asked(person) is None
    for asked_at in (NOW, NOW + MINUTE):
        write(people.ask_link(person, asked_at))
        assert people.find_asked(person) == asked_at


@pytest.mark.req("ORD-17")
def test_an_address_has_its_orders_of_all_events_and_no_tickets_among_them() -> None:
    person, made = new_id("hmac"), []
    for _ in range(2):
        order = make_order(order_id=new_id("ord"), event_id=new_id("evt"), takes=[])
        write(orders.new_order(order))
        named = replace(order, buyer_name="Bea", buyer_email="bea@example.com")
        write(orders.set_buyer(named, person), tickets.new_tickets(issue(named, "A", NOW), person))
        made.append(order.order_id)
    assert people.list_order_ids(person) == sorted(made)
    assert people.list_order_ids(new_id("hmac")) == []
