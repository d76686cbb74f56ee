"""Live events as anybody may see them."""

from chalicelib.domain.events import EventStatus
from chalicelib.handlers.models.common import Instant, Output, Texts
from chalicelib.handlers.models.products import PublicProduct


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
