"""The ledger: no payment or refund is written or settled twice."""

from dataclasses import replace

import pytest

from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Payment, Refund
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import orders, payments
from chalicelib.tables.lists import index_keys
from tests.tables.writing import write
from tests.unit.making import NOW, new_id
from tests.unit.making import payment as make_payment


@pytest.fixture
def payment(order: Order) -> Payment:
    """A payment that was written before the provider was asked."""
    asked = make_payment(order_id=order.order_id, state="REQUESTED", provider_reference="")
    write(payments.new_payment(asked))
    return asked


@pytest.fixture
def refund(order: Order) -> Refund:
    """A refund that was decided."""
    decided = Refund(order.order_id, "ref_1", "pay_1", 5000, "EUR", "REQUESTED", "paid_twice", NOW)
    write(payments.new_refund(decided))
    return decided


def stored(order_id: str) -> Payment:
    [found] = orders.get_file(order_id).payments
    return found


def stored_refund(order_id: str) -> Refund:
    [found] = orders.get_file(order_id).refunds
    return found


def test_a_payment_is_written_before_it_has_a_reference(payment: Payment) -> None:
    found = stored(payment.order_id)
    assert not found.provider_reference
    assert replace(found, provider_reference="") == payment


def test_a_payment_is_written_once(payment: Payment) -> None:
    with pytest.raises(AlreadyDone):
        write(payments.new_payment(replace(payment, amount_minor=1)))
    assert stored(payment.order_id).amount_minor == 5000


def test_a_payment_is_found_by_the_providers_reference(payment: Payment) -> None:
    reference = new_id("pi")
    write(payments.opened(payment, reference))
    assert stored(payment.order_id) == replace(payment, state="OPEN", provider_reference=reference)
    assert [sk for sk, _ in index_keys("by_owner", f"STRIPE#{reference}")] == [payment.order_id]


def test_a_payment_keeps_the_first_reference(payment: Payment) -> None:
    write(payments.opened(payment, "pi_first"))
    with pytest.raises(AlreadyDone):
        write(payments.opened(payment, "pi_second"))
    assert stored(payment.order_id).provider_reference == "pi_first"


def test_of_two_moves_of_a_payment_one_wins(payment: Payment) -> None:
    write(payments.opened(payment, "pi_1"))
    seen = stored(payment.order_id)
    write(payments.moved(seen, "SUCCEEDED"))
    with pytest.raises(AlreadyDone):
        write(payments.moved(seen, "CANCELLED"))
    assert stored(payment.order_id).state == "SUCCEEDED"


def test_a_refund_is_decided_once(refund: Refund) -> None:
    with pytest.raises(AlreadyDone):
        write(payments.new_refund(replace(refund, amount_minor=1)))
    assert stored_refund(refund.order_id).amount_minor == 5000


def test_a_refund_is_noted_once(refund: Refund) -> None:
    reference = new_id("re")
    write(payments.refunded(refund, reference))
    with pytest.raises(AlreadyDone):
        write(payments.refunded(refund, "re_second"))
    found = stored_refund(refund.order_id)
    assert (found.state, found.provider_reference) == ("SUCCEEDED", reference)
    assert [sk for sk, _ in index_keys("by_owner", f"STRIPE#{reference}")] == [refund.order_id]
