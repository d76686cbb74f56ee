"""When something is, as people at the place say it: by the event's own clock, with the zone's name."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Span:
    """`day` "Saturday 12 December 2026", `hours` "20:00 – 23:00", `zone` "CET, Europe/Berlin".

    What takes a day or longer has the first hour in `day` and "until …" in `hours`. When the clocks are changed in
    between, each hour says by which clock: "02:30 CEST – 02:30 CET" is an hour.
    """

    day: str
    hours: str
    zone: str


def span(starts_at: datetime, ends_at: datetime, timezone: str) -> Span:
    """From one instant to another in an IANA zone."""
    zone = ZoneInfo(timezone)
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    is_changed = start.utcoffset() != end.utcoffset()
    named = timezone if is_changed else f"{start:%Z}, {timezone}"
    hour = "%H:%M %Z" if is_changed else "%H:%M"
    if (end - start).days < 1:
        return Span(_day(start), f"{start.strftime(hour)} – {end.strftime(hour)}", named)
    return Span(f"{_day(start)}, {start.strftime(hour)}", f"until {_day(end)}, {end.strftime(hour)}", named)


def _day(moment: datetime) -> str:
    return f"{moment:%A} {moment.day} {moment:%B %Y}"
