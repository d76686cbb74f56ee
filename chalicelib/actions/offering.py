"""Offering what has come back: an ordinary order for whoever is next in line, held for longer than others."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.actions import reserving, stock
from chalicelib.actions.reserving import Wish
from chalicelib.domain import waitlist as rules
from chalicelib.domain.baskets import Wanted
from chalicelib.domain.catalogue import Audience, Catalogue, Product, ProductNotFound
from chalicelib.domain.inventory import SoldOut
from chalicelib.domain.orders import Order, Request
from chalicelib.domain.refusals import PriceChanged
from chalicelib.domain.series import OccurrenceNotFound
from chalicelib.domain.waitlist import Entry, EntryMoved
from chalicelib.kernel import ids
from chalicelib.kernel.errors import AlreadyDone, Busy, Refusal
from chalicelib.kernel.facts import WaitlistOffered
from chalicelib.tables import catalogue as catalogues
from chalicelib.tables import occurrences, orders, pools, waitlist
from chalicelib.tables.commit import commit

_RACES = 4
_EARLIEST: tuple[Audience, ...] = ("code", "members")


def offer_what_came_back(catalogue: Catalogue, now: datetime) -> None:
    """For every product that is waited for: offer what is free, in the order of joining.

    The promise ends when nobody waits any more, or the product has no waiting list any more.
    """
    event_id = catalogue.event.event_id
    days = occurrences.get_occurrences(event_id, [day_id for _, day_id in catalogue.waiting])
    catalogue = replace(catalogue, occurrences=days)
    for product_id, day_id in sorted(catalogue.waiting):
        try:
            product, day = catalogue.product(product_id), catalogue.occurrence(day_id)
        except (ProductNotFound, OccurrenceNotFound):
            _take_promise_back(event_id, product_id, day_id, now)
            continue
        is_on_sale = catalogue.event.sells(now) and product.sale_state(now, day.ends_at, _EARLIEST) == "on_sale"
        if product.has_waitlist and is_on_sale:
            left = _left(catalogue, product, day_id)
            for place in rules.next_in_line(waitlist.queue(event_id, product_id, day_id), left):
                _offer(waitlist.get_entry(place.entry_id), catalogue, now)
        if not product.has_waitlist or not any(waitlist.queue(event_id, product_id, day_id)):
            _take_promise_back(event_id, product_id, day_id, now, is_wanted=product.has_waitlist)


def _left(catalogue: Catalogue, product: Product, day_id: str) -> int:
    """What nobody holds of the scarcest counter; the counters of a date that is waited for exist."""
    counters = catalogue.pools_of(product, None, catalogue.occurrence(day_id))
    return min((sum(free) for free in pools.list_free(counters).values()), default=product.max_per_order)


def _take_promise_back(event_id: str, product_id: str, day_id: str, now: datetime, *, is_wanted: bool = False) -> None:
    """Everybody may buy again; unless somebody has joined this very moment."""
    commit([catalogues.waits_no_more(event_id, product_id, day_id)], [], now=now, by="waitlist")
    if is_wanted and any(waitlist.queue(event_id, product_id, day_id)):
        commit([catalogues.waits(event_id, product_id, day_id)], [], now=now, by="waitlist")


def _offer(entry: Entry, catalogue: Catalogue, now: datetime) -> None:
    """One offer, exactly once: the order's id comes from the entry and the number of the attempt.

    Whoever cannot have it by the rules of sale (their code has ended, say) keeps their place.
    """
    if entry.state != "WAITING":
        return None
    product = catalogue.product(entry.product_id)
    tiers = [tier.tier_id for tier in product.tiers] if product.tier_mode == "choice" else []
    for tier_id in tiers or [""]:
        with suppress(SoldOut, PriceChanged):
            return _offer_at(entry, tier_id, catalogue, now)
    return None


def _offer_at(entry: Entry, tier_id: str, catalogue: Catalogue, now: datetime) -> None:
    order_id = ids.derived("ord", entry.entry_id, str(entry.attempt + 1))
    for _ in range(_RACES):
        try:
            order = _order(entry, order_id, tier_id, catalogue, now)
        except (SoldOut, PriceChanged, Busy):
            raise
        except Refusal:
            return None
        with suppress(SoldOut):  # somebody emptied just this shard: plan again
            try:
                return _hold(entry, order, now)
            except (AlreadyDone, EntryMoved):
                return None  # another worker was faster, or they have just left
    raise SoldOut()


def _order(entry: Entry, order_id: str, tier_id: str, catalogue: Catalogue, now: datetime) -> Order:
    line = Wanted(entry.product_id, entry.quantity, tier_id, entry.occurrence_id)
    wish = Wish([line], entry.language, entry.code, email=entry.email, has_waited=True)
    request = Request(order_id, entry.entry_id, entry.language, entry.code, entry.email)
    order = reserving.plan_order(entry.event_id, wish, request, now).order
    starts_at = catalogue.occurrence(entry.occurrence_id).starts_at
    hold = timedelta(minutes=catalogue.event.hold_minutes)
    return replace(
        order,
        expires_at=rules.offer_ends_at(starts_at, hold, now),
        buyer_name=entry.name,
        buyer_email=entry.email,
        waitlist_id=entry.entry_id,
    )


def _hold(entry: Entry, order: Order, now: datetime) -> None:
    """`by_card`: a card is kept to pay for it; who has none is told by mail."""
    told = {"order_id": order.order_id} | ({"by_card": True} if entry.card_id else {})
    facts = [stock.reserved(order), WaitlistOffered(entry.entry_id, entry.account_id, entry.event_id, told)]
    changes = [
        waitlist.edited_entry(rules.offered(entry, order.order_id)),
        waitlist.out_of_queue(entry),
        orders.new_order(order, entry.person),
        *pools.take(order.takes),
    ]
    commit(changes, facts, now=now, by="waitlist")
