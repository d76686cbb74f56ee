"""Buying: five routes from the basket to the tickets."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import checkout, reserving, settling
from chalicelib.actions.checkout import Purchase
from chalicelib.actions.reserving import Wish
from chalicelib.domain.accounts import Caller
from chalicelib.domain.baskets import Wanted
from chalicelib.domain.catalogue import ProductNotFound
from chalicelib.domain.details import (
    Details,
    DetailsMissing,
    EntryNotConfirmed,
    MethodNotOffered,
    TermsChanged,
    TermsNotAccepted,
    TooMuchDetail,
)
from chalicelib.domain.events import AccessNeeded, EventNotFound
from chalicelib.domain.inventory import SoldOut
from chalicelib.domain.orders import (
    Attendee,
    Buyer,
    Order,
    OrderExpired,
    OrderNotFound,
    OrderNotPayable,
    TooManyForOneBuyer,
)
from chalicelib.domain.payments import Intent
from chalicelib.domain.pricing import BelowMinimumCharge
from chalicelib.domain.promos import CodeNotFound, CodeNotValidNow, CodeUsedUp, NotACode
from chalicelib.domain.questions import WrongAnswer
from chalicelib.domain.refusals import (
    MembersOnly,
    NeedsAnother,
    NotOnSale,
    PriceChanged,
    RepeatedProduct,
    WrongAmount,
    WrongCurrency,
    WrongOccurrence,
    WrongQuantity,
    WrongTier,
)
from chalicelib.domain.series import OccurrenceCancelled, OccurrenceNotFound
from chalicelib.gateways import signing
from chalicelib.handlers import views
from chalicelib.handlers.models.baskets import CheckOut, NewOrder
from chalicelib.handlers.models.common import Empty
from chalicelib.handlers.models.orders import BuyerOrder, Documents, PaymentStart, QuoteOut
from chalicelib.handlers.route import Request, bearer_token, route
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
    order, event = purchase.order, purchase.dates[0]
    is_owed = order.state == "AWAITING_OFFLINE_PAYMENT"
    return BuyerOrder(
        **views.order_fields(order, purchase.dates, purchase.file.tickets, purchase.codes),
        server_time=now,
        payment=_payment(intent),
        offline_instructions=event.offline_instructions if is_owed else {},
        token=token,
    )


def _seen(order: Order, now: datetime, intent: Intent | None = None) -> BuyerOrder:
    return _shown(checkout.view_of(order), now, intent=intent)


def _wish(body: NewOrder, request: Request) -> Wish:
    lines = [Wanted(**line.model_dump()) for line in body.lines]
    return Wish(lines, body.language, body.code, body.currency or "", body.email or "", bearer_token(request))


_RULES_OF_SALE = (
    EventNotFound, AccessNeeded, ProductNotFound, OccurrenceNotFound, OccurrenceCancelled, SoldOut, NotOnSale,
    PriceChanged, WrongQuantity, WrongAmount, WrongTier, WrongOccurrence, WrongCurrency, RepeatedProduct, NeedsAnother,
    MembersOnly, CodeNotFound, CodeNotValidNow, NotACode, BelowMinimumCharge,
)  # fmt: skip


@route(routes, "POST", "/public/events/{event_id}/quote", allow="public", refusals=_RULES_OF_SALE)
def quote(event_id: str, body: NewOrder, request: Request, now: datetime) -> QuoteOut:
    """What a basket costs, with its taxes, fees and discount. Nothing is held."""
    _, found = reserving.quote(event_id, _wish(body, request), now)
    return QuoteOut(**views.quote_fields(found))


@route(
    routes,
    "POST",
    "/public/events/{event_id}/orders",
    allow="public",
    answers=201,
    refusals=(*_RULES_OF_SALE, CodeUsedUp, Busy, KeyReused),
)
def reserve(event_id: str, body: NewOrder, request: Request, once: Once, now: datetime) -> BuyerOrder:
    """Hold units for a few minutes, all or nothing. The answer's token opens the order."""
    held = reserving.reserve(event_id, _wish(body, request), once, now)
    purchase = checkout.new_purchase(held.order, held.catalogue.event, held.catalogue.occurrences)
    return _shown(purchase, now, token=signing.order_token(held.order.order_id))


@route(
    routes,
    "POST",
    "/events/{event_id}/test-orders",
    allow="events.edit",
    answers=201,
    refusals=(*_RULES_OF_SALE, CodeUsedUp, KeyReused),
)
def place_test_order(event_id: str, caller: Caller, body: NewOrder, once: Once, now: datetime) -> BuyerOrder:
    """Try an event out, a draft too: an order that costs nothing, takes no units and counts in no report."""
    lines = [Wanted(**line.model_dump()) for line in body.lines]
    wish = Wish(lines, body.language, body.code, body.currency or "")
    held = reserving.place_test_order(event_id, wish, once, now, caller)
    purchase = checkout.new_purchase(held.order, held.catalogue.event, held.catalogue.occurrences)
    return _shown(purchase, now, token=signing.order_token(held.order.order_id))


@route(routes, "GET", "/public/orders/{order_id}", allow="order_holder", refusals=(OrderNotFound,))
def get_buyer_order(order_id: str, now: datetime) -> BuyerOrder:
    """The order as its buyer sees it."""
    return _shown(checkout.view(order_id), now)


@route(
    routes,
    "POST",
    "/public/orders/{order_id}/checkout",
    allow="order_holder",
    refusals=(
        OrderNotFound, OrderExpired, OrderNotPayable, TermsChanged, TermsNotAccepted, EntryNotConfirmed, DetailsMissing,
        WrongAnswer, TooMuchDetail, MethodNotOffered, MembersOnly, TooManyForOneBuyer, Busy, Unreachable,
    ),
)  # fmt: skip
def check_out(order_id: str, body: CheckOut, now: datetime) -> BuyerOrder:
    """Say who you are and what the organizer asks.

    A free order is complete with that; one that needs approval, or is paid by other ways, waits; any other gets what
    the browser needs to pay.
    """
    buyer = Buyer(body.buyer.name, body.buyer.email)
    details = Details(
        buyer=buyer,
        method=body.method,
        billing=body.billing.model_dump(),
        answers=body.answers,
        attendees=[Attendee(one.name, one.email or "", one.answers) for one in body.attendees],
        terms_hash=body.terms_hash,
        confirms_entry=body.confirms_entry,
    )
    purchase, intent = checkout.check_out(order_id, details, now)
    return _shown(purchase, now, intent=intent)


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
