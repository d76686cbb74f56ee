"""Bringing an order and its payment to one end: pull the provider's word, decide, commit.

Webhook, return page, expiry and sweep all come through here, in any order and any number; the conditions
of the commits let exactly one of them act. What becomes of the money afterwards is `refunding`'s.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.actions import part_payments, stock
from chalicelib.actions.cases import Case, ask_refund
from chalicelib.actions.connecting import noting_loss
from chalicelib.actions.intents import captured, intent_of, payment_of
from chalicelib.domain import holds
from chalicelib.domain import payments as rules
from chalicelib.domain.fraud import CardUsedTooOften, Objection
from chalicelib.domain.inventory import SoldOut
from chalicelib.domain.orders import Order, OrderMoved, TooManyForOneBuyer
from chalicelib.domain.payments import Outcome, PaymentRefused
from chalicelib.gateways.stripe_client import MerchantLost
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.facts import OrderCancelled, OrderNeedsReview, OrderPaid
from chalicelib.kernel.payment_facts import PaymentFailed, PaymentProcessing
from chalicelib.tables import claims, events, orders, payments, pools
from chalicelib.tables import holds as held
from chalicelib.tables.changes import Change

_RACES = 5


def settle(order_id: str, now: datetime, by: str, payment_id: str = "") -> Order:
    """Pull the truth and act on it. Returns the order as it then is. Raises Unreachable.

    `payment_id` asks for a certain payment, were it given up. Of a merchant that is lost nothing can be asked: the
    order stays what it is.
    """
    card_is_overused = False
    for _ in range(_RACES):
        file = orders.get_file(order_id)
        payment = payment_of(file, payment_id)
        if not payment:
            return file.order
        try:
            with noting_loss(payment.merchant, file.order.account_id, now):
                intent = intent_of(payment, now)
                if rules.settle(file.order, payment, intent) == "capture":
                    payment, intent = captured(payment, now)
            return _act(Case(file, payment, intent, now, by, card_is_overused))
        except (MerchantLost, PaymentRefused):
            return file.order
        except CardUsedTooOften:
            card_is_overused = True
        except (OrderMoved, AlreadyDone):
            continue
    raise Busy()


def _act(case: Case) -> Order:
    order, payment = case.order, case.payment
    if payment.state == "CANCELLED" and case.intent.status not in ("processing", "succeeded"):
        return order  # given up, as it should be
    if payment.parts:
        return part_payments.act(case)
    outcome = rules.settle(order, payment, case.intent, is_called_off=_is_called_off(order))
    outcome, reasons = _checked(outcome, case)
    if outcome == "processing":
        changes: list[Change] = [orders.move(order, "PROCESSING"), payments.moved(payment, "PROCESSING")]
        case.commit(changes, [case.happened(PaymentProcessing)])
        return replace(order, state="PROCESSING")
    if outcome == "complete":
        moved = orders.move(order, "COMPLETED", at=case.now)
        case.commit([moved, *case.received(), *case.card_counted(), *_still_on(order)], [case.happened(OrderPaid)])
        return replace(order, state="COMPLETED", completed_at=case.now)
    if outcome == "review":
        happened = case.happened(OrderNeedsReview, reasons=reasons)
        case.commit([orders.move(order, "REVIEW"), *case.received(), *_still_on(order)], [happened])
        return replace(order, state="REVIEW")
    if outcome == "retake":
        return _retake_or_refund(case)
    if outcome == "refund":
        return ask_refund(case, "not_owed")
    if outcome == "call_off":
        over = [orders.move(order, "CANCELLED"), *stock.returned(order)]
        cancelled = OrderCancelled(order.order_id, order.account_id, order.event_id, {"units": order.units})
        return replace(ask_refund(case, "paid_too_late", over, [cancelled]), state="CANCELLED")
    if outcome == "failed":
        failed = case.happened(PaymentFailed, expires_at=clock.to_text(case.now))
        case.commit([orders.move(order, "EXPIRING")], [failed])
        return replace(order, state="EXPIRING")
    if case.intent.status == "cancelled":
        case.commit([payments.moved(payment, "CANCELLED")], [])
    prolonged = holds.sent_away(order, case.now) if case.intent.is_away else None
    if prolonged:
        case.commit([held.sent_away(prolonged)], [])
    return prolonged or order


def _is_called_off(order: Order) -> bool:
    """Whether its event was cancelled while its money took days; what is paid at once is cancelled with its event."""
    return order.state == "PROCESSING" and events.get_event(order.event_id).status == "CANCELLED"


def _still_on(order: Order) -> list[Change]:
    """Of money that took days, and a member who calls the event off this very moment, one goes first."""
    return [events.not_called_off(order.event_id)] if order.state == "PROCESSING" else []


def _checked(outcome: Outcome, case: Case) -> tuple[Outcome, list[Objection]]:
    """A payment that its merchant wants to look at holds the tickets back; one that came late as well is refunded."""
    if outcome == "review":
        return outcome, ["amount_differs"]
    reasons = case.objections() if outcome in ("complete", "retake") else []
    if not reasons:
        return outcome, []
    return ("review" if outcome == "complete" else "refund"), reasons


def _retake_or_refund(case: Case) -> Order:
    """Paid after the seats were given back: take them again if any are left, else pay everything back."""
    order = case.order
    if events.get_event(order.event_id).status == "CANCELLED":
        return ask_refund(case, "paid_too_late")
    counters, units = stock.counters_of(order), stock.units_of(order.takes)
    for _ in range(_RACES):
        try:
            takes = stock.plan_takes(counters, units)
        except SoldOut:
            break
        taken = [*pools.take(takes), *claims.claimed(order.claims, order.limits)]
        try:
            case.commit([orders.retake(order, takes, case.now), *taken, *case.received()], [case.happened(OrderPaid)])
        except TooManyForOneBuyer:
            break
        except SoldOut:  # somebody emptied just this shard: plan again
            continue
        return replace(order, state="COMPLETED", completed_at=case.now, takes=takes)
    return ask_refund(case, "paid_too_late")
