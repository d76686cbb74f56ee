"""Accepting orders, for the members of an account."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import approving, orders
from chalicelib.domain.accounts import Caller
from chalicelib.domain.orders import NotAwaitingApproval, OrderMoved, OrderNotFound
from chalicelib.handlers import staff_views
from chalicelib.handlers.models.common import Empty
from chalicelib.handlers.models.staff import StaffOrder
from chalicelib.handlers.route import route

routes = Blueprint(__name__)


@route(
    routes,
    "POST",
    "/orders/{order_id}/approve",
    allow="orders.edit",
    refusals=(OrderNotFound, NotAwaitingApproval, OrderMoved),
)
def approve_order(order_id: str, caller: Caller, body: Empty, now: datetime) -> StaffOrder:
    """Let the buyer pay (a free order is complete with it). To decline an order, cancel it."""
    approving.approve(order_id, caller, now)
    return staff_views.order(orders.get_order(order_id, caller), now)
