"""What people attend: an event, its life and who may change it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.kernel.text import Texts

EventStatus = Literal["DRAFT", "LIVE", "ARCHIVED"]


class EventNotFound(NotFound):
    """There is no such event."""


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


def check_times(starts_at: datetime, ends_at: datetime) -> None:
    """Raises EndsBeforeItStarts."""
    if ends_at <= starts_at:
        raise EndsBeforeItStarts(ends_at="must be later than starts_at")


def check_publishable(event: Event, *, has_products: bool) -> None:
    """Raises what keeps this event from going live."""
    if event.status != "DRAFT":
        raise NotADraft()
    if not has_products:
        raise NothingToSell()
