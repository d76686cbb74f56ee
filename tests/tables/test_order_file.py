"""Everything about an order comes in one query."""

from dataclasses import replace

from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Refund
from chalicelib.domain.tickets import Scan, issue
from chalicelib.tables import orders, payments, tickets
from tests.tables.writing import wire, write
from tests.unit.making import NOW, payment


def test_everything_about_an_order_is_one_query(order: Order) -> None:
    paid = payment(order_id=order.order_id)
    refund = Refund(order.order_id, "ref_1", "pay_1", 5000, "EUR", "REQUESTED", "asked", NOW)
    units = issue(replace(order, buyer_name="Bea", buyer_email="bea@example.com"), "A", NOW)
    scan = Scan(order.order_id, 1, "list_1", order.event_id, NOW, "usr_1", "scn_1")
    write(
        payments.new_payment(paid),
        payments.new_refund(refund),
        tickets.new_tickets(units, "hmac"),
        tickets.new_scan(scan),
    )
    with wire("Query") as seen:
        file = orders.get_file(order.order_id)
    assert len(seen.sent) == 1
    assert file.order == order
    assert [found.payment_id for found in file.payments] == ["pay_1"]
    assert [found.refund_id for found in file.refunds] == ["ref_1"]
    assert [found.number for found in file.tickets] == [1, 2]
    assert file.scans == [scan]
