"""Events as anybody may see them."""

from typing import Annotated

from pydantic import StringConstraints

from chalicelib.domain.events import Billing, Category, DetailsPer, EventStatus, PaymentMethod, Visibility
from chalicelib.handlers.models.common import Input, Instant, Output, Texts
from chalicelib.handlers.models.location import LocationOut
from chalicelib.handlers.models.products import PublicProduct


class PublicOrganizer(Output):
    """Who holds the event."""

    id: str
    name: str


class PublicEvent(Output):
    """An event as anybody may see it. `terms_hash` names the version of the terms that a buyer accepts."""

    id: str
    slug: str
    status: EventStatus
    visibility: Visibility
    title: Texts
    description: Texts
    languages: list[str]
    category: Category
    starts_at: Instant
    ends_at: Instant
    timezone: str
    location: LocationOut | None
    map_url: str | None
    organizer: PublicOrganizer
    currency: str
    exponent: int
    extra_currencies: list[str]
    hold_minutes: int
    occurrence_id: str
    orders_close_at: Instant | None
    age_limit: int | None
    entry_requirements: Texts
    must_confirm_entry: bool
    terms: Texts
    terms_hash: str | None
    payment_methods: list[PaymentMethod]
    needs_approval: bool
    details_per: DetailsPer
    billing: Billing
    products: list[PublicProduct]


class EventPassword(Input):
    """What opens a private event."""

    password: Annotated[str, StringConstraints(max_length=200)]


class EventAccess(Output):
    """Send `token` as a bearer token to see the event and to order."""

    token: str
    expires_at: Instant
