"""Events on the wire."""

from dataclasses import asdict
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from chalicelib.domain.events import Billing, Category, DetailsPer, Event, EventStatus, PaymentMethod, Visibility
from chalicelib.domain.offline import OfflineMethod, terms_of
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
    SparseQuery,
    Texts,
    TitleTexts,
    Zone,
    fits,
)
from chalicelib.handlers.models.instalments import InstalmentTermsIn, InstalmentTermsOut
from chalicelib.handlers.models.location import Location, LocationOut
from chalicelib.handlers.models.policies import PolicyIn, PolicyOut
from chalicelib.kernel import money
from chalicelib.kernel.config import config
from chalicelib.kernel.wall_clock import DateFormat

_MOST_NOTE_BYTES = 20_000
_USUAL = "null: what the account's settings say."


def _distinct(values: list[str] | None) -> list[str] | None:
    if values and len(set(values)) < len(values):
        raise ValueError("names something twice")
    return values


def _short(texts: dict[str, str] | None) -> dict[str, str] | None:
    if texts and sum(len(text.encode()) for text in texts.values()) > _MOST_NOTE_BYTES:
        raise ValueError("is longer than 20 KB in all languages together")
    return texts


Description = Annotated[RichTexts, AfterValidator(fits)]
Notes = Annotated[BodyTexts, AfterValidator(_short)]
Languages = Annotated[list[Language], Field(min_length=1, max_length=20), AfterValidator(_distinct)]
PaymentMethods = Annotated[list[PaymentMethod], Field(min_length=1), AfterValidator(_distinct)]
Currencies = Annotated[list[Currency], Field(max_length=10), AfterValidator(_distinct)]
Password = Annotated[str, StringConstraints(min_length=4, max_length=200)]
HoldMinutes = Annotated[int, Field(ge=1, le=60, description="How long a reservation is held.")]
AgeLimit = Annotated[int, Field(ge=1, le=99, description="The youngest age that is let in.")]


class OfflineTermsIn(Input):
    """What buyers are told of one way to pay later, and how long they have."""

    instructions: Notes = Field(default_factory=dict, description="Account number, or where to bring the money.")
    terms: Notes = Field(default_factory=dict, description="What holds for this way to pay, shown before it is chosen.")
    days: int = Field(default=7, ge=1, le=90, description="How long a buyer has to pay.")
    reminder_days: int | None = Field(default=None, ge=1, le=89, description="Remind so many days before it is due.")
    grace_hours: int = Field(default=0, ge=0, le=240, description="How long after that an unpaid order ends.")

    @model_validator(mode="after")
    def _reminds_in_time(self) -> Self:
        if self.reminder_days is not None and self.reminder_days >= self.days:
            raise ValueError("reminder_days must be fewer than days")
        return self


Offline = Annotated[dict[OfflineMethod, OfflineTermsIn], Field(description="Way to pay later → its terms.")]


class NewEvent(Input):
    """Draft an event."""

    organizer_id: Line
    title: TitleTexts
    description: Description = Field(default_factory=dict)
    starts_at: Instant
    ends_at: Instant
    timezone: Zone | None = Field(default=None, description=_USUAL)
    currency: Currency | None = Field(default=None, description=_USUAL)
    location: Location | None = None
    category: Category = "other"
    languages: Languages | None = Field(default=None, description=f"The first is the page's own. {_USUAL}")
    date_format: DateFormat | None = Field(default=None, description=_USUAL)
    visibility: Visibility = "public"
    password: Password | None = Field(default=None, description="Opens a private event.")
    hold_minutes: HoldMinutes = 10
    orders_close_at: Instant | None = Field(default=None, description="Nothing can be ordered from then on.")
    age_limit: AgeLimit | None = None
    entry_requirements: Notes = Field(default_factory=dict)
    must_confirm_entry: bool = Field(default=False, description="Whether buyers must confirm the requirements.")
    terms: Description = Field(default_factory=dict, description="What buyers agree to.")
    payment_methods: PaymentMethods | None = Field(default=None, description="null: the account's usual one.")
    offline: Offline = Field(default_factory=dict)
    needs_approval: bool = Field(default=False, description="Whether each order waits for a member's approval.")
    details_per: DetailsPer = Field(default="order", description="Whose name is asked for.")
    billing: Billing = Field(default="none", description="Whether buyers give an address for the invoice.")
    extra_currencies: Currencies = Field(default_factory=list)
    has_auto_buy: bool = Field(default=False, description="Whether who waits may let a kept card buy for them.")
    instalments: InstalmentTermsIn | None = Field(default=None, description="How an order may be paid in parts.")
    policy: PolicyIn = Field(default_factory=PolicyIn, description="What buyers get back.")


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
    date_format: DateFormat | None = None
    visibility: Visibility | None = None
    password: Password | None = Field(default=None, description="null takes the password away.")
    hold_minutes: HoldMinutes | None = None
    orders_close_at: Instant | None = None
    age_limit: AgeLimit | None = None
    entry_requirements: Notes | None = None
    must_confirm_entry: bool | None = None
    terms: Description | None = None
    payment_methods: PaymentMethods | None = None
    offline: Offline | None = None
    needs_approval: bool | None = None
    details_per: DetailsPer | None = None
    billing: Billing | None = None
    has_auto_buy: bool | None = None
    extra_currencies: Currencies | None = None
    instalments: InstalmentTermsIn | None = Field(default=None, description="null: all at once.")
    policy: PolicyIn | None = None

    @model_validator(mode="after")
    def _cleared(self) -> Self:
        for name in sorted(self.model_fields_set - _MAY_BE_CLEARED):
            if getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null: leave it out to keep it")
        return self


_MAY_BE_CLEARED = {"location", "orders_close_at", "age_limit", "password", "instalments"}


class OfflineTermsOut(Output):
    """What buyers are told of one way to pay later, and how long they have."""

    instructions: Texts
    terms: Texts
    days: int
    reminder_days: int | None
    grace_hours: int


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
    is_series: bool
    timezone: str
    location: LocationOut | None
    category: Category
    languages: list[str]
    date_format: DateFormat
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
    offline: dict[OfflineMethod, OfflineTermsOut]
    needs_approval: bool
    details_per: DetailsPer
    billing: Billing
    has_auto_buy: bool
    extra_currencies: list[str]
    instalments: InstalmentTermsOut | None
    policy: PolicyOut
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
                "policy": PolicyOut.of(event.policy),
                "location": LocationOut(**event.location) if event.location else None,
                "offline": {name: OfflineTermsOut(**asdict(terms_of(event.offline, name))) for name in event.offline},
                "instalments": InstalmentTermsOut(**event.instalments) if event.instalments else None,
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


class EventQuery(ListQuery, SparseQuery):
    """Which events, and which part of the list."""

    status: EventStatus | None = None
    category: Category | None = None


class LinkOut(Output):
    """A link that opens something to whoever holds it, until it ends."""

    url: str
    expires_at: Instant
