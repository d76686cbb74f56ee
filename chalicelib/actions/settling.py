"""Bringing an order and its payment to one end: pull the provider's word, decide, commit.

Webhook, return page, expiry and sweep all come through here, in any order and any number; the conditions
of the commits let exactly one of them act.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from chalicelib.actions import stock
from chalicelib.domain import payments as rules
from chalicelib.domain.inventory import SoldOut
from chalicelib.domain.orders import LAPSING, Order, OrderMoved, State, TooManyForOneBuyer
from chalicelib.domain.payments import Intent, Payment, Refund
from chalicelib.gateways import stripe_payments
from chalicelib.kernel import ids
from chalicelib.kernel.errors import AlreadyDone, Busy, Unreachable
from chalicelib.kernel.facts import (
    Fact,
    OrderCancelled,
    OrderExpired,
    OrderNeedsReview,
    OrderPaid,
    PaymentProcessing,
    RefundRequested,
    RefundSucceeded,
)
from chalicelib.tables import claims, orders, payments, pools
from chalicelib.tables.commit import Change, commit
from chalicelib.tables.orders import OrderFile

_RACES = 5


def open_payment(file: OrderFile) -> Payment | None:
    """The payment that may still bring money."""
    live = [payment for payment in file.payments if payment.state in ("REQUESTED", "OPEN", "PROCESSING")]
    return live[-1] if live else None


def intent_of(payment: Payment, now: datetime) -> Intent:
    """The provider's present word on a payment.

    One that was requested but never noted is asked for again under the same idempotency key, so that it is found
    rather than made twice.
    """
    if payment.provider_reference:
        return stripe_payments.get_intent(payment.provider_reference)
    intent = stripe_payments.open_intent(payment)
    with suppress(AlreadyDone):  # noted by somebody else meanwhile
        commit([payments.opened(payment, intent.reference)], [], now=now, by="checkout")
    return intent


def settle(order_id: str, now: datetime, by: str) -> Order:
    """Pull the truth and act on it. Returns the order as it then is. Raises Unreachable."""
    for _ in range(_RACES):
        file = orders.get_file(order_id)
        payment = open_payment(file)
        if not payment:
            return file.order
        intent = intent_of(payment, now)
        try:
            return _act(file.order, payment, intent, now, by)
        except (OrderMoved, AlreadyDone):
            continue
    raise Busy()


def _act(order: Order, payment: Payment, intent: Intent, now: datetime, by: str) -> Order:
    outcome = rules.settle(order, payment, intent)
    money: dict[str, str | int] = {"payment_id": payment.payment_id, "amount_minor": intent.received_minor}
    paid = payments.moved(payment, "SUCCEEDED")

    def happened(fact: type[Fact]) -> Fact:
        return fact(order.order_id, order.account_id, order.event_id, money)

    if outcome == "processing":
        changes: list[Change] = [orders.move(order, "PROCESSING"), payments.moved(payment, "PROCESSING")]
        commit(changes, [happened(PaymentProcessing)], now=now, by=by)
        return replace(order, state="PROCESSING")
    if outcome == "complete":
        commit([orders.move(order, "COMPLETED", at=now), paid], [happened(OrderPaid)], now=now, by=by)
        return replace(order, state="COMPLETED", completed_at=now)
    if outcome == "review":
        commit([orders.move(order, "REVIEW"), paid], [happened(OrderNeedsReview)], now=now, by=by)
        return replace(order, state="REVIEW")
    if outcome == "retake":
        return _retake_or_refund(order, payment, intent, happened(OrderPaid), now, by)
    if outcome == "refund":
        return _ask_refund(order, payment, intent, "not_owed", now, by)
    if outcome == "failed":
        commit([orders.move(order, "EXPIRING")], [], now=now, by=by)
        return replace(order, state="EXPIRING")
    if intent.status == "cancelled":
        commit([payments.moved(payment, "CANCELLED")], [], now=now, by=by)
    return order


def _retake_or_refund(order: Order, payment: Payment, intent: Intent, fact: Fact, now: datetime, by: str) -> Order:
    """Paid after the seats were given back: take them again if any are left, else pay everything back."""
    counters, units = stock.counters_of(order), stock.units_of(order.takes)
    for _ in range(_RACES):
        try:
            takes = stock.plan_takes(counters, units)
        except SoldOut:
            break
        taken = [*pools.take(takes), *claims.claimed(order.claims, order.limits)]
        changes = [orders.retake(order, takes, now), *taken, payments.moved(payment, "SUCCEEDED")]
        try:
            commit(changes, [fact], now=now, by=by)
        except TooManyForOneBuyer:
            break
        except SoldOut:  # somebody emptied just this shard: plan again
            continue
        return replace(order, state="COMPLETED", completed_at=now, takes=takes)
    return _ask_refund(order, payment, intent, "paid_too_late", now, by)


def _ask_refund(order: Order, payment: Payment, intent: Intent, reason: str, now: datetime, by: str) -> Order:
    refund = Refund(
        order_id=order.order_id,
        refund_id=ids.derived("ref", payment.payment_id, reason),
        payment_id=payment.payment_id,
        amount_minor=intent.received_minor,
        currency=intent.currency,
        state="REQUESTED",
        reason=reason,
        created_at=now,
    )
    data = {"refund_id": refund.refund_id, "amount_minor": refund.amount_minor, "reason": reason}
    fact = RefundRequested(order.order_id, order.account_id, order.event_id, data)
    changes = [payments.moved(payment, "SUCCEEDED"), payments.new_refund(refund)]
    commit(changes, [fact], now=now, by=by)
    return order


def pay_back(order_id: str, refund_id: str, now: datetime) -> None:
    """Ask the provider for a refund that was decided, and note its answer. Safe to repeat."""
    file = orders.get_file(order_id)
    refund = next(refund for refund in file.refunds if refund.refund_id == refund_id)
    if refund.state != "REQUESTED":
        return
    payment = next(payment for payment in file.payments if payment.payment_id == refund.payment_id)
    reference = stripe_payments.refund(refund, payment.provider_reference)
    data = {"refund_id": refund_id, "amount_minor": refund.amount_minor, "reason": refund.reason}
    fact = RefundSucceeded(order_id, file.order.account_id, file.order.event_id, data)
    changes = [payments.refunded(refund, reference), orders.add_refunded(file.order, refund.amount_minor)]
    try:
        commit(changes, [fact], now=now, by="refunds")
    except AlreadyDone:
        return


def begin_expiry(order_id: str, now: datetime) -> Order:
    """To EXPIRING once the hold is over; an order that does not end by itself is returned as it is."""
    order = orders.get_order(order_id)
    if order.state in LAPSING and order.expires_at <= now:
        with suppress(OrderMoved):  # paid or prolonged this very moment: what is stored decides
            commit([orders.begin_expiry(order, now)], [], now=now, by="expiry")
        order = orders.get_order(order_id)
    return order


def cancel_payment(order_id: str, now: datetime) -> bool:
    """Cancel at the provider; True when no money can come any more.

    A payment that was faster settles the order instead. Raises Unreachable, and then nothing has changed.
    """
    payment = open_payment(orders.get_file(order_id))
    if not payment:
        return orders.get_order(order_id).state == "EXPIRING"
    intent = stripe_payments.cancel_intent(intent_of(payment, now).reference)
    settled = settle(order_id, now, by="expiry")
    if intent.status == "open":
        raise Unreachable("The provider has neither taken nor cancelled the payment.")
    return intent.status == "cancelled" and settled.state == "EXPIRING"


def release(order_id: str, to: State, now: datetime, by: str) -> Order:
    """Give the units back, exactly once: the order's own move is the condition of the same commit."""
    order = orders.get_order(order_id)
    if order.state == "EXPIRING":
        fact = OrderExpired if to == "EXPIRED" else OrderCancelled
        happened = fact(order_id, order.account_id, order.event_id, {"units": order.units})
        with suppress(OrderMoved):  # done by the workflow's twin
            commit([orders.move(order, to), *stock.returned(order)], [happened], now=now, by=by)
        order = orders.get_order(order_id)
    return order
