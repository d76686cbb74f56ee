"""Refunds: members decide them, with a preview of what each would do; buyers cancel by themselves where they may."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import asking_refunds, self_service, trying_again
from chalicelib.actions.cancelling import Act
from chalicelib.actions.orders import owned_file
from chalicelib.actions.self_service import AmountChanged, NotCancellableHere, TicketUsed, TooLateToCancel
from chalicelib.domain.accounts import Caller
from chalicelib.domain.cancellations import NotReturnable, OrderNotPaid, TicketsNotReady
from chalicelib.domain.edits import OrderNotCancellable
from chalicelib.domain.orders import OrderMoved, OrderNotFound
from chalicelib.domain.refunds import DisputeIsOpen, NothingToRefund, NotLeftToRefund, RefundNotFound, TooMuchToRefund
from chalicelib.handlers import refund_views
from chalicelib.handlers.models.refunds import (
    BuyerRefund,
    BuyerRefundPreview,
    BuyerWhat,
    NewRefund,
    OrderRefunds,
    RefundOptions,
    RefundPreview,
    RetryRefund,
    What,
)
from chalicelib.handlers.route import route
from chalicelib.kernel.errors import Busy, Unreachable
from chalicelib.kernel.once import KeyReused, Once

routes = Blueprint(__name__)

_PLANNED = (
    OrderNotFound, OrderNotPaid, DisputeIsOpen, NothingToRefund, TooMuchToRefund, NotLeftToRefund, NotReturnable,
    TicketsNotReady,
)  # fmt: skip
_DECIDED = (OrderMoved, KeyReused, Busy)
_BY_BUYERS = (NotCancellableHere, TooLateToCancel, TicketUsed)


@route(routes, "GET", "/orders/{order_id}/refunds", allow="orders.read", refusals=(OrderNotFound,))
def list_refunds(order_id: str, caller: Caller) -> OrderRefunds:
    """What of an order's money has gone back, is on its way, or has failed to arrive."""
    return refund_views.listed(owned_file(order_id, caller))


@route(routes, "POST", "/orders/{order_id}/refunds/preview", allow="orders.read", refusals=_PLANNED)
def preview_refund(order_id: str, body: What, caller: Caller) -> RefundPreview:
    """What a refund would do, to the minor unit. Nothing is done."""
    return refund_views.preview(asking_refunds.plan(owned_file(order_id, caller), body.wish()))


@route(
    routes,
    "POST",
    "/orders/{order_id}/refunds",
    allow="orders.edit",
    answers=201,
    refusals=(*_PLANNED, *_DECIDED, OrderNotCancellable, Unreachable),
)
def refund_order(order_id: str, body: NewRefund, caller: Caller, once: Once, now: datetime) -> OrderRefunds:
    """Pay money back, and void the tickets that it was paid for. Of two who decide at once one is refused."""
    act = Act(caller, body.reason, body.note, now)
    asking_refunds.refund(order_id, body.wish(), act, once, body.decided)
    return refund_views.listed(owned_file(order_id, caller))


@route(
    routes,
    "POST",
    "/orders/{order_id}/refunds/{refund_id}/retry",
    allow="orders.edit",
    answers=201,
    refusals=(OrderNotFound, RefundNotFound, DisputeIsOpen, NothingToRefund, *_DECIDED),
)
def retry_refund(
    order_id: str, refund_id: str, body: RetryRefund, caller: Caller, once: Once, now: datetime
) -> OrderRefunds:
    """A refund has failed: try it again, or say that the money was handed back by other means."""
    trying_again.again(order_id, refund_id, Act(caller, "other", body.note, now), once, by_hand=body.by_hand)
    return refund_views.listed(owned_file(order_id, caller))


@route(routes, "GET", "/public/orders/{order_id}/refund-options", allow="order_holder", refusals=(OrderNotFound,))
def get_refund_options(order_id: str, now: datetime) -> RefundOptions:
    """What the order's buyer can give back now, for how much money, and until when."""
    return refund_views.options(self_service.options(order_id, now))


@route(
    routes,
    "POST",
    "/public/orders/{order_id}/refunds/preview",
    allow="order_holder",
    refusals=(*_PLANNED, *_BY_BUYERS),
)
def preview_buyer_refund(order_id: str, body: BuyerWhat, now: datetime) -> BuyerRefundPreview:
    """What giving back just these tickets would bring, to the minor unit. Nothing is done."""
    return refund_views.preview_for_buyer(self_service.preview(order_id, body.wish(), now))


@route(
    routes,
    "POST",
    "/public/orders/{order_id}/refunds",
    allow="order_holder",
    answers=201,
    refusals=(*_PLANNED, *_DECIDED, *_BY_BUYERS, AmountChanged),
)
def cancel_by_buyer(order_id: str, body: BuyerRefund, once: Once, now: datetime) -> RefundOptions:
    """Give tickets back for what was shown: they are void at once, and the money is on its way."""
    self_service.cancel(order_id, body.wish(), body.amount_minor, once, now)
    return refund_views.options(self_service.options(order_id, now))
