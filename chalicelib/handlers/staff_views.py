"""Orders and attendees in the shapes of the wire, for the members of an account."""

from datetime import datetime
from typing import Any

from chalicelib.actions.orders import Attendee, OrderHistory
from chalicelib.domain.edits import Edit, buyer_version, holder_version
from chalicelib.domain.fraud import Objection
from chalicelib.domain.instalments import Plan
from chalicelib.domain.offline import missing_minor, not_owed
from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Charge, Payment
from chalicelib.domain.search import flags_of
from chalicelib.domain.tickets import Ticket
from chalicelib.handlers import views
from chalicelib.handlers.models.disputes import DisputeOut
from chalicelib.handlers.models.instalments import Instalments, PartsPaid
from chalicelib.handlers.models.staff import (
    AttendeeOut,
    ChangeOut,
    EditOut,
    FactOut,
    HolderOut,
    OrderSummary,
    PaymentOut,
    StaffOrder,
)
from chalicelib.handlers.versions import versioned
from chalicelib.handlers.wire import Answer
from chalicelib.kernel import money
from chalicelib.tables.orders import OrderFile


def summary(order: Order, plan: Plan | None = None) -> OrderSummary:
    """An order in a list, with its plan if it is paid in parts."""
    missing = missing_minor(order) if order.state == "AWAITING_OFFLINE_PAYMENT" else 0
    return OrderSummary(
        id=order.order_id,
        reference=order.reference,
        state=order.state,
        buyer_name=order.buyer_name,
        buyer_email=order.buyer_email,
        total_minor=order.total_minor,
        currency=order.currency,
        exponent=money.exponent(order.currency),
        quantity=order.units,
        reserved_at=order.reserved_at,
        completed_at=order.completed_at,
        flags=flags_of(order),
        missing_minor=plan.total_minor - plan.paid_minor if plan else missing,
        parts=PartsPaid.of(plan) if plan else None,
    )


def order(found: OrderHistory, now: datetime) -> StaffOrder:
    """An order in full."""
    file = found.file
    plan = file.plan if file.plan and file.plan.is_agreed else None
    return StaffOrder(
        **views.order_fields(file.order, found.dates, file.tickets, found.codes),
        completed_at=file.order.completed_at,
        refundable_minor=found.refundable_minor,
        noted_minor=file.order.noted_minor,
        missing_minor=_missing(file),
        not_owed_minor=not_owed(file.order, file.payments, file.refunds),
        pay_by=file.order.pay_by,
        instalments=Instalments.of(plan, now) if plan else None,
        review=_objections(found.facts),
        flags=flags_of(file.order),
        payments=[_payment(payment) for payment in file.payments],
        disputes=[DisputeOut.of(dispute) for dispute in file.disputes],
        holders=[_holder(ticket) for ticket in file.tickets],
        edits=[_edit(edit) for edit in found.edits],
        facts=[FactOut(**fact) for fact in found.facts],
        version=buyer_version(file.order),
    )


def versioned_order(found: OrderHistory, now: datetime) -> Answer[StaffOrder]:
    """The same with the version of its buyer's details in the ETag."""
    shown = order(found, now)
    return versioned(shown, shown.version)


def _missing(file: OrderFile) -> int:
    """A complete order misses money, too, once a payment was taken off again; an expired one before it can be had."""
    order = file.order
    if order.state in ("AWAITING_OFFLINE_PAYMENT", "EXPIRED"):
        return missing_minor(order)
    is_taken_off = any(one.provider == "offline" and one.state == "CANCELLED" for one in file.payments)
    if order.state != "COMPLETED" or not is_taken_off:
        return 0
    return max(order.owed_minor - sum(one.amount_minor for one in file.payments if one.state == "SUCCEEDED"), 0)


def _objections(facts: list[dict[str, Any]]) -> list[Objection]:
    """Why the order needed a look, the last time that it did."""
    told = [fact["data"].get("reasons", []) for fact in facts if fact["name"] == "OrderNeedsReview"]
    return told[-1] if told else []


def _payment(payment: Payment) -> PaymentOut:
    charge = payment.charge or Charge()
    return PaymentOut(
        id=payment.payment_id,
        provider=payment.provider,
        amount_minor=payment.amount_minor,
        state=payment.state,
        created_at=payment.created_at,
        provider_reference=payment.provider_reference,
        method=charge.method,
        received_at=payment.received_at,
        by=payment.by,
        note=payment.note,
        country=charge.country,
        risk=charge.risk,
        risk_score=charge.risk_score,
        is_held=charge.is_held,
    )


def _holder(ticket: Ticket) -> HolderOut:
    return HolderOut(
        number=ticket.number,
        product_name=ticket.product_name,
        holder_name=ticket.holder_name,
        holder_email=ticket.holder_email,
        state=ticket.state,
        is_disputed=bool(ticket.voided_for),
        version=holder_version(ticket),
    )


def _edit(edit: Edit) -> EditOut:
    return EditOut(
        id=edit.edit_id,
        at=edit.at,
        by=edit.by,
        number=edit.number,
        changes=[ChangeOut(field=one.field, before=one.before, after=one.after) for one in edit.changes],
        reason=edit.reason,
        note=edit.note,
    )


def attendee(found: Attendee) -> AttendeeOut:
    """A ticket in a list."""
    return AttendeeOut(
        order_id=found.ticket.order_id,
        number=found.ticket.number,
        holder_name=found.ticket.holder_name,
        holder_email=found.ticket.holder_email,
        product_name=found.ticket.product_name,
        code=found.code,
        state=found.ticket.state,
        scanned_at=found.scanned_at,
    )
