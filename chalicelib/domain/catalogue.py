"""What is on sale: an event, its occurrences, its products and the pools that limit them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.kernel.text import Texts

EventStatus = Literal["DRAFT", "LIVE", "ARCHIVED"]
SaleState = Literal["on_sale", "sold_out", "not_yet", "ended"]


class EventNotFound(NotFound):
    """There is no such event."""


class ProductNotFound(NotFound):
    """There is no such product in this event."""


class NothingToSell(Conflict):
    """An event needs at least one product before it can be published."""


class NotADraft(Conflict):
    """Only a draft can be published."""


class StaleEdit(Conflict):
    """Somebody else has saved this in the meantime. Load it again and repeat your change."""


class EndsBeforeItStarts(Invalid):
    """An event cannot end before it starts."""


@dataclass(frozen=True)
class Event:
    """What people attend. `starts_at` and `ends_at` are instants; `timezone` (IANA) says how to show them."""

    event_id: str
    account_id: str
    organizer_id: str
    organizer_name: str
    slug: str
    status: EventStatus
    title: Texts
    description: Texts
    starts_at: datetime
    ends_at: datetime
    timezone: str
    currency: str
    venue: dict[str, str] | None
    occurrence_id: str
    hold_minutes: int
    created_at: datetime
    policy: dict[str, Any] = field(default_factory=dict)
    order_spread: int = 4
    version: int | None = None


@dataclass(frozen=True)
class Pool:
    """A counter with a limit. Its free units lie in `shards` rows of different partitions."""

    pool_id: str
    event_id: str
    capacity: int
    shards: int


@dataclass(frozen=True)
class Product:
    """Something to buy. It takes one unit of every pool in `pool_ids` for each unit sold."""

    product_id: str
    event_id: str
    name: Texts
    description: Texts
    price_minor: int
    pool_ids: list[str]
    min_per_order: int
    max_per_order: int
    sale_starts_at: datetime | None
    sale_ends_at: datetime | None
    position: int
    version: int | None = None

    def sale_state(self, now: datetime, ends_at: datetime) -> SaleState:
        """Whether the clock allows a sale; whether anything is left is the pools' to say."""
        if self.sale_starts_at and now < self.sale_starts_at:
            return "not_yet"
        if now >= (self.sale_ends_at or ends_at):
            return "ended"
        return "on_sale"


@dataclass(frozen=True)
class Catalogue:
    """Everything that one query of an event's partition brings."""

    event: Event
    products: list[Product]
    pools: dict[str, Pool]

    def product(self, product_id: str) -> Product:
        """Raises ProductNotFound for an id of another event, too."""
        for product in self.products:
            if product.product_id == product_id:
                return product
        raise ProductNotFound()


def check_times(starts_at: datetime, ends_at: datetime) -> None:
    """Raises EndsBeforeItStarts."""
    if ends_at <= starts_at:
        raise EndsBeforeItStarts(ends_at="must be later than starts_at")


def check_publishable(catalogue: Catalogue) -> None:
    """Raises what keeps this event from going live."""
    if catalogue.event.status != "DRAFT":
        raise NotADraft()
    if not catalogue.products:
        raise NothingToSell()
