"""What is on sale: an event, its occurrences, its products and the pools that limit them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.domain.events import Event
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.text import Texts

SaleState = Literal["on_sale", "sold_out", "not_yet", "ended"]


class ProductNotFound(NotFound):
    """There is no such product in this event."""


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
