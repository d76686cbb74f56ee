"""Orders and attendees for the members of an account: find, look, edit, cancel, complete."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import cancelling, orders, searching
from chalicelib.actions.cancelling import Act
from chalicelib.domain.accounts import Caller
from chalicelib.domain.edits import NoBuyerYet, OrderNotCancellable, OrderNotCompletable, TicketNotFound
from chalicelib.domain.events import EventNotFound, StaleEdit
from chalicelib.domain.instalments import PlanNotFound
from chalicelib.domain.orders import OrderMoved, OrderNotFound
from chalicelib.domain.refunds import DisputeIsOpen
from chalicelib.domain.search import Query, TooManyHits
from chalicelib.handlers import staff_views
from chalicelib.handlers.models.common import ListQuery
from chalicelib.handlers.models.staff import (
    AttendeeList,
    AttendeeQuery,
    Cancellation,
    Completion,
    OrderList,
    OrderQuery,
    PersonEdits,
    ReviewList,
    ReviewOut,
    StaffOrder,
)
from chalicelib.handlers.route import route
from chalicelib.handlers.versions import read_version
from chalicelib.handlers.wire import Answer, Request
from chalicelib.kernel.errors import Busy, NotFound, StaleCheck, Unreachable

routes = Blueprint(__name__)


@route(routes, "GET", "/events/{event_id}/orders", allow="orders.read", refusals=(EventNotFound, TooManyHits))
def list_orders(event_id: str, caller: Caller, query: OrderQuery) -> OrderList:
    """The event's orders, newest first: all, or those that are looked for. The search follows within seconds."""
    wanted = Query(query.q, query.state, query.product_id, query.method, query.flag, query.since, query.until)
    page = orders.list_orders(event_id, caller, wanted, query.cursor, query.limit)
    plans = orders.plans_of(page.items)
    items = [staff_views.summary(order, plans.get(order.order_id)) for order in page.items]
    return OrderList(items=items, next=page.next)


@route(routes, "GET", "/reviews", allow="orders.read")
def list_reviews(caller: Caller, query: ListQuery) -> ReviewList:
    """The orders of all events whose payment somebody has to look at, newest first. The list follows within seconds."""
    page = searching.find_in_review(caller, query.cursor, query.limit)
    items = [ReviewOut(event_id=order.event_id, **dict(staff_views.summary(order))) for order in page.items]
    return ReviewList(items=items, next=page.next)


@route(routes, "GET", "/orders/{order_id}", allow="orders.read", refusals=(OrderNotFound,))
def get_order(order_id: str, caller: Caller, now: datetime) -> Answer[StaffOrder]:
    """One order with its payments, tickets and everything that happened to it."""
    return staff_views.versioned_order(orders.get_order(order_id, caller), now)


@route(
    routes,
    "PATCH",
    "/orders/{order_id}",
    allow="orders.edit",
    refusals=(OrderNotFound, NoBuyerYet, StaleEdit, StaleCheck, Busy),
)
def edit_buyer(order_id: str, body: PersonEdits, caller: Caller, request: Request, now: datetime) -> Answer[StaffOrder]:
    """Correct the buyer's name or e-mail address, whatever the order's state; the history keeps what was there.

    If-Match says which version of them you read. An order that is paid or cancelled meanwhile is no other version:
    its buyer is still called what you read.
    """
    wanted = {f"buyer_{field}": value for field, value in body.model_dump(exclude_none=True).items()}
    orders.edit_buyer(order_id, wanted, read_version(request), caller, now)
    return staff_views.versioned_order(orders.get_order(order_id, caller), now)


@route(
    routes,
    "PATCH",
    "/orders/{order_id}/tickets/{number}",
    allow="orders.edit",
    refusals=(OrderNotFound, TicketNotFound, StaleEdit, StaleCheck, Busy),
)
def edit_holder(
    order_id: str, number: str, body: PersonEdits, caller: Caller, request: Request, now: datetime
) -> Answer[StaffOrder]:
    """Correct the name or e-mail address of a ticket's holder; the ticket's code stays.

    If-Match says which version of this holder you read: the one in `holders`.
    """
    version = read_version(request)
    if not number.isascii() or not number.isdecimal():
        raise NotFound()
    wanted = {f"holder_{field}": value for field, value in body.model_dump(exclude_none=True).items()}
    orders.edit_holder(order_id, int(number), wanted, version, caller, now)
    return staff_views.versioned_order(orders.get_order(order_id, caller), now)


@route(
    routes,
    "POST",
    "/orders/{order_id}/cancel",
    allow="orders.edit",
    refusals=(OrderNotFound, OrderNotCancellable, DisputeIsOpen, PlanNotFound, OrderMoved, Busy, Unreachable),
)
def cancel_order(order_id: str, body: Cancellation, caller: Caller, now: datetime) -> StaffOrder:
    """Cancel an order, paid or not: its tickets are void, its units on sale again, its money goes back if asked."""
    cancelling.cancel(order_id, body.refund, Act(caller, body.reason, body.note, now))
    return staff_views.order(orders.get_order(order_id, caller), now)


@route(
    routes,
    "POST",
    "/orders/{order_id}/complete",
    allow="orders.edit",
    refusals=(OrderNotFound, OrderNotCompletable, Busy),
)
def complete_order(order_id: str, body: Completion, caller: Caller, now: datetime) -> StaffOrder:
    """Say that an order is paid: one that needed a look, or whose money came by bank or in cash."""
    cancelling.complete(order_id, Act(caller, body.reason, body.note, now))
    return staff_views.order(orders.get_order(order_id, caller), now)


@route(routes, "GET", "/events/{event_id}/tickets", allow="tickets.read", refusals=(EventNotFound, TooManyHits))
def list_attendees(event_id: str, caller: Caller, query: AttendeeQuery) -> AttendeeList:
    """The event's tickets by holder's name, and who is in: all, or those that are looked for."""
    page = orders.list_attendees(event_id, caller, query.q, query.cursor, query.limit)
    return AttendeeList(items=[staff_views.attendee(found) for found in page.items], next=page.next)
