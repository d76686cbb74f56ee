"""What those who have bought are told when an event, or one of its dates, moves in time or place."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain.events import Event, EventStatus
from chalicelib.domain.orders import Order, State
from chalicelib.domain.series import Occurrence
from chalicelib.kernel import ids
from chalicelib.kernel.errors import NotFound

# Drafts have no buyers, and those of a cancelled event have been told something else.
_ANNOUNCED: frozenset[EventStatus] = frozenset({"LIVE", "POSTPONED"})
_BOUGHT: frozenset[State] = frozenset(
    {"AWAITING_APPROVAL", "AWAITING_OFFLINE_PAYMENT", "PROCESSING", "PARTLY_PAID", "COMPLETED", "REVIEW"}
)
_PLACE = ("kind", "name", "address", "postal_code", "city", "country", "online_url")


class ReschedulingNotFound(NotFound):
    """There is no such change of time or place."""


@dataclass(frozen=True)
class Rescheduling:
    """When and where an event was to take place, until it was changed `at` that moment.

    With an `occurrence_id` it is about this date of a series alone, else about all that the event sells.
    """

    rescheduling_id: str
    event_id: str
    at: datetime
    starts_at: datetime
    ends_at: datetime
    timezone: str
    location: dict[str, Any] | None = None
    occurrence_id: str = ""


def of_event(before: Event, after: Event, at: datetime) -> Rescheduling | None:
    """What an edit of the event moves; None for nothing. The times of a series are those of its dates."""
    is_moved = place_of(before.location) != place_of(after.location)
    if not before.is_series:
        times = [(event.starts_at, event.ends_at, event.timezone) for event in (before, after)]
        is_moved = is_moved or times[0] != times[1]
    return _rescheduling(before, str(before.version), at) if is_moved else None


def of_date(event: Event, before: Occurrence, after: Occurrence, at: datetime) -> Rescheduling | None:
    """What an edit of one date moves; None for nothing, and for a date that does not take place."""
    if (before.starts_at, before.ends_at) == (after.starts_at, after.ends_at) or after.status == "CANCELLED":
        return None
    was = f"{before.occurrence_id}.{before.version}"
    return _rescheduling(event, was, at, before)


def _rescheduling(event: Event, was: str, at: datetime, day: Occurrence | None = None) -> Rescheduling | None:
    if event.status not in _ANNOUNCED:
        return None
    return Rescheduling(
        rescheduling_id=ids.derived("rsc", event.event_id, was),
        event_id=event.event_id,
        at=at,
        starts_at=(day or event).starts_at,
        ends_at=(day or event).ends_at,
        timezone=event.timezone,
        location=event.location,
        occurrence_id=day.occurrence_id if day else "",
    )


def place_of(location: dict[str, Any] | None) -> list[str]:
    """What makes it another place for a visitor: not its pin on the map, nor how to use the link."""
    return [(location or {}).get(name) or "" for name in _PLACE]


def concerns(order: Order, occurrence_id: str = "") -> bool:
    """Whether somebody has bought for this date (any date if it is empty) and has not given all of that back."""
    return (
        bool(order.buyer_email)
        and order.state in _BOUGHT
        and any(
            occurrence_id in ("", line.occurrence_id) and order.returned.get(str(place), 0) < line.quantity
            for place, line in enumerate(order.lines)
        )
    )
