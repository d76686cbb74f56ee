"""Makes the calendar entry of an event (RFC 5545)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from chalicelib.domain.events import Event
from chalicelib.kernel.text import pick
from chalicelib.kernel.wall_clock import span

if TYPE_CHECKING:
    import icalendar

_A_DAY = timedelta(days=1)


def calendar(dates: Sequence[Event], order_url: str, *, now: datetime, language: str = "en") -> bytes:
    """An entry for each date, in the event's own zone; its UID stays, so that a second import replaces the first."""
    import icalendar

    document = icalendar.Calendar()
    document.add("prodid", "-//Foyer//Tickets//EN")
    document.add("version", "2.0")
    document.add("method", "PUBLISH")
    for event in dates:
        document.add_component(_entry(event, order_url, now, language))
    # The rules of the years around it; by default icalendar writes every change from 1970 to 2038.
    first, last = date(dates[0].starts_at.year - 1, 1, 1), date(dates[-1].ends_at.year + 1, 12, 31)
    document.add_missing_timezones(first_date=first, last_date=last)
    return bytes(document.to_ical())


def _entry(event: Event, order_url: str, now: datetime, language: str) -> "icalendar.Event":
    import icalendar

    entry = icalendar.Event()
    starts_at, ends_at = _times(event)
    entry.add("uid", f"{event.event_id}-{event.occurrence_id}@foyer")
    entry.add("dtstamp", now)
    # Calendars follow the entry with the higher number (RFC 5545, 3.8.7.4): seconds only ever grow.
    entry.add("sequence", int((now - event.created_at).total_seconds()))
    entry.add("dtstart", starts_at)
    entry.add("dtend", ends_at)
    entry.add("summary", " ".join(pick(event.title, language).split()))
    when = span(event.starts_at, event.ends_at, event.timezone, event.date_format)
    words = [
        f"{when.day}, {when.hours} ({when.zone})",
        f"Your tickets: {order_url}",
        *filter(None, online(event).values()),
    ]
    entry.add("description", "\n".join(words))
    entry.add("url", order_url)
    if place := where(event):
        entry.add("location", place)
    return entry


def _times(event: Event) -> tuple[datetime, datetime]:
    """In the event's own zone, so that a calendar can name it; in UTC when the clocks are changed that very day.

    A wall time that comes twice would be read as the first of the two (RFC 5545, 3.3.5), an hour too early.
    """
    zone = ZoneInfo(event.timezone)
    before, after = event.starts_at - _A_DAY, event.ends_at + _A_DAY
    if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
        return event.starts_at, event.ends_at
    return event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)


def where(event: Event) -> str:
    """The place and its address in one line; empty for an event without one."""
    place = event.location or {}
    if place.get("kind") == "online":
        return "Online"
    town = " ".join(filter(None, (place.get("postal_code"), place.get("city"))))
    return ", ".join(filter(None, (place.get("name"), place.get("address"), town, place.get("country"))))


def online(event: Event) -> dict[str, str]:
    """Where to watch, and how: what only those who bought are told."""
    place = event.location or {}
    return {name: place.get(f"online_{name}") or "" for name in ("url", "instructions")}
