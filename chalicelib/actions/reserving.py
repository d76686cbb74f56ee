"""From a basket to a held order: quote it, or take its units, all or nothing."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.actions import merchants, shortage, stock
from chalicelib.actions.events import check_access, owned_event
from chalicelib.actions.stock import PoolSoldOut
from chalicelib.domain import baskets, pricing, promos
from chalicelib.domain import orders as rules
from chalicelib.domain.accounts import Caller
from chalicelib.domain.baskets import Basket, Sale, Visitor, Wanted
from chalicelib.domain.catalogue import Catalogue, Pool
from chalicelib.domain.inventory import SoldOut, Take
from chalicelib.domain.orders import Order, OrderNotFound, Request
from chalicelib.domain.promos import CodeNotFound, CodeUsedUp
from chalicelib.domain.quotes import Quote
from chalicelib.domain.refusals import PriceChanged, WrongCurrency
from chalicelib.kernel.errors import AlreadyDone, Busy, Refusal
from chalicelib.kernel.once import Once
from chalicelib.tables import orders, pools
from chalicelib.tables.catalogue import get_catalogue
from chalicelib.tables.commit import commit
from chalicelib.tables.lookups import look_up

_PLANS = 4


@dataclass(frozen=True)
class Wish:
    """What a buyer asks for. `currency` "" is the event's own; `email` opens what is for members
    only, `access` a private event; who `has_waited` may have what is promised to those who wait."""

    lines: Sequence[Wanted]
    language: str = "en"
    code: str = ""
    currency: str = ""
    email: str = ""
    access: str = ""
    is_staff: bool = False
    has_waited: bool = False


@dataclass(frozen=True)
class Held:
    """An order that was just made, with the catalogue that it was made from."""

    order: Order
    catalogue: Catalogue


@dataclass(frozen=True)
class _Offer:
    catalogue: Catalogue
    basket: Basket
    quote: Quote
    code: str


def quote(event_id: str, wish: Wish, now: datetime) -> tuple[Catalogue, Quote]:
    """What a basket costs now, without holding anything. Raises what `reserve` would, but for what is sold out."""
    offer = _offer(event_id, wish, now)
    return offer.catalogue, offer.quote


def quote_for_members(event_id: str, wish: Wish, caller: Caller, now: datetime) -> Quote:
    """The same for whoever sells it: of what is hidden too, and whatever the event's state."""
    owned_event(event_id, caller)
    return _offer(event_id, replace(wish, is_staff=True), now).quote


def reserve(event_id: str, wish: Wish, once: Once, now: datetime) -> Held:
    """Hold units for a buyer, all or nothing. Raises SoldOut and whatever the rules of sale refuse.

    A shard is guessed first, without reading; only a refusal costs the read of all shards and an exact plan. Whoever
    sends the same request again gets the order that it made, whatever has changed since.
    """
    try:
        return _reserve(event_id, wish, once, now)
    except Refusal:
        with suppress(OrderNotFound):
            return Held(_earlier(once.id("ord"), once), get_catalogue(event_id, consistent=False))
        raise


def _reserve(event_id: str, wish: Wish, once: Once, now: datetime) -> Held:
    offer = _offer(event_id, wish, now)
    basket = offer.basket
    request = Request(once.id("ord"), once.digest, wish.language, offer.code, wish.email)
    order = rules.reserve(offer.catalogue, basket, offer.quote, request, now)
    if short := shortage.find(basket.units, now):
        raise _refusal(basket, short)
    takes = stock.guess_takes(basket.pools, basket.units)
    for attempt in range(_PLANS):
        try:
            held = Held(_hold(replace(order, takes=takes), now), offer.catalogue)
            shortage.forget(basket.units)
            return held
        except AlreadyDone:
            return Held(_earlier(order.order_id, once), offer.catalogue)
        except SoldOut:
            if not attempt:
                _open_counters(offer, now)
            takes = _planned(basket, now)
    raise Busy()  # units are left, but others were faster each time


def plan_order(event_id: str, wish: Wish, request: Request, now: datetime) -> Held:
    """The order that `reserve` would make, planned from what every shard has now. Nothing is held yet."""
    offer = _offer(event_id, wish, now)
    order = rules.reserve(offer.catalogue, offer.basket, offer.quote, request, now)
    return Held(replace(order, takes=_planned(offer.basket, now)), offer.catalogue)


def _planned(basket: Basket, now: datetime) -> list[Take]:
    """Which shards to take from, by what they have now. Raises what it means that a pool has too little."""
    try:
        return stock.plan_takes(basket.pools, basket.units)
    except PoolSoldOut as error:
        shortage.note(error.pool_id, error.left, now)
        raise _refusal(basket, error.pool_id) from error


def _refusal(basket: Basket, short: str) -> Refusal:
    """What a buyer is told when this counter has too little."""
    if basket.pools[short].kind == "promo":
        return CodeUsedUp(code="has been used up")
    if short in basket.tier_lines:
        return PriceChanged(**{f"lines.{basket.tier_lines[short]}.tier_id": "has too little left"})
    return SoldOut()


def _offer(event_id: str, wish: Wish, now: datetime) -> _Offer:
    """The catalogue, the basket that it allows, and its price: one query, and one batch read if it needs more."""
    catalogue = get_catalogue(event_id, consistent=False)
    event = catalogue.event
    if not wish.is_staff and not wish.has_waited:
        check_access(event, wish.access, now)
    dates = [line.occurrence_id for line in wish.lines if line.occurrence_id not in ("", event.occurrence_id)]
    if event.is_series:
        dates = [line.occurrence_id for line in wish.lines if line.occurrence_id]
    code = promos.normal_code(wish.code) if wish.code else ""
    found = look_up(event_id, dates, code, catalogue.for_members, wish.email.lower())
    if code and not found.promo:
        raise CodeNotFound(code="is not known here")
    if found.promo:
        found.promo.check_now(now)
    catalogue = merchants.priced(replace(catalogue, occurrences=found.occurrences), now)
    currency = wish.currency or event.currency
    if currency != event.currency and currency not in event.extra_currencies:
        raise WrongCurrency(currency="is not taken here")
    visitor = Visitor(found.promo, found.member_of, wish.is_staff, wish.has_waited)
    basket = baskets.fill(Sale(catalogue, visitor, currency, now, _left), wish.lines)
    price = pricing.quote(basket.choices, catalogue.taxes, catalogue.fees, currency, found.promo)
    return _Offer(catalogue, basket, price, code)


def _left(pool: Pool) -> int:
    return sum(pools.list_free([pool])[pool.pool_id])


def _open_counters(offer: _Offer, now: datetime) -> None:
    """The first refusal of a date may mean that its counters do not exist yet."""
    for day in offer.catalogue.occurrences.values():
        stock.open_counters(offer.catalogue, day, offer.basket.pools.values(), now)


def _hold(order: Order, now: datetime) -> Order:
    commit([orders.new_order(order), *pools.take(order.takes)], [stock.reserved(order)], now=now, by="buyer")
    return order


def _earlier(order_id: str, once: Once) -> Order:
    order = orders.get_order(order_id)
    once.check_same(order.request)
    return order


def place_test_order(event_id: str, wish: Wish, once: Once, now: datetime, caller: Caller) -> Held:
    """An order that the organizer makes to try things out, in a draft too: it takes no units and costs nothing."""
    owned_event(event_id, caller)
    offer = _offer(event_id, replace(wish, is_staff=True), now)
    request = Request(once.id("ord"), once.digest, wish.language, offer.code, is_test=True)
    order = rules.reserve(offer.catalogue, offer.basket, offer.quote, request, now)
    with suppress(AlreadyDone):
        commit([orders.new_order(order)], [stock.reserved(order)], now=now, by=caller.user_id)
        return Held(order, offer.catalogue)
    return Held(_earlier(order.order_id, once), offer.catalogue)
