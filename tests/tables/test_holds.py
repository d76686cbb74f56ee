"""How long an order is held: prolonged once for another page, reminded once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.tables import holds, orders, sweeps
from tests.tables.writing import write
from tests.unit.making import NOW

LATER = NOW + timedelta(hours=1)


def awaited(order: Order) -> Order:
    told = replace(order, buyer_name="Bea", buyer_email="bea@example.com", method="bank", pay_by=LATER)
    told = replace(told, remind_at=NOW + timedelta(minutes=30), expires_at=LATER)
    write(orders.set_aside(told, "person", "AWAITING_OFFLINE_PAYMENT"))
    return orders.get_order(order.order_id)


def test_a_buyer_is_reminded_once(order: Order) -> None:
    waiting = awaited(order)
    assert waiting.remind_at
    assert order.order_id in sweeps.list_due(waiting.remind_at)
    write(holds.reminded(waiting))
    with pytest.raises(OrderMoved):
        write(holds.reminded(waiting))
    assert orders.get_order(order.order_id).remind_at is None
    assert order.order_id in sweeps.list_due(LATER)


def test_nobody_is_reminded_of_an_order_that_has_moved(order: Order) -> None:
    waiting = awaited(order)
    write(orders.move(waiting, "COMPLETED", at=NOW))
    with pytest.raises(OrderMoved):
        write(holds.reminded(waiting))


def test_a_hold_is_prolonged_once_for_a_payment_on_another_page(order: Order) -> None:
    away = replace(order, expires_at=LATER, redirected=True)
    write(holds.sent_away(away))
    with pytest.raises(OrderMoved):
        write(holds.sent_away(replace(away, expires_at=LATER + timedelta(hours=1))))
    held = orders.get_order(order.order_id)
    assert (held.expires_at, held.redirected) == (LATER, True)
    assert order.order_id in sweeps.list_due(LATER)


def test_a_hold_that_is_over_is_not_prolonged(order: Order) -> None:
    write(orders.move(order, "EXPIRING"))
    with pytest.raises(OrderMoved):
        write(holds.sent_away(replace(order, expires_at=LATER)))
