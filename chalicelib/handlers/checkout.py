"""Buying: five routes from the basket to the tickets."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import checkout, reserving, settling
from chalicelib.actions.reserving import Wish
from chalicelib.domain.accounts import Caller
from chalicelib.domain.baskets import Wanted
from chalicelib.domain.card_limits import BelowMinimumCharge, NotChargeable
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
from chalicelib.domain.fraud import TooManyCheckouts
from chalicelib.domain.instalments import InstalmentsNotOffered
from chalicelib.domain.inventory import SoldOut
from chalicelib.domain.kept_cards import ConsentChanged
from chalicelib.domain.merchants import CardsNotReady
from chalicelib.domain.orders import (
    Attendee,
    Buyer,
    OrderExpired,
    OrderNotFound,
    OrderNotPayable,
    TooManyForOneBuyer,
)
from chalicelib.domain.payments import PaymentRefused
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
from chalicelib.handlers import checkout_views, views
from chalicelib.handlers.addresses import address_of
from chalicelib.handlers.callers import bearer_token
from chalicelib.handlers.models.baskets import CheckOut, NewOrder
from chalicelib.handlers.models.common import Empty
from chalicelib.handlers.models.orders import BuyerOrder, CheckoutForm, Documents, QuoteOut
from chalicelib.handlers.route import route
from chalicelib.handlers.wire import Request
from chalicelib.kernel.errors import Busy, Unreachable
from chalicelib.kernel.once import KeyReused, Once

routes = Blueprint(__name__)
_SETTLED = (OrderNotFound, Unreachable, Busy)


def _wish(body: NewOrder, request: Request) -> Wish:
    lines = [Wanted(**line.model_dump()) for line in body.lines]
    return Wish(lines, body.language, body.code, body.currency or "", body.email or "", bearer_token(request))


_RULES_OF_SALE = (
    EventNotFound, AccessNeeded, ProductNotFound, OccurrenceNotFound, OccurrenceCancelled, SoldOut, NotOnSale,
    PriceChanged, WrongQuantity, WrongAmount, WrongTier, WrongOccurrence, WrongCurrency, RepeatedProduct, NeedsAnother,
    MembersOnly, CodeNotFound, CodeNotValidNow, NotACode, BelowMinimumCharge,
    NotChargeable,
)  # fmt: skip


@route(routes, "POST", "/public/events/{event_id}/quote", allow="public", refusals=_RULES_OF_SALE)
def quote(event_id: str, body: NewOrder, request: Request, now: datetime) -> QuoteOut:
    """What a basket costs, with its taxes, fees and discount. Nothing is held."""
    _, found = reserving.quote(event_id, _wish(body, request), now)
    return QuoteOut(**views.quote_fields(found))


@route(routes, "POST", "/events/{event_id}/quote", allow="events.read", refusals=_RULES_OF_SALE)
def quote_for_members(event_id: str, caller: Caller, body: NewOrder, request: Request, now: datetime) -> QuoteOut:
    """What a basket would cost a buyer, of a draft too, and of what is hidden."""
    return QuoteOut(**views.quote_fields(reserving.quote_for_members(event_id, _wish(body, request), caller, now)))


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
    return checkout_views.shown(purchase, now, token=signing.order_token(held.order.order_id))


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
    return checkout_views.shown(purchase, now, token=signing.order_token(held.order.order_id))


@route(routes, "GET", "/public/orders/{order_id}", allow="order_holder", refusals=(OrderNotFound,))
def get_buyer_order(order_id: str, now: datetime) -> BuyerOrder:
    """The order as its buyer sees it."""
    return checkout_views.shown(checkout.view(order_id), now)


@route(routes, "GET", "/public/orders/{order_id}/form", allow="order_holder", refusals=(OrderNotFound,))
def get_checkout_form(order_id: str) -> CheckoutForm:
    """What the organizer asks of the order's buyer, whoever else may see the event."""
    return CheckoutForm.of(*checkout.form(order_id))


@route(
    routes,
    "POST",
    "/public/orders/{order_id}/checkout",
    allow="order_holder",
    refusals=(
        OrderNotFound, OrderExpired, OrderNotPayable, TermsChanged, TermsNotAccepted, EntryNotConfirmed, DetailsMissing,
        WrongAnswer, TooMuchDetail, MethodNotOffered, BelowMinimumCharge, NotChargeable, MembersOnly,
        TooManyForOneBuyer, CardsNotReady, PaymentRefused, TooManyCheckouts, InstalmentsNotOffered, ConsentChanged,
        Busy, Unreachable,
    ),
)  # fmt: skip
def check_out(order_id: str, body: CheckOut, request: Request, now: datetime) -> BuyerOrder:
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
        instalments=body.instalments,
    )
    purchase, intent = checkout.check_out(order_id, details, now, address_of(request))
    return checkout_views.shown(purchase, now, intent=intent)


@route(routes, "POST", "/public/orders/{order_id}/refresh", allow="order_holder", refusals=_SETTLED)
def refresh(order_id: str, body: Empty, now: datetime) -> BuyerOrder:
    """Ask the payment provider what became of the payment, and act on it."""
    return checkout_views.seen(settling.settle(order_id, now, by="buyer"), now)


@route(
    routes,
    "POST",
    "/public/orders/{order_id}/cancel",
    allow="order_holder",
    refusals=_SETTLED,
)
def cancel(order_id: str, body: Empty, now: datetime) -> BuyerOrder:
    """Give an unpaid order up; its units are on sale again at once."""
    return checkout_views.seen(checkout.give_up(order_id, now), now)


@route(routes, "GET", "/public/orders/{order_id}/documents", allow="order_holder", refusals=(OrderNotFound,))
def get_documents(order_id: str) -> Documents:
    """Links to the tickets and the calendar entry, as soon as they are drawn."""
    links = checkout.links(order_id)
    return Documents(ready=bool(links.tickets_url), tickets_url=links.tickets_url, calendar_url=links.calendar_url)
