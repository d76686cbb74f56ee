"""Money that members note: counted as it was seen, and an order completed once."""

from dataclasses import replace

import pytest

from chalicelib.domain.inventory import Take
from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.tables import offline, orders, payments, sweeps
from tests.tables.writing import write
from tests.unit.making import NOW


@pytest.fixture
def awaited(order: Order) -> Order:
    """An order that waits for its money."""
    told = replace(order, buyer_name="Bea", buyer_email="bea@example.com", method="bank", pay_by=NOW, remind_at=NOW)
    write(orders.set_aside(told, "person", "AWAITING_OFFLINE_PAYMENT"))
    return orders.get_order(order.order_id)


def test_of_two_who_note_at_once_one_looks_again(awaited: Order) -> None:
    write(offline.noted(awaited, 2000))
    with pytest.raises(OrderMoved):
        write(offline.noted(awaited, 2000))
    seen = orders.get_order(awaited.order_id)
    assert seen.noted_minor == 2000
    write(offline.noted(seen, 500))
    with pytest.raises(OrderMoved):
        write(offline.noted(seen, 500))
    assert orders.get_order(awaited.order_id).noted_minor == 2500


def test_what_was_taken_off_again_counts_as_nothing_noted(awaited: Order) -> None:
    write(offline.noted(awaited, 2000))
    write(offline.noted(orders.get_order(awaited.order_id), -2000))
    none = orders.get_order(awaited.order_id)
    assert none.noted_minor == 0
    write(offline.noted(none, 100))
    assert orders.get_order(awaited.order_id).noted_minor == 100


def test_nothing_is_noted_on_an_order_that_has_moved(awaited: Order) -> None:
    write(orders.move(awaited, "EXPIRING"))
    with pytest.raises(OrderMoved):
        write(offline.noted(awaited, 2000))


def test_nothing_is_noted_beside_a_refund_that_was_not_seen(awaited: Order) -> None:
    write(payments.refund_decided(awaited))
    with pytest.raises(OrderMoved):
        write(offline.noted(awaited, 2000))
    seen = orders.get_order(awaited.order_id)
    write(payments.refund_decided(seen))
    with pytest.raises(OrderMoved):
        write(offline.noted(seen, 2000))
    write(offline.noted(orders.get_order(awaited.order_id), 2000))


def test_an_order_completes_once(awaited: Order) -> None:
    write(offline.completed(awaited, 5000, NOW))
    with pytest.raises(OrderMoved):
        write(offline.completed(awaited, 5000, NOW))
    done = orders.get_order(awaited.order_id)
    assert (done.state, done.noted_minor, done.completed_at, done.remind_at) == ("COMPLETED", 5000, NOW, None)
    assert done.order_id in sweeps.list_due(NOW)
    assert done.takes == awaited.takes


def test_an_expired_order_has_the_units_that_were_taken_for_it(awaited: Order) -> None:
    write(orders.move(awaited, "EXPIRING"))
    write(orders.move(orders.get_order(awaited.order_id), "EXPIRED"))
    takes = [Take("pool_1", 2, 2)]
    write(offline.completed(orders.get_order(awaited.order_id), 5000, NOW, takes))
    assert orders.get_order(awaited.order_id).takes == takes
