"""When something is, as people at the place say it: by the event's own clock, with the zone's name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

# "Saturday 12 December 2026, 20:00" · "Saturday, December 12, 2026, 8:00 PM" · "2026-12-12, 20:00"
DateFormat = Literal["day_first", "month_first", "iso"]
_HOURS: dict[DateFormat, str] = {"day_first": "%H:%M", "month_first": "%-I:%M %p", "iso": "%H:%M"}


@dataclass(frozen=True)
class Span:
    """`day` "Saturday 12 December 2026", `hours` "20:00 – 23:00", `zone` "CET, Europe/Berlin".

    What takes a day or longer has the first hour in `day` and "until …" in `hours`. When the clocks are changed in
    between, each hour says by which clock: "02:30 CEST – 02:30 CET" is an hour.
    """

    day: str
    hours: str
    zone: str


def span(starts_at: datetime, ends_at: datetime, timezone: str, form: DateFormat = "day_first") -> Span:
    """From one instant to another in an IANA zone."""
    zone = ZoneInfo(timezone)
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    is_changed = start.utcoffset() != end.utcoffset()
    named = timezone if is_changed else f"{start:%Z}, {timezone}"
    hour = f"{_HOURS[form]} %Z" if is_changed else _HOURS[form]
    if (end - start).days < 1:
        return Span(_day(start, form), f"{start.strftime(hour)} – {end.strftime(hour)}", named)
    first, last = (f"{_day(moment, form)}, {moment.strftime(hour)}" for moment in (start, end))
    return Span(first, f"until {last}", named)


def _day(moment: datetime, form: DateFormat) -> str:
    if form == "iso":
        return f"{moment:%Y-%m-%d}"
    if form == "month_first":
        return f"{moment:%A, %B} {moment.day}, {moment.year}"
    return f"{moment:%A} {moment.day} {moment:%B %Y}"
