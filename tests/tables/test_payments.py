"""The ledger: no payment or refund is written or settled twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.domain.payments import Charge, Payment, Refund, Repaid
from chalicelib.domain.redirects import LOOKS
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import orders, payments
from chalicelib.tables.lists import index_keys
from chalicelib.tables.payments import REFUND_CLAIM, RefundMoved
from chalicelib.tables.sweeps import list_due
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


def test_a_payment_brings_its_money_once(payment: Payment) -> None:
    write(payments.opened(payment, "pi_1"))
    charge = Charge("ch_1", "card", "DE", "fp_1", "normal", 12, processing_minor=55)
    paid = replace(stored(payment.order_id), amount_minor=4999, currency="USD", charge=charge)
    write(payments.succeeded(paid))
    with pytest.raises(AlreadyDone):
        write(payments.succeeded(replace(paid, amount_minor=1)))
    assert stored(payment.order_id) == replace(paid, state="SUCCEEDED")


def test_a_refunds_answer_is_noted_once(refund: Refund) -> None:
    reference = new_id("re")
    write(payments.answered(refund, Repaid(reference, "PENDING", 5000), 100))
    with pytest.raises(AlreadyDone):
        write(payments.answered(refund, Repaid("re_second", "SUCCEEDED", 5000), 0))
    found = stored_refund(refund.order_id)
    assert (found.state, found.provider_reference, found.fee_minor) == ("PENDING", reference, 100)
    assert [sk for sk, _ in index_keys("by_owner", f"STRIPE#{reference}")] == [refund.order_id]
    write(payments.answered(found, Repaid(reference, "FAILED", 5000, failure="lost_or_stolen_card"), 100))
    assert stored_refund(refund.order_id).failure == "lost_or_stolen_card"


def test_a_refund_is_asked_for_by_one_worker_at_a_time(refund: Refund) -> None:
    write(payments.asking(refund, NOW))
    with pytest.raises(RefundMoved):
        write(payments.asking(refund, NOW + REFUND_CLAIM))
    write(payments.asking(refund, NOW + REFUND_CLAIM + timedelta(seconds=1)))


def test_a_refund_that_was_answered_is_not_asked_for_again(refund: Refund) -> None:
    write(payments.answered(refund, Repaid(new_id("re"), "PENDING", 5000), 0))
    with pytest.raises(RefundMoved):
        write(payments.asking(refund, NOW))


def test_an_answered_refund_is_not_looked_at_again(refund: Refund) -> None:
    write(payments.look_again(refund, NOW))
    write(payments.answered(refund, Repaid(new_id("re"), "SUCCEEDED", 5000), 0))
    with pytest.raises(AlreadyDone):
        write(payments.look_again(refund, NOW))


def test_a_refund_that_the_provider_has_made_is_found_by_its_reference(order: Order) -> None:
    reference = new_id("re")
    made = Refund(order.order_id, "ref_2", "pay_1", 10, "EUR", "SUCCEEDED", "at_provider", NOW, reference)
    write(payments.new_refund(made))
    assert stored_refund(order.order_id) == made
    assert [sk for sk, _ in index_keys("by_owner", f"STRIPE#{reference}")] == [order.order_id]


def test_of_two_who_decide_a_refund_at_once_one_is_refused(order: Order) -> None:
    write(payments.refund_decided(order))
    with pytest.raises(OrderMoved):
        write(payments.refund_decided(order))
    seen = orders.get_order(order.order_id)
    assert seen.refunds == 1
    write(payments.refund_decided(seen, refunded_minor=700))
    with pytest.raises(OrderMoved):
        write(payments.refund_decided(seen))
    assert orders.get_order(order.order_id).refunded_minor == 700


@pytest.fixture
def elsewhere(order: Order) -> Payment:
    """A payment that its buyer was sent to PayPal to make."""
    asked = make_payment(
        order_id=order.order_id,
        payment_id=new_id("pay"),
        provider="paypal",
        merchant="con_1",
        state="REQUESTED",
        provider_reference="",
        created_at=NOW,
    )
    write(payments.new_payment(asked))
    reference = new_id("PP")
    write(payments.opened(asked, reference))
    return replace(asked, state="OPEN", provider_reference=reference)


def test_a_payment_made_elsewhere_is_found_and_is_due(elsewhere: Payment) -> None:
    reference = elsewhere.provider_reference
    assert [sk for sk, _ in index_keys("by_owner", f"PAYPAL#{reference}")] == [elsewhere.order_id]
    assert f"{elsewhere.payment_id}@{elsewhere.order_id}" in list_due(NOW + LOOKS[0])


def test_a_payment_is_looked_at_later_and_at_last_never_again(elsewhere: Payment) -> None:
    place = f"{elsewhere.payment_id}@{elsewhere.order_id}"
    write(payments.look_at_payment(elsewhere, NOW + LOOKS[1]))
    assert place not in list_due(NOW + LOOKS[0])
    assert place in list_due(NOW + LOOKS[1])
    write(payments.look_at_payment(elsewhere, None))
    assert place not in list_due(NOW + LOOKS[1])


def test_a_payment_that_moves_meanwhile_is_not_put_off(elsewhere: Payment) -> None:
    write(payments.moved(elsewhere, "PROCESSING"))
    with pytest.raises(AlreadyDone):
        write(payments.look_at_payment(elsewhere, NOW))


def test_of_taking_and_giving_up_one_wins(elsewhere: Payment) -> None:
    write(payments.moved(elsewhere, "PROCESSING"))
    with pytest.raises(AlreadyDone):
        write(payments.moved(elsewhere, "CANCELLED"))
