"""Orders and attendees in the shapes of the wire, for the members of an account."""

from chalicelib.actions.orders import Attendee, OrderHistory
from chalicelib.domain.edits import Edit
from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Payment
from chalicelib.domain.tickets import Ticket
from chalicelib.handlers import views
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
from chalicelib.kernel import money


def summary(order: Order) -> OrderSummary:
    """An order in a list."""
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
    )


def order(found: OrderHistory) -> StaffOrder:
    """An order in full."""
    file = found.file
    return StaffOrder(
        **views.order_fields(file.order, found.dates, file.tickets, found.codes),
        completed_at=file.order.completed_at,
        refundable_minor=found.refundable_minor,
        payments=[_payment(payment) for payment in file.payments],
        holders=[_holder(ticket) for ticket in file.tickets],
        edits=[_edit(edit) for edit in found.edits],
        facts=[FactOut(**fact) for fact in found.facts],
    )


def _payment(payment: Payment) -> PaymentOut:
    return PaymentOut(
        id=payment.payment_id,
        provider=payment.provider,
        amount_minor=payment.amount_minor,
        state=payment.state,
        created_at=payment.created_at,
        provider_reference=payment.provider_reference,
    )


def _holder(ticket: Ticket) -> HolderOut:
    return HolderOut(
        number=ticket.number,
        product_name=ticket.product_name,
        holder_name=ticket.holder_name,
        holder_email=ticket.holder_email,
        state=ticket.state,
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
