"""A buyer's own orders, of all events, without an account: ask for a link, and follow it."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import my_orders
from chalicelib.actions.my_orders import MyOrder
from chalicelib.domain.people import LinkExpired
from chalicelib.handlers.callers import bearer_token
from chalicelib.handlers.models.my_orders import LinkWanted, MyOrderList, MyOrderOut
from chalicelib.handlers.route import route
from chalicelib.handlers.wire import Request
from chalicelib.kernel import money

routes = Blueprint(__name__)


def _shown(found: MyOrder) -> MyOrderOut:
    order, event = found.order, found.event
    return MyOrderOut(
        id=order.order_id,
        reference=order.reference,
        state=order.state,
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        timezone=event.timezone,
        quantity=order.units,
        total_minor=order.total_minor,
        currency=order.currency,
        exponent=money.exponent(order.currency),
        reserved_at=order.reserved_at,
        url=found.url,
    )


@route(routes, "POST", "/public/my-orders", allow="public", answers=202)
def ask_for_my_orders(body: LinkWanted, now: datetime) -> None:
    """Send a link to all orders of an e-mail address to that address. The answer is the same for every address."""
    my_orders.ask_link(body.email, now)


@route(routes, "GET", "/public/my-orders", allow="public", refusals=(LinkExpired,))
def list_my_orders(request: Request, now: datetime) -> MyOrderList:
    """The orders of the address that the link was sent to, newest first. The link's token is the bearer token."""
    found = my_orders.list_mine(bearer_token(request), now)
    return MyOrderList(items=[_shown(order) for order in found], next=None)
