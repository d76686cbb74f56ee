"""Orders that are paid in parts: their buyer pays earlier or takes the card off, members pause or put off."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import checkout, orders, plans
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import StaleEdit
from chalicelib.domain.instalments import ChargeUnderWay, DueTooLate, NothingToPay, PartIsPaid, PlanNotFound
from chalicelib.domain.merchants import CardsNotReady
from chalicelib.domain.orders import OrderNotFound
from chalicelib.domain.payments import PaymentRefused
from chalicelib.handlers import checkout_views, staff_views
from chalicelib.handlers.models.common import Empty
from chalicelib.handlers.models.instalments import NewDueDate, PayParts
from chalicelib.handlers.models.orders import BuyerOrder
from chalicelib.handlers.models.staff import StaffOrder
from chalicelib.handlers.route import route
from chalicelib.handlers.versions import read_version
from chalicelib.handlers.wire import Answer, Request
from chalicelib.kernel.errors import Busy, NotFound, StaleCheck, Unreachable

routes = Blueprint(__name__)
_MEMBERS = (OrderNotFound, PlanNotFound, Busy)


@route(
    routes,
    "POST",
    "/public/orders/{order_id}/instalments",
    allow="order_holder",
    refusals=(
        OrderNotFound, PlanNotFound, NothingToPay, ChargeUnderWay, CardsNotReady, PaymentRefused, Busy, Unreachable,
    ),
)  # fmt: skip
def pay_instalments(order_id: str, body: PayParts, now: datetime) -> BuyerOrder:
    """Pay the next part, or all that are left, with any card. The answer has what the browser needs to pay."""
    intent = plans.pay(order_id, now, everything=body.everything)
    return checkout_views.shown(checkout.view(order_id), now, intent=intent)


@route(
    routes,
    "DELETE",
    "/public/orders/{order_id}/instalments/card",
    allow="order_holder",
    answers=204,
    refusals=(OrderNotFound, PlanNotFound, ChargeUnderWay, Busy),
)
def withdraw_instalment_card(order_id: str, now: datetime) -> None:
    """Take the card off: nothing is charged any more, and each part has to be paid by hand."""
    plans.withdraw(order_id, now)


@route(routes, "POST", "/orders/{order_id}/instalments/pause", allow="orders.edit", refusals=_MEMBERS)
def pause_instalments(order_id: str, body: Empty, caller: Caller, now: datetime) -> StaffOrder:
    """Nothing is charged and nothing becomes overdue until it is resumed."""
    plans.pause(order_id, caller, now)
    return staff_views.order(orders.get_order(order_id, caller), now)


@route(routes, "POST", "/orders/{order_id}/instalments/resume", allow="orders.edit", refusals=_MEMBERS)
def resume_instalments(order_id: str, body: Empty, caller: Caller, now: datetime) -> StaffOrder:
    """The parts fall due again as they were agreed."""
    plans.resume(order_id, caller, now)
    return staff_views.order(orders.get_order(order_id, caller), now)


@route(
    routes,
    "PATCH",
    "/orders/{order_id}/instalments/{number}",
    allow="orders.edit",
    refusals=(*_MEMBERS, PartIsPaid, DueTooLate, StaleEdit, StaleCheck),
)
def extend_instalment(
    order_id: str, number: str, body: NewDueDate, caller: Caller, request: Request, now: datetime
) -> Answer[StaffOrder]:
    """Give a buyer more time for a part, or less: it is charged then.

    If-Match says which version of this part you read: the one in `instalments`. One that was paid meanwhile is
    refused as such.
    """
    version = read_version(request)
    if not number.isascii() or not number.isdecimal():
        raise NotFound()
    plans.extend(order_id, int(number), body.due_at, version, caller, now)
    return staff_views.versioned_order(orders.get_order(order_id, caller), now)
