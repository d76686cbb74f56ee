"""Orders and attendees for the members of an account."""

from chalice.app import Blueprint

from chalicelib.actions import orders
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import EventNotFound
from chalicelib.domain.orders import Order, OrderNotFound
from chalicelib.domain.payments import Payment
from chalicelib.handlers import views
from chalicelib.handlers.models.common import ListQuery
from chalicelib.handlers.models.orders import (
    AttendeeList,
    AttendeeOut,
    FactOut,
    OrderList,
    OrderSummary,
    PaymentOut,
    StaffOrder,
)
from chalicelib.handlers.route import route
from chalicelib.kernel import money

routes = Blueprint(__name__)


def _summary(order: Order) -> OrderSummary:
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


def _payment(payment: Payment) -> PaymentOut:
    return PaymentOut(
        id=payment.payment_id,
        provider=payment.provider,
        amount_minor=payment.amount_minor,
        state=payment.state,
        created_at=payment.created_at,
        provider_reference=payment.provider_reference,
    )


@route(routes, "GET", "/events/{event_id}/orders", allow="orders.read", refusals=(EventNotFound,))
def list_orders(event_id: str, caller: Caller, query: ListQuery) -> OrderList:
    """The event's orders, newest first."""
    page = orders.list_orders(event_id, caller, query.cursor, query.limit)
    return OrderList(items=[_summary(order) for order in page.items], next=page.next)


@route(routes, "GET", "/orders/{order_id}", allow="orders.read", refusals=(OrderNotFound,))
def get_order(order_id: str, caller: Caller) -> StaffOrder:
    """One order with its payments, tickets and everything that happened to it."""
    found = orders.get_order(order_id, caller)
    return StaffOrder(
        **views.order_fields(found.file.order, found.event, found.file.tickets, found.codes),
        completed_at=found.file.order.completed_at,
        payments=[_payment(payment) for payment in found.file.payments],
        facts=[FactOut(**fact) for fact in found.facts],
    )


@route(routes, "GET", "/events/{event_id}/tickets", allow="tickets.read", refusals=(EventNotFound,))
def list_attendees(event_id: str, caller: Caller, query: ListQuery) -> AttendeeList:
    """The event's tickets by holder's name, and who is in."""
    page = orders.list_attendees(event_id, caller, query.cursor, query.limit)
    items = [
        AttendeeOut(
            order_id=found.ticket.order_id,
            number=found.ticket.number,
            holder_name=found.ticket.holder_name,
            holder_email=found.ticket.holder_email,
            product_name=found.ticket.product_name,
            code=found.code,
            state=found.ticket.state,
            scanned_at=found.scanned_at,
        )
        for found in page.items
    ]
    return AttendeeList(items=items, next=page.next)
