"""What is on sale: an event's products with their tiers and categories, and the pools that limit them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from chalicelib.domain.charges import Fee, Tax
from chalicelib.domain.events import Event
from chalicelib.domain.questions import Question
from chalicelib.domain.series import Occurrence, OccurrenceNotFound
from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.kernel.text import Texts

SaleState = Literal["on_sale", "sold_out", "not_yet", "ended"]
ProductKind = Literal["ticket", "add_on", "donation"]
Audience = Literal["everyone", "code", "members", "nobody"]
TierMode = Literal["sequence", "choice"]
PoolKind = Literal["product", "tier", "shared", "event", "promo", "block"]
PoolScope = Literal["occurrence", "event"]

Prices = dict[str, int]  # currency → minor units


class ProductNotFound(NotFound):
    """There is no such product in this event."""


class PoolNotFound(NotFound):
    """There is no such pool in this event."""


class CategoryNotFound(NotFound):
    """There is no such category in this event."""


class UnknownReference(Invalid):
    """This names something that the event does not have."""


class OneProductsLimit(Conflict):
    """This limit is a product's own: it is named and removed with the product."""


class StillUsed(Conflict):
    """Something else refers to this: change that first."""


@dataclass(frozen=True)
class Pool:
    """A counter with a limit. Its free units lie in `shards` rows of different partitions.

    `scope` says whether each occurrence of a series counts by itself or all count together. `warned_percent` is
    the last level of sold units that the organizer was told of.
    """

    pool_id: str
    event_id: str
    capacity: int
    shards: int
    kind: PoolKind = "product"
    scope: PoolScope = "occurrence"
    name: Texts = field(default_factory=dict)
    warned_percent: int = 0
    version: int | None = None


def dates_counted(counter_ids: Iterable[str]) -> list[str]:
    """The dates whose own counters these are; `Catalogue.counter` names them."""
    return sorted({date_id for _, _, date_id in (one.partition(".") for one in counter_ids) if date_id})


@dataclass(frozen=True)
class Tier:
    """A price of its own for some of a product's units, within a window of time. Without `pool_id` it has no limit."""

    tier_id: str
    name: Texts
    prices: Prices
    pool_id: str = ""
    sale_starts_at: datetime | None = None
    sale_ends_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether the clock allows this price."""
        return not (self.sale_starts_at and now < self.sale_starts_at) and not (
            self.sale_ends_at and now >= self.sale_ends_at
        )


@dataclass(frozen=True)
class Category:
    """A heading on the event's page, with rules of its own about who sees what stands under it."""

    category_id: str
    event_id: str
    name: Texts
    description: Texts
    position: int
    shown_to: Audience = "everyone"
    visible_from: datetime | None = None
    visible_until: datetime | None = None
    version: int | None = None


@dataclass(frozen=True)
class Product:
    """Something to buy. It takes one unit of every pool in `pool_ids` for each unit sold.

    `prices` are what one unit costs (of a donation: the least that may be given); `tiers`, if any, replace them.
    In a `sequence` only the first open and unsold tier is on sale; of a `choice` the buyer takes any.
    `code_from` and `members_from` open the sale earlier for whoever has a code, or is a member.
    """

    product_id: str
    event_id: str
    name: Texts
    description: Texts
    prices: Prices
    pool_ids: list[str]
    min_per_order: int
    max_per_order: int
    sale_starts_at: datetime | None
    sale_ends_at: datetime | None
    position: int
    kind: ProductKind = "ticket"
    terms: Texts = field(default_factory=dict)
    tiers: list[Tier] = field(default_factory=list)
    tier_mode: TierMode = "sequence"
    suggested_minor: list[int] = field(default_factory=list)
    category_id: str = ""
    tax_ids: list[str] = field(default_factory=list)
    shown_to: Audience = "everyone"
    visible_from: datetime | None = None
    visible_until: datetime | None = None
    code_from: datetime | None = None
    members_from: datetime | None = None
    max_per_buyer: int = 0
    requires: list[str] = field(default_factory=list)
    max_per_required: int = 0
    has_waitlist: bool = True
    is_paused: bool = False
    version: int | None = None

    def sale_state(self, now: datetime, ends_at: datetime, audiences: Collection[Audience] = ()) -> SaleState:
        """Whether the clock allows a sale to these audiences; whether anything is left is the pools' to say."""
        if now >= (self.sale_ends_at or ends_at) or self.is_paused:
            return "ended"
        return "on_sale" if any(now >= opens for opens in self._openings(now, audiences)) else "not_yet"

    def _openings(self, now: datetime, audiences: Collection[Audience]) -> list[datetime]:
        early = [("code", self.code_from), ("members", self.members_from)]
        return [self.sale_starts_at or now, *(at for audience, at in early if at and audience in audiences)]

    def tier(self, tier_id: str) -> Tier | None:
        """The tier of this id, if it is one of the product's."""
        return next((tier for tier in self.tiers if tier.tier_id == tier_id), None)


def is_shown(thing: Product | Category, now: datetime, audiences: Collection[Audience]) -> bool:
    """Whether somebody of these audiences may know that this exists."""
    if thing.shown_to != "everyone" and thing.shown_to not in audiences:
        return False
    return not (thing.visible_from and now < thing.visible_from) and not (
        thing.visible_until and now >= thing.visible_until
    )


@dataclass(frozen=True)
class Catalogue:
    """Everything that one query of an event's partition brings, and the occurrences that were asked for beside it.

    `pools` holds the event's pools by id. An occurrence's own counters are found by `counter`. `waiting` names the
    (product, occurrence) whose units are promised to a waiting list.
    """

    event: Event
    products: list[Product]
    pools: dict[str, Pool]
    categories: list[Category] = field(default_factory=list)
    taxes: list[Tax] = field(default_factory=list)
    fees: list[Fee] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    occurrences: Mapping[str, Occurrence] = field(default_factory=dict)
    waiting: frozenset[tuple[str, str]] = frozenset()

    def product(self, product_id: str) -> Product:
        """Raises ProductNotFound for an id of another event, too."""
        for product in self.products:
            if product.product_id == product_id:
                return product
        raise ProductNotFound()

    @property
    def for_members(self) -> list[str]:
        """The products that members may see, or buy earlier than others."""
        return [one.product_id for one in self.products if one.shown_to == "members" or one.members_from]

    def category_of(self, product: Product) -> Category | None:
        """The category that a product stands under."""
        return next((found for found in self.categories if found.category_id == product.category_id), None)

    def is_shown(self, product: Product, now: datetime, audiences: Collection[Audience]) -> bool:
        """Whether somebody of these audiences may know of a product: its category must be shown as well."""
        category = self.category_of(product)
        return is_shown(product, now, audiences) and (not category or is_shown(category, now, audiences))

    def occurrence(self, occurrence_id: str) -> Occurrence:
        """Raises OccurrenceNotFound. An event that is no series has one, which is the event itself."""
        event = self.event
        found = self.occurrences.get(occurrence_id)
        if found:
            return found
        if occurrence_id != event.occurrence_id:
            raise OccurrenceNotFound()
        return Occurrence(occurrence_id, event.event_id, event.starts_at, event.ends_at)

    def pools_of(self, product: Product, tier: Tier | None, occurrence: Occurrence) -> list[Pool]:
        """The counters that each unit is taken from: the product's, the tier's, and the whole event's for a ticket."""
        wanted = [*product.pool_ids, *([tier.pool_id] if tier and tier.pool_id else [])]
        found = [self.pools[pool_id] for pool_id in wanted]
        if product.kind == "ticket":
            found += [pool for pool in self.pools.values() if pool.kind == "event"]
        return [self.counter(pool, occurrence) for pool in found]

    def counter(self, pool: Pool, occurrence: Occurrence) -> Pool:
        """The counter that stands for a pool on one occurrence.

        A pool of the whole event counts for all. The event's own occurrence uses the pool's own rows, so that an
        event may become a series while its tickets are sold.
        """
        if pool.scope == "event" or occurrence.occurrence_id == self.event.occurrence_id:
            return pool
        capacity, shards = occurrence.size_of(pool.pool_id, pool.capacity, pool.shards)
        pool_id = f"{pool.pool_id}.{occurrence.occurrence_id}"
        warned = occurrence.warned.get(pool.pool_id, 0)
        return replace(pool, pool_id=pool_id, capacity=capacity, shards=shards, warned_percent=warned)

    def is_opened(self, pool: Pool, occurrence: Occurrence) -> bool:
        """Whether a pool's counter on this date has shards yet: one that has none is full."""
        return self.counter(pool, occurrence) is pool or pool.pool_id in occurrence.counters

    def price_of(self, product: Product, tier: Tier | None, occurrence: Occurrence, currency: str) -> int | None:
        """What one unit costs, in minor units; None when it is not sold in this currency."""
        own = occurrence.prices.get(tier.tier_id if tier else product.product_id, {})
        return (own or (tier.prices if tier else product.prices)).get(currency)
