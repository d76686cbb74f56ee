"""What people attend: an event, its life, who may see it and what it asks of buyers."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, get_args
from urllib.parse import quote
from zoneinfo import ZoneInfo

from chalicelib.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from chalicelib.kernel.text import Texts
from chalicelib.kernel.wall_clock import DateFormat

EventStatus = Literal["DRAFT", "LIVE", "POSTPONED", "CANCELLED", "ARCHIVED", "TEMPLATE"]
Visibility = Literal["public", "unlisted", "private"]
Category = Literal[
    "music", "theatre", "film", "comedy", "festival", "party", "conference", "workshop", "sport", "exhibition",
    "family", "food", "community", "other",
]  # fmt: skip
PaymentMethod = Literal["card", "paypal", "bitcoin", "bank", "cash", "invoice"]
DetailsPer = Literal["order", "ticket"]
Billing = Literal["none", "optional", "required"]
Move = Literal["publish", "postpone", "resume", "cancel", "archive"]

# Every move: from which states it may begin, and where it leads. A template has none: it is never live.
MOVES: dict[Move, tuple[frozenset[EventStatus], EventStatus]] = {
    "publish": (frozenset({"DRAFT"}), "LIVE"),
    "postpone": (frozenset({"LIVE"}), "POSTPONED"),
    "resume": (frozenset({"POSTPONED"}), "LIVE"),
    "cancel": (frozenset({"LIVE", "POSTPONED"}), "CANCELLED"),
    "archive": (frozenset({"LIVE", "POSTPONED", "CANCELLED"}), "ARCHIVED"),
}
STATUSES: tuple[EventStatus, ...] = get_args(EventStatus)
CATEGORIES: tuple[Category, ...] = get_args(Category)
_WITH_A_PAGE: frozenset[EventStatus] = frozenset({"LIVE", "POSTPONED", "CANCELLED", "ARCHIVED"})
_FOR_BUYERS_ONLY = frozenset({"online_url", "online_instructions"})


class EventNotFound(NotFound):
    """There is no such event."""


class NothingToSell(Conflict):
    """An event needs at least one product before it can be published."""


class MoveNotAllowed(Conflict):
    """The event's present state does not allow that."""


class ReadOnly(Conflict):
    """An archived event can be read, but no longer changed."""


class StaleEdit(Conflict):
    """Somebody else has saved this in the meantime. Load it again and repeat your change."""


def check_version(read: int, stored: int | None) -> None:
    """Whether an edit is of what is stored; version 0 is of what was never saved. Raises StaleEdit."""
    if read != (stored or 0):
        raise StaleEdit()


def overtaken(who: str, fields: Iterable[str]) -> StaleEdit:
    """What somebody is told who edits what `who` has saved since, changing these fields."""
    sentence = f"{who} has saved this in the meantime. Load it again and repeat your change."
    return StaleEdit(sentence, **dict.fromkeys(sorted(fields), f"was changed by {who}"))


class EndsBeforeItStarts(Invalid):
    """An event cannot end before it starts."""


class AccessNeeded(Unauthenticated):
    """This event is private: enter its password, or open your invitation."""


class WrongPassword(Forbidden):
    """This is not the event's password."""


class PreviewEnded(Unauthenticated):
    """This preview is over. Ask for a new link."""


@dataclass(frozen=True)
class Event:
    """What people attend. `starts_at` and `ends_at` are instants; `timezone` (IANA) says how to show them.

    `location` has a `kind` (venue, online, hybrid) and the fields of `LocationOut`; None is an event without a place.
    `offline` holds the fields of `OfflineTerms` for each way to pay later, `instalments` those of `InstalmentTerms`.
    `access_round` counts up when passwords change, so that what was given out before opens nothing any more.
    """

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
    occurrence_id: str
    hold_minutes: int
    created_at: datetime
    location: dict[str, Any] | None = None
    category: Category = "other"
    languages: list[str] = field(default_factory=lambda: ["en"])
    visibility: Visibility = "public"
    access_hash: str | None = None
    access_round: int = 0
    orders_close_at: datetime | None = None
    age_limit: int | None = None
    entry_requirements: Texts = field(default_factory=dict)
    must_confirm_entry: bool = False
    terms: Texts = field(default_factory=dict)
    payment_methods: list[PaymentMethod] = field(default_factory=lambda: ["card"])
    offline: dict[str, dict[str, Any]] = field(default_factory=dict)
    needs_approval: bool = False
    details_per: DetailsPer = "order"
    billing: Billing = "none"
    has_auto_buy: bool = False
    date_format: DateFormat = "day_first"
    instalments: dict[str, Any] | None = None
    extra_currencies: list[str] = field(default_factory=list)
    policy: dict[str, Any] = field(default_factory=dict)
    order_spread: int = 4
    is_series: bool = False
    changed_by: str = ""
    version: int | None = None

    @property
    def has_page(self) -> bool:
        """Whether it was published, so that people may come to look at it."""
        return self.status in _WITH_A_PAGE

    @property
    def is_listed(self) -> bool:
        """Whether it stands in public lists and search engines may find it."""
        return self.status == "LIVE" and self.visibility == "public"

    @property
    def terms_hash(self) -> str | None:
        """Which version of the terms this is, for the order that accepts it; None for an event without terms."""
        texts = {language: text for language, text in self.terms.items() if text}
        if not texts:
            return None
        canonical = json.dumps(texts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def public_location(self) -> dict[str, Any] | None:
        """The location without what only buyers are told: where to watch it online."""
        if self.location is None:
            return None
        return {name: value for name, value in self.location.items() if name not in _FOR_BUYERS_ONLY}

    @property
    def map_url(self) -> str | None:
        """Where a map shows the place: the organizer's own link, else its coordinates or address on OpenStreetMap."""
        place = self.location or {}
        if place.get("kind") == "online":
            return None
        if place.get("maps_url"):
            return str(place["maps_url"])
        if place.get("latitude") is not None:
            at = f"{place['latitude']}/{place['longitude']}"
            marker = f"?mlat={place['latitude']}&mlon={place['longitude']}"
            return f"https://www.openstreetmap.org/{marker}#map=17/{at}"
        if not place.get("address") and not place.get("city"):
            return None
        words = [place.get(part) for part in ("address", "postal_code", "city", "country")]
        return f"https://www.openstreetmap.org/search?query={quote(', '.join(filter(None, words)))}"

    def sells(self, now: datetime) -> bool:
        """Whether anything may be ordered at all; each product has times and limits of its own."""
        return self.status == "LIVE" and (self.orders_close_at is None or now < self.orders_close_at)


def check_times(starts_at: datetime, ends_at: datetime) -> None:
    """Raises EndsBeforeItStarts."""
    if ends_at <= starts_at:
        raise EndsBeforeItStarts(ends_at="must be later than starts_at")


def check_editable(event: Event) -> None:
    """Raises ReadOnly."""
    if event.status == "ARCHIVED":
        raise ReadOnly()


def moved(event: Event, move: Move) -> Event:
    """The event after this move. Raises MoveNotAllowed."""
    begins, leads_to = MOVES[move]
    if event.status not in begins:
        raise MoveNotAllowed(f"An event in the state {event.status} cannot be moved to {leads_to}.")
    return replace(event, status=leads_to)


def shifted(instant: datetime, old_start: datetime, new_start: datetime, timezone: str) -> datetime:
    """The instant as far from the new start as it was from the old one, by the clocks of the place.

    Sales that opened at ten in the morning open at ten again, even if the clocks are changed in between.
    """
    zone = ZoneInfo(timezone)
    days = new_start.astimezone(zone).replace(tzinfo=None) - old_start.astimezone(zone).replace(tzinfo=None)
    wall = instant.astimezone(zone).replace(tzinfo=None) + days
    return wall.replace(tzinfo=zone).astimezone(instant.tzinfo)
