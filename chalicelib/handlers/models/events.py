"""Events on the wire."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from chalicelib.domain.events import Billing, Category, DetailsPer, Event, EventStatus, PaymentMethod, Visibility
from chalicelib.handlers.models.common import (
    BodyTexts,
    Currency,
    Input,
    Instant,
    Language,
    Line,
    ListQuery,
    Output,
    RichTexts,
    Texts,
    TitleTexts,
    Zone,
    fits,
)
from chalicelib.handlers.models.location import Location, LocationOut
from chalicelib.kernel import money
from chalicelib.kernel.config import config

_MOST_NOTE_BYTES = 20_000


def _distinct(values: list[str] | None) -> list[str] | None:
    if values and len(set(values)) < len(values):
        raise ValueError("names something twice")
    return values


def _short(texts: dict[str, str] | None) -> dict[str, str] | None:
    if texts and sum(len(text.encode()) for text in texts.values()) > _MOST_NOTE_BYTES:
        raise ValueError("is longer than 20 KB in all languages together")
    return texts


def _card() -> list[PaymentMethod]:
    return ["card"]


Description = Annotated[RichTexts, AfterValidator(fits)]
Notes = Annotated[BodyTexts, AfterValidator(_short)]
Languages = Annotated[list[Language], Field(min_length=1, max_length=20), AfterValidator(_distinct)]
PaymentMethods = Annotated[list[PaymentMethod], Field(min_length=1), AfterValidator(_distinct)]
Currencies = Annotated[list[Currency], Field(max_length=10), AfterValidator(_distinct)]
Password = Annotated[str, StringConstraints(min_length=4, max_length=200)]
HoldMinutes = Annotated[int, Field(ge=1, le=60, description="How long a reservation is held.")]
AgeLimit = Annotated[int, Field(ge=1, le=99, description="The youngest age that is let in.")]
OfflineDays = Annotated[int, Field(ge=1, le=90, description="How long a buyer has to pay by transfer or in cash.")]


class NewEvent(Input):
    """Draft an event."""

    organizer_id: Line
    title: TitleTexts
    description: Description = Field(default_factory=dict)
    starts_at: Instant
    ends_at: Instant
    timezone: Zone
    currency: Currency
    location: Location | None = None
    category: Category = "other"
    languages: Languages = Field(default_factory=lambda: ["en"], description="The first is the page's own.")
    visibility: Visibility = "public"
    password: Password | None = Field(default=None, description="Opens a private event.")
    hold_minutes: HoldMinutes = 10
    orders_close_at: Instant | None = Field(default=None, description="Nothing can be ordered from then on.")
    age_limit: AgeLimit | None = None
    entry_requirements: Notes = Field(default_factory=dict)
    must_confirm_entry: bool = Field(default=False, description="Whether buyers must confirm the requirements.")
    terms: Description = Field(default_factory=dict, description="What buyers agree to.")
    payment_methods: PaymentMethods = Field(default_factory=_card)
    offline_instructions: Notes = Field(default_factory=dict)
    offline_days: OfflineDays = 7
    needs_approval: bool = Field(default=False, description="Whether each order waits for a member's approval.")
    details_per: DetailsPer = Field(default="order", description="Whose name is asked for.")
    billing: Billing = Field(default="none", description="Whether buyers give an address for the invoice.")
    extra_currencies: Currencies = Field(default_factory=list)


class EventEdits(Input):
    """Change some fields of an event; what is left out stays."""

    title: TitleTexts | None = None
    description: Description | None = None
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    timezone: Zone | None = None
    location: Location | None = None
    category: Category | None = None
    languages: Languages | None = None
    visibility: Visibility | None = None
    password: Password | None = Field(default=None, description="null takes the password away.")
    hold_minutes: HoldMinutes | None = None
    orders_close_at: Instant | None = None
    age_limit: AgeLimit | None = None
    entry_requirements: Notes | None = None
    must_confirm_entry: bool | None = None
    terms: Description | None = None
    payment_methods: PaymentMethods | None = None
    offline_instructions: Notes | None = None
    offline_days: OfflineDays | None = None
    needs_approval: bool | None = None
    details_per: DetailsPer | None = None
    billing: Billing | None = None
    extra_currencies: Currencies | None = None

    @model_validator(mode="after")
    def _cleared(self) -> Self:
        for name in sorted(self.model_fields_set - _MAY_BE_CLEARED):
            if getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null: leave it out to keep it")
        return self


_MAY_BE_CLEARED = {"location", "orders_close_at", "age_limit", "password"}


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
    location: LocationOut | None
    category: Category
    languages: list[str]
    visibility: Visibility
    has_password: bool
    currency: str
    exponent: int
    hold_minutes: int
    orders_close_at: Instant | None
    age_limit: int | None
    entry_requirements: Texts
    must_confirm_entry: bool
    terms: Texts
    terms_hash: str | None
    payment_methods: list[PaymentMethod]
    offline_instructions: Texts
    offline_days: int
    needs_approval: bool
    details_per: DetailsPer
    billing: Billing
    extra_currencies: list[str]
    version: int
    page_url: str | None
    created_at: Instant

    @classmethod
    def of(cls, event: Event) -> Self:
        """Out of the domain's noun."""
        own = {name: getattr(event, name) for name in cls.model_fields if hasattr(event, name)}
        return cls(
            **own
            | {
                "id": event.event_id,
                "location": LocationOut(**event.location) if event.location else None,
                "has_password": event.access_hash is not None,
                "exponent": money.exponent(event.currency),
                "page_url": page_url(event) if event.has_page else None,
                "version": event.version or 0,
            }
        )


def page_url(event: Event) -> str:
    """Where buyers find the event."""
    return f"{config().base_url}/e/{event.slug}/"


class EventList(Output):
    """A part of the list."""

    items: list[EventOut]
    next: str | None


class EventQuery(ListQuery):
    """Which events, and which part of the list."""

    status: EventStatus | None = None
    category: Category | None = None


class LinkOut(Output):
    """A link that opens something to whoever holds it, until it ends."""

    url: str
    expires_at: Instant
