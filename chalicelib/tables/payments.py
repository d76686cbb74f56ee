"""Payments, refunds and disputes as rows of their order."""

import dataclasses
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.domain.payments import Charge, Dispute, Payment, PaymentState, Refund, Repaid, lost_minor
from chalicelib.domain.redirects import LOOKS, REDIRECTS
from chalicelib.kernel.errors import AlreadyDone, Conflict
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_new, update
from chalicelib.tables.lists import index_keys
from chalicelib.tables.order_rows import OrderRow, as_decided
from chalicelib.tables.sweeps import due_key
from chalicelib.tables.table import Row, filled_values_of, noun_of

# How long the queue has to ask the provider for a refund before the sweep asks again.
_TIME_TO_ASK = timedelta(minutes=15)

# Longer than a worker of refunds may run, shorter than its queue waits before it delivers a message again.
REFUND_CLAIM = timedelta(seconds=40)


class RefundMoved(Conflict):
    """Somebody else asks for this refund, or has an answer."""


class PaymentRow(Row):
    """ORDER#o / PAYMENT#…, found by the provider's reference."""

    KIND = "Payment"
    order_id = UnicodeAttribute()
    payment_id = UnicodeAttribute()
    provider = UnicodeAttribute()
    amount_minor = IntegerAttribute()
    currency = UnicodeAttribute()
    state = UnicodeAttribute()
    created_at = InstantAttribute()
    idempotency_key = UnicodeAttribute()
    provider_reference = UnicodeAttribute(null=True)
    merchant = UnicodeAttribute(null=True)
    fee_minor = IntegerAttribute(null=True)
    excludes = JsonAttribute(null=True)
    charge = JsonAttribute(null=True)
    note = UnicodeAttribute(null=True)
    received_at = InstantAttribute(null=True)
    by = UnicodeAttribute(null=True)
    customer = UnicodeAttribute(null=True)
    parts = JsonAttribute(null=True)
    keeps_card = BooleanAttribute(null=True)


class RefundRow(Row):
    """ORDER#o / REFUND#…, found by the provider's reference."""

    KIND = "Refund"
    order_id = UnicodeAttribute()
    refund_id = UnicodeAttribute()
    payment_id = UnicodeAttribute()
    amount_minor = IntegerAttribute()
    currency = UnicodeAttribute()
    state = UnicodeAttribute()
    reason = UnicodeAttribute()
    created_at = InstantAttribute()
    provider_reference = UnicodeAttribute(null=True)
    provider = UnicodeAttribute(null=True)
    shares = JsonAttribute(null=True)
    units = JsonAttribute(null=True)
    tickets = JsonAttribute(null=True)
    fee_minor = IntegerAttribute(null=True)
    note = UnicodeAttribute(null=True)
    by = UnicodeAttribute(null=True)
    failure = UnicodeAttribute(null=True)
    replaces = UnicodeAttribute(null=True)
    asked_at = InstantAttribute(null=True)


def refund_decided(order: Order, refunded_minor: int = 0) -> Change:
    """One refund more of this order, and so much has gone back already.

    Raises OrderMoved if another was decided since the order was read.
    """
    row = OrderRow(f"ORDER#{order.order_id}", "META")
    actions = OrderRow.refunds.add(1), OrderRow.refunded_minor.add(refunded_minor)
    return update(row, OrderMoved, as_decided(order), *actions)


def _packed(charge: Charge) -> dict[str, Any]:
    return {name: value for name, value in dataclasses.asdict(charge).items() if value not in ("", None, False)}


def payment_of(row: PaymentRow, disputes: Iterable[Dispute]) -> Payment:
    """The payment that a row holds, with what its disputes have cost."""
    charge = Charge(**row.charge) if row.charge else None
    return noun_of(Payment, row, charge=charge, lost_minor=lost_minor(row.payment_id, disputes))


def _at(payment: Payment) -> PaymentRow:
    return PaymentRow(f"ORDER#{payment.order_id}", f"PAYMENT#{payment.payment_id}")


def new_payment(payment: Payment) -> Change:
    """Written before the provider is asked, so that no charge can exist without a row."""
    values = filled_values_of(payment, PaymentRow, "charge", "lost_minor", "keeps_card")
    row = PaymentRow(f"ORDER#{payment.order_id}", f"PAYMENT#{payment.payment_id}", **values)
    if payment.keeps_card:
        row.keeps_card = True
    if payment.charge:
        row.charge = _packed(payment.charge)
    return put_new(row, AlreadyDone)


def find_order_of(reference: str, provider: str = "stripe") -> str:
    """The order that a payment or refund of this reference is of, "" if none is known."""
    found = index_keys("by_owner", f"{provider.upper()}#{reference}", limit=1) if reference else []
    return found[0][0] if found else ""


def opened(payment: Payment, reference: str) -> Change:
    """The provider knows the payment under `reference`. One made on its own page is looked at again."""
    return update(
        _at(payment),
        AlreadyDone,
        PaymentRow.state == "REQUESTED",
        PaymentRow.state.set("OPEN"),
        PaymentRow.provider_reference.set(reference),
        PaymentRow.owner.set(f"{payment.provider.upper()}#{reference}"),
        PaymentRow.owner_sk.set(payment.order_id),
        *(_looked_at(payment, payment.created_at + LOOKS[0]) if payment.provider in REDIRECTS else []),
    )


def payment_place(payment: Payment) -> str:
    """How the index `due` names a payment: it is found by its order."""
    return f"{payment.payment_id}@{payment.order_id}"


def _looked_at(payment: Payment, at: datetime) -> list[Any]:
    return [PaymentRow.due.set(due_key(payment.payment_id, at)), PaymentRow.due_sk.set(payment_place(payment))]


def look_at_payment(payment: Payment, at: datetime | None) -> Change:
    """A payment has to be looked at then, or never again. Raises AlreadyDone if it has moved since it was read."""
    again = _looked_at(payment, at) if at else [PaymentRow.due.remove(), PaymentRow.due_sk.remove()]
    return update(_at(payment), AlreadyDone, PaymentRow.state == payment.state, *again)


def moved(payment: Payment, to: PaymentState) -> Change:
    """The payment's next state, if nobody has written one since it was read."""
    return update(_at(payment), AlreadyDone, PaymentRow.state == payment.state, PaymentRow.state.set(to))


def succeeded(payment: Payment) -> Change:
    """It has brought money, with what the provider tells of it; if nobody has noted that since it was read."""
    charge = [PaymentRow.charge.set(_packed(payment.charge))] if payment.charge else []
    return update(
        _at(payment),
        AlreadyDone,
        PaymentRow.state == payment.state,
        PaymentRow.state.set("SUCCEEDED"),
        PaymentRow.amount_minor.set(payment.amount_minor),
        PaymentRow.currency.set(payment.currency),
        *charge,
    )


def _refund_at(refund: Refund) -> RefundRow:
    return RefundRow(f"ORDER#{refund.order_id}", f"REFUND#{refund.refund_id}")


def new_refund(refund: Refund) -> Change:
    """Written before the provider is asked; its id is derived from what it refunds, so it exists once."""
    values = filled_values_of(refund, RefundRow)
    row = RefundRow(f"ORDER#{refund.order_id}", f"REFUND#{refund.refund_id}", **values)
    if refund.provider_reference:
        row.owner, row.owner_sk = f"{refund.provider.upper()}#{refund.provider_reference}", refund.order_id
    if refund.state in ("REQUESTED", "PENDING"):
        row.due, row.due_sk = due_key(refund.refund_id, refund.created_at + _TIME_TO_ASK), refund_place(refund)
    return put_new(row, AlreadyDone)


def refund_place(refund: Refund) -> str:
    """How the index `due` names a refund: it is found by its order."""
    return f"{refund.refund_id}@{refund.order_id}"


def look_again(refund: Refund, at: datetime) -> Change:
    """A refund that is not at its end has to be looked at then. Raises AlreadyDone if it is at its end by now."""
    again = [RefundRow.due.set(due_key(refund.refund_id, at)), RefundRow.due_sk.set(refund_place(refund))]
    return update(_refund_at(refund), AlreadyDone, RefundRow.state == refund.state, *again)


def asking(refund: Refund, now: datetime) -> Change:
    """This worker asks the provider for the refund now. Raises RefundMoved if another began to a moment ago, or if it
    was answered. The claim runs out: whoever made it may have died, or heard nothing while the provider was at it.
    """
    is_free = RefundRow.asked_at.does_not_exist() | (RefundRow.asked_at < now - REFUND_CLAIM)
    is_open = RefundRow.state == "REQUESTED"
    return update(_refund_at(refund), RefundMoved, is_open & is_free, RefundRow.asked_at.set(now))


def answered(refund: Refund, said: Repaid, fee_minor: int) -> Change:
    """What the provider has answered, or says now, if nobody has noted another answer since it was read.

    `fee_minor` is what has really gone back of the platform's fee, or shall.
    """
    updates = [RefundRow.state.set(said.state), RefundRow.fee_minor.set(fee_minor)]
    if said.reference:
        updates += [
            RefundRow.provider_reference.set(said.reference),
            RefundRow.owner.set(f"{refund.provider.upper()}#{said.reference}"),
            RefundRow.owner_sk.set(refund.order_id),
        ]
    if said.failure:
        updates.append(RefundRow.failure.set(said.failure))
    if said.state != "PENDING":
        updates += [RefundRow.due.remove(), RefundRow.due_sk.remove()]
    return update(_refund_at(refund), AlreadyDone, RefundRow.state == refund.state, *updates)
