"""From what a buyer wishes to what may be sold: every rule of sale that does not need to know what is left."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.catalogue import Audience, Catalogue, Pool, Product, ProductNotFound, Tier
from chalicelib.domain.inventory import SoldOut
from chalicelib.domain.pricing import Choice
from chalicelib.domain.promos import Kept, Promo
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
from chalicelib.domain.series import Occurrence, OccurrenceCancelled, OccurrenceNotFound

MOST_LINES = 20
_MOST_DONATED = 100_000_000


@dataclass(frozen=True)
class Wanted:
    """A line of a basket, as the buyer sent it. Empty ids mean "the only one there is"."""

    product_id: str
    quantity: int
    tier_id: str = ""
    occurrence_id: str = ""
    amount_minor: int | None = None


@dataclass(frozen=True)
class Visitor:
    """Who is buying, as far as the rules of sale care."""

    promo: Promo | None = None
    member_of: Collection[str] = ()  # ids of the products that the buyer's e-mail opens
    is_staff: bool = False
    has_waited: bool = False

    def audiences(self, product: Product) -> set[Audience]:
        """What this visitor counts as, for one product."""
        found: set[Audience] = set()
        if self.promo and self.promo.unlocks_product(product):
            found.add("code")
        if product.product_id in self.member_of:
            found.add("members")
        return found | {"code", "members", "nobody"} if self.is_staff else found

    def kept(self, product_id: str, occurrence_id: str) -> Kept | None:
        """The units of a product that are kept apart for this visitor's code, if any are."""
        block = self.promo.block if self.promo else None
        return block if block and (block.product_id, block.occurrence_id) == (product_id, occurrence_id) else None


@dataclass(frozen=True)
class Basket:
    """What may be sold if enough is left: the lines, and how many units of which counters they take."""

    choices: list[Choice]
    pools: dict[str, Pool]
    units: Counter[str]
    tier_lines: dict[str, int] = field(default_factory=dict)  # counter of a tier → number of its line


@dataclass(frozen=True)
class Sale:
    """The circumstances that a basket is filled in.

    `left` says how much of a pool is free; it is asked only about the tiers before the one that is wanted.
    """

    catalogue: Catalogue
    visitor: Visitor
    currency: str
    now: datetime
    left: Callable[[Pool], int]

    def has_left(self, tier: Tier, day: Occurrence) -> bool:
        """Whether a tier is not sold out."""
        if not tier.pool_id:
            return True
        pool = self.catalogue.pools[tier.pool_id]
        counter = self.catalogue.counter(pool, day)
        return (self.left(counter) if self.catalogue.is_opened(pool, day) else counter.capacity) > 0


def fill(sale: Sale, wanted: Sequence[Wanted]) -> Basket:
    """The basket that these wishes make. Raises what the catalogue does not allow, naming the line."""
    lines = [(wish, _occurrence(sale, wish, f"lines.{number}")) for number, wish in enumerate(wanted)]
    if len({(wish.product_id, wish.tier_id, day.occurrence_id) for wish, day in lines}) < len(lines):
        raise RepeatedProduct(lines="names a product twice")
    choices = [_choose(sale, wish, day, f"lines.{number}") for number, (wish, day) in enumerate(lines)]
    _check_quantities(choices)
    _check_requirements(choices)
    pools: dict[str, Pool] = {}
    units: Counter[str] = Counter()
    tier_lines: dict[str, int] = {}
    for number, (choice, (_, day)) in enumerate(zip(choices, lines, strict=True)):
        for pool in _pools(sale, choice, day):
            pools[pool.pool_id] = pool
            units[pool.pool_id] += choice.quantity
            if pool.kind == "tier":
                tier_lines[pool.pool_id] = number
    promo = sale.visitor.promo
    if promo and promo.max_uses:
        pools[promo.pool_id] = Pool(promo.pool_id, promo.event_id, promo.max_uses, promo.shards, "promo", "event")
        units[promo.pool_id] = 1
    return Basket(choices, pools, units, tier_lines)


def _pools(sale: Sale, choice: Choice, day: Occurrence) -> list[Pool]:
    """The counters of a line: those of a block, whose units were taken from all the others, or the product's own."""
    block = sale.visitor.kept(choice.product.product_id, choice.occurrence_id)
    if block:
        return [Pool(block.pool_id, choice.product.event_id, 0, block.shards, "block", "event")]
    return sale.catalogue.pools_of(choice.product, choice.tier, day)


def _occurrence(sale: Sale, wish: Wanted, line: str) -> Occurrence:
    where = f"{line}.occurrence_id"
    event = sale.catalogue.event
    if not wish.occurrence_id and event.is_series:
        raise WrongOccurrence(**{where: "is needed: choose a date"})
    try:
        day = sale.catalogue.occurrence(wish.occurrence_id or event.occurrence_id)
    except OccurrenceNotFound as error:
        raise OccurrenceNotFound(**{where: "is not a date of this event"}) from error
    if day.status == "CANCELLED":
        raise OccurrenceCancelled(**{where: "was cancelled"})
    return day


def _choose(sale: Sale, wish: Wanted, day: Occurrence, line: str) -> Choice:
    product = _product(sale, wish, day, line)
    tier = _tier(sale, product, wish.tier_id, day, line)
    price = sale.catalogue.price_of(product, tier, day, sale.currency)
    if price is None:
        raise WrongCurrency(**{f"{line}.product_id": f"is not sold in {sale.currency}"})
    if product.kind == "donation":
        price = _donated(wish, price, line)
    elif wish.amount_minor is not None:
        raise WrongAmount(**{f"{line}.amount_minor": "can only be chosen for a donation"})
    return Choice(product, tier, day.occurrence_id, wish.quantity, price)


def _product(sale: Sale, wish: Wanted, day: Occurrence, line: str) -> Product:
    """The product, if it is shown and sold to this visitor. What is hidden is not found, as if it did not exist."""
    where = f"{line}.product_id"
    try:
        product = sale.catalogue.product(wish.product_id)
    except ProductNotFound as error:
        raise ProductNotFound(**{where: "is not a product of this event"}) from error
    if sale.visitor.is_staff:
        return product
    audiences = sale.visitor.audiences(product)
    if product.product_id in day.hidden or not sale.catalogue.is_shown(product, sale.now, audiences):
        if product.shown_to == "members":
            raise MembersOnly(email="is not on the list of members")
        raise ProductNotFound(**{where: "is not a product of this event"})
    event = sale.catalogue.event
    if not event.sells(sale.now) or product.sale_state(sale.now, day.ends_at, audiences) != "on_sale":
        raise NotOnSale(**{where: "is not on sale now"})
    is_promised = (product.product_id, day.occurrence_id) in sale.catalogue.waiting
    is_first = sale.visitor.has_waited or sale.visitor.kept(product.product_id, day.occurrence_id)
    if is_promised and not is_first:
        raise SoldOut(**{where: "is sold out; what comes back goes to those who wait for it"})
    return product


def _tier(sale: Sale, product: Product, tier_id: str, day: Occurrence, line: str) -> Tier | None:
    where = f"{line}.tier_id"
    if not product.tiers:
        if tier_id:
            raise WrongTier(**{where: "is not a price of this product"})
        return None
    if not tier_id and product.tier_mode == "choice":
        raise WrongTier(**{where: "is needed: choose one of the prices"})
    if tier_id and not product.tier(tier_id):
        raise WrongTier(**{where: "is not a price of this product"})
    for tier in product.tiers:
        if tier.tier_id == tier_id:
            if not tier.is_open(sale.now):
                raise PriceChanged(**{where: "is not offered now"})
            return tier
        is_kept = sale.visitor.kept(product.product_id, day.occurrence_id)  # out of no tier's own units
        if product.tier_mode == "sequence" and tier.is_open(sale.now) and (is_kept or sale.has_left(tier, day)):
            if tier_id:
                raise PriceChanged(**{where: "is not offered yet"})
            return tier
    raise NotOnSale(**{f"{line}.product_id": "is not on sale now"})


def _donated(wish: Wanted, least: int, line: str) -> int:
    amount = least if wish.amount_minor is None else wish.amount_minor
    if not max(least, 1) <= amount <= _MOST_DONATED:
        raise WrongAmount(**{f"{line}.amount_minor": f"must be at least {max(least, 1)} minor units"})
    return amount


def _check_quantities(choices: Sequence[Choice]) -> None:
    """All lines of one product count together, whatever their tiers and dates."""
    totals: Counter[str] = Counter()
    for number, choice in enumerate(choices):
        product = choice.product
        totals[product.product_id] += choice.quantity
        if totals[product.product_id] > product.max_per_order:
            raise WrongQuantity(**{f"lines.{number}.quantity": _allowed(product)})
    for number, choice in enumerate(choices):
        if totals[choice.product.product_id] < choice.product.min_per_order:
            raise WrongQuantity(**{f"lines.{number}.quantity": _allowed(choice.product)})


def _allowed(product: Product) -> str:
    return f"must be between {product.min_per_order} and {product.max_per_order}"


def _check_requirements(choices: Sequence[Choice]) -> None:
    """An add-on may need another product in the basket, on its own date, and be limited by how many there are."""
    have: Counter[tuple[str, str]] = Counter()
    for choice in choices:
        have[choice.product.product_id, choice.occurrence_id] += choice.quantity
    for number, choice in enumerate(choices):
        product = choice.product
        if not product.requires:
            continue
        with_it = sum(have[needed, choice.occurrence_id] for needed in product.requires)
        if not with_it:
            raise NeedsAnother(**{f"lines.{number}.product_id": "is only sold together with another product"})
        mine = have[product.product_id, choice.occurrence_id]
        if product.max_per_required and mine > product.max_per_required * with_it:
            most = product.max_per_required * with_it
            raise WrongQuantity(**{f"lines.{number}.quantity": f"must be at most {most} with what is in the basket"})


def limits_of(choices: Sequence[Choice]) -> Mapping[str, int]:
    """Product id → how many one buyer may have over all orders, for the products of a basket that say so."""
    return {one.product.product_id: one.product.max_per_buyer for one in choices if one.product.max_per_buyer}
