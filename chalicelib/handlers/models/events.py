"""Events on the wire."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from chalicelib.domain.events import Event, EventStatus
from chalicelib.handlers.models.common import (
    Currency,
    Input,
    Instant,
    Line,
    Output,
    RichTexts,
    Texts,
    TitleTexts,
    Venue,
    Zone,
    fits,
)
from chalicelib.kernel import money
from chalicelib.kernel.config import config

Description = Annotated[RichTexts, AfterValidator(fits)]


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
