"""Buying: five routes from the basket to the tickets."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import checkout, settling
from chalicelib.actions.checkout import Purchase
from chalicelib.domain.catalogue import ProductNotFound
from chalicelib.domain.events import EventNotFound
from chalicelib.domain.inventory import SoldOut
from chalicelib.domain.orders import (
    Buyer,
    NotOnSale,
    Order,
    OrderExpired,
    OrderNotFound,
    OrderNotPayable,
    RepeatedProduct,
    Wanted,
    WrongQuantity,
)
from chalicelib.domain.payments import Intent
from chalicelib.domain.pricing import BelowMinimumCharge
from chalicelib.gateways import signing
from chalicelib.handlers import views
from chalicelib.handlers.models.common import Empty
from chalicelib.handlers.models.orders import BuyerOrder, CheckOut, Documents, NewOrder, PaymentStart
from chalicelib.handlers.route import route
from chalicelib.kernel.config import config
from chalicelib.kernel.errors import Busy, Unreachable
from chalicelib.kernel.once import KeyReused, Once

routes = Blueprint(__name__)


def _payment(intent: Intent | None) -> PaymentStart | None:
    if not intent:
        return None
    return PaymentStart(
        client_secret=intent.client_secret,
        publishable_key=config().stripe_publishable_key,
        script_url=config().stripe_script,
    )


def _shown(purchase: Purchase, now: datetime, *, intent: Intent | None = None, token: str | None = None) -> BuyerOrder:
    return BuyerOrder(
        **views.order_fields(purchase.order, purchase.event, purchase.file.tickets, purchase.codes),
        server_time=now,
        payment=_payment(intent),
        token=token,
    )


def _seen(order: Order, now: datetime, intent: Intent | None = None) -> BuyerOrder:
    return _shown(checkout.view_of(order), now, intent=intent)


@route(
    routes,
    "POST",
    "/public/events/{event_id}/orders",
    allow="public",
    answers=201,
    refusals=(
        EventNotFound, ProductNotFound, SoldOut, NotOnSale, WrongQuantity, RepeatedProduct, BelowMinimumCharge,
        Busy, KeyReused,
    ),
)  # fmt: skip
def reserve(event_id: str, body: NewOrder, once: Once, now: datetime) -> BuyerOrder:
    """Hold units for a few minutes, all or nothing. The answer's token opens the order."""
    wanted = [Wanted(line.product_id, line.quantity) for line in body.lines]
    held = checkout.reserve(event_id, wanted, body.language, once, now)
    return _shown(held, now, token=signing.order_token(held.order.order_id))


@route(routes, "GET", "/public/orders/{order_id}", allow="order_holder", refusals=(OrderNotFound,))
def get_buyer_order(order_id: str, now: datetime) -> BuyerOrder:
    """The order as its buyer sees it."""
    return _shown(checkout.view(order_id), now)


@route(
    routes,
    "POST",
    "/public/orders/{order_id}/checkout",
    allow="order_holder",
    refusals=(OrderNotFound, OrderExpired, OrderNotPayable, Busy, Unreachable),
)
def check_out(order_id: str, body: CheckOut, now: datetime) -> BuyerOrder:
    """Say who you are. A free order is complete with that, any other gets what the browser needs to pay."""
    buyer = Buyer(body.buyer.name, body.buyer.email)
    order, intent = checkout.check_out(order_id, buyer, now)
    return _seen(order, now, intent)


@route(routes, "POST", "/public/orders/{order_id}/refresh", allow="order_holder", refusals=(OrderNotFound, Unreachable))
def refresh(order_id: str, body: Empty, now: datetime) -> BuyerOrder:
    """Ask the payment provider what became of the payment, and act on it."""
    return _seen(settling.settle(order_id, now, by="buyer"), now)


@route(
    routes,
    "POST",
    "/public/orders/{order_id}/cancel",
    allow="order_holder",
    refusals=(OrderNotFound, Unreachable),
)
def cancel(order_id: str, body: Empty, now: datetime) -> BuyerOrder:
    """Give an unpaid order up; its units are on sale again at once."""
    return _seen(checkout.give_up(order_id, now), now)


@route(routes, "GET", "/public/orders/{order_id}/documents", allow="order_holder", refusals=(OrderNotFound,))
def get_documents(order_id: str) -> Documents:
    """Links to the tickets and the calendar entry, as soon as they are drawn."""
    links = checkout.links(order_id)
    return Documents(ready=bool(links.tickets_url), tickets_url=links.tickets_url, calendar_url=links.calendar_url)
