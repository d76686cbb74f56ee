"""When something is, as people at the place say it: by the event's own clock, with the zone's name."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Span:
    """`day` "Saturday 12 December 2026", `hours` "20:00 – 23:00", `zone` "CET, Europe/Berlin".

    What takes a day or longer has the first hour in `day` and "until …" in `hours`.
    """

    day: str
    hours: str
    zone: str


def span(starts_at: datetime, ends_at: datetime, timezone: str) -> Span:
    """From one instant to another in an IANA zone."""
    zone = ZoneInfo(timezone)
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    named = f"{start:%Z}, {timezone}"
    if (end - start).days < 1:
        return Span(_day(start), f"{start:%H:%M} – {end:%H:%M}", named)
    return Span(f"{_day(start)}, {start:%H:%M}", f"until {_day(end)}, {end:%H:%M}", named)


def _day(moment: datetime) -> str:
    return f"{moment:%A} {moment.day} {moment:%B %Y}"
