"""Events and products on the wire."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from chalicelib.actions.events import Stock
from chalicelib.domain.catalogue import Event, EventStatus, SaleState
from chalicelib.handlers.models.common import (
    BodyTexts,
    Currency,
    Input,
    Instant,
    Line,
    Minor,
    Output,
    RichTexts,
    Texts,
    TitleTexts,
    Venue,
    Zone,
)
from chalicelib.kernel import money
from chalicelib.kernel.config import config

_MOST_TEXT_BYTES = 100_000  # an item holds 400 KB; cleaning HTML may lengthen what was sent


def _fits(texts: dict[str, str] | None) -> dict[str, str] | None:
    if texts and sum(len(text.encode()) for text in texts.values()) > _MOST_TEXT_BYTES:
        raise ValueError("is longer than 100 KB in all languages together")
    return texts


Description = Annotated[RichTexts, AfterValidator(_fits)]


class NewEvent(Input):
    """Draft an event."""

    organizer_id: Line
    title: TitleTexts
    description: Description = Field(default_factory=dict)
    starts_at: Instant
    ends_at: Instant
    timezone: Zone
    venue: Venue | None = None
    currency: Currency
    hold_minutes: int = Field(default=10, ge=1, le=60, description="How long a reservation is held.")


class EventEdits(Input):
    """Change some fields of an event; what is left out stays."""

    title: TitleTexts | None = None
    description: Description | None = None
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    timezone: Zone | None = None
    venue: Venue | None = None
    hold_minutes: int | None = Field(default=None, ge=1, le=60)

    @model_validator(mode="after")
    def _cleared(self) -> Self:
        for name in sorted(self.model_fields_set - {"venue"}):
            if getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null: leave it out to keep it")
        return self


class EventOut(Output):
    """An event as its account sees it."""

    id: str
    organizer_id: str
    slug: str
    status: EventStatus
    title: Texts
    description: Texts
    starts_at: Instant
    ends_at: Instant
    timezone: str
    venue: dict[str, str] | None
    currency: str
    exponent: int
    hold_minutes: int
    version: int
    page_url: str | None
    created_at: Instant

    @classmethod
    def of(cls, event: Event) -> Self:
        """Out of the domain's noun."""
        return cls(
            id=event.event_id,
            exponent=money.exponent(event.currency),
            page_url=page_url(event) if event.status != "DRAFT" else None,
            version=event.version or 0,
            **{name: getattr(event, name) for name in _SHARED},
        )


_SHARED = (
    "organizer_id slug status title description starts_at ends_at timezone venue currency hold_minutes created_at"
).split()


def page_url(event: Event) -> str:
    """Where buyers find the event."""
    return f"{config().base_url}/e/{event.slug}/"


class EventList(Output):
    """A part of the list."""

    items: list[EventOut]
    next: str | None


class NewProduct(Input):
    """Put something on sale."""

    name: TitleTexts
    description: Annotated[BodyTexts, AfterValidator(_fits)] = Field(default_factory=dict)
    price_minor: Minor
    capacity: int = Field(ge=1, le=1_000_000, description="How many there are.")
    min_per_order: int = Field(default=1, ge=1, le=100)
    max_per_order: int = Field(default=10, ge=1, le=100)
    sale_starts_at: Instant | None = None
    sale_ends_at: Instant | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.max_per_order < self.min_per_order:
            raise ValueError("max_per_order must not be below min_per_order")
        if self.sale_starts_at and self.sale_ends_at and self.sale_ends_at <= self.sale_starts_at:
            raise ValueError("sale_ends_at must be later than sale_starts_at")
        return self


class ProductOut(Output):
    """A product as its account sees it. `free` are the units that nobody has bought or holds."""

    id: str
    name: Texts
    description: Texts
    price_minor: int
    capacity: int
    free: int
    min_per_order: int
    max_per_order: int
    sale_starts_at: Instant | None
    sale_ends_at: Instant | None
    version: int

    @classmethod
    def of(cls, stock: Stock) -> Self:
        """Out of the product and its stock."""
        product = stock.product
        return cls(
            id=product.product_id,
            name=product.name,
            description=product.description,
            price_minor=product.price_minor,
            capacity=stock.capacity,
            free=stock.free,
            min_per_order=product.min_per_order,
            max_per_order=product.max_per_order,
            sale_starts_at=product.sale_starts_at,
            sale_ends_at=product.sale_ends_at,
            version=product.version or 0,
        )


class ProductList(Output):
    """All products of an event."""

    items: list[ProductOut]
    next: str | None


class PublicProduct(Output):
    """A product as buyers see it. `left` is told only when little is left."""

    id: str
    name: Texts
    description: Texts
    price_minor: int
    left: int | None
    state: SaleState
    sale_starts_at: Instant | None
    sale_ends_at: Instant | None
    min_per_order: int
    max_per_order: int


class PublicOrganizer(Output):
    """Who holds the event."""

    id: str
    name: str


class PublicEvent(Output):
    """A live event as anybody may see it."""

    id: str
    slug: str
    status: EventStatus
    title: Texts
    description: Texts
    starts_at: Instant
    ends_at: Instant
    timezone: str
    venue: dict[str, str] | None
    organizer: PublicOrganizer
    currency: str
    exponent: int
    hold_minutes: int
    occurrence_id: str
    products: list[PublicProduct]
