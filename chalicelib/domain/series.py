"""Series: an event that takes place more than once. Every event is a series, most of one occurrence."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from chalicelib.domain.events import Event
from chalicelib.kernel import clock, ids
from chalicelib.kernel.errors import Conflict, Invalid, NotFound

OccurrenceStatus = Literal["SCHEDULED", "CANCELLED"]
Frequency = Literal["daily", "weekly", "monthly"]
MOST_OCCURRENCES = 10_000


class OccurrenceNotFound(NotFound):
    """There is no such occurrence of this event."""


class OccurrenceCancelled(Conflict):
    """This date was cancelled."""


class NoOccurrence(Invalid):
    """This rule names no date at all."""


class TooManyOccurrences(Invalid):
    """A series has 10,000 occurrences at most."""


@dataclass(frozen=True)
class Occurrence:
    """One date of a series, with what differs from the event's catalogue on that date.

    `prices`: product or tier id → currency → minor units. `capacities`: pool id → units, where they differ from the
    pool's own. `counters`: pool id → [capacity, shards] of the counters that exist; they are made when the first
    unit of a date is sold or changed, so that ten thousand dates cost ten thousand rows and no more. `warned`: pool
    id → the last level of its counter that the organizer was told of.
    """

    occurrence_id: str
    event_id: str
    starts_at: datetime
    ends_at: datetime
    status: OccurrenceStatus = "SCHEDULED"
    prices: dict[str, dict[str, int]] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    capacities: dict[str, int] = field(default_factory=dict)
    counters: dict[str, list[int]] = field(default_factory=dict)
    warned: dict[str, int] = field(default_factory=dict)
    version: int | None = None

    def size_of(self, pool_id: str, capacity: int, shards: int) -> tuple[int, int]:
        """(capacity, shards) of a pool's counter on this date, given the pool's own."""
        if pool_id in self.counters:
            counted, split = self.counters[pool_id]
            return counted, split
        return self.capacities.get(pool_id, capacity), shards


@dataclass(frozen=True)
class Recurrence:
    """Every `interval` days, weeks or months: `count` times, or until a day (included).

    `weekdays` (0 is Monday) applies to weeks only. Times of day stay what the clock on the wall says, whatever
    daylight saving does to the hours in between.
    """

    frequency: Frequency
    interval: int
    count: int | None
    until: date | None
    weekdays: list[int] = field(default_factory=list)


def on(event: Event, day: Occurrence) -> Event:
    """The event as it is on this date."""
    return replace(event, starts_at=day.starts_at, ends_at=day.ends_at, occurrence_id=day.occurrence_id)


def occurrence_id_of(event_id: str, starts_at: datetime) -> str:
    """The id of an occurrence begins with its start, so that ids sort by time; the same date has the same id."""
    return ids.sortable_derived("occ", starts_at, event_id, clock.to_text(starts_at))


def plan(event_id: str, first_at: datetime, length: timedelta, timezone: str, rule: Recurrence) -> list[Occurrence]:
    """The occurrences that a rule makes, the first included. Raises NoOccurrence, TooManyOccurrences.

    An hour that a change of clocks skips is taken as the moment after it (as `zoneinfo` does for fold 0).
    """
    found = []
    for starts_at in _starts(first_at, timezone, rule):
        found.append(Occurrence(occurrence_id_of(event_id, starts_at), event_id, starts_at, starts_at + length))
        if len(found) > MOST_OCCURRENCES:
            raise TooManyOccurrences(rule="makes more than 10,000 dates")
    if not found:
        raise NoOccurrence(rule="names no date")
    return found


def _starts(first_at: datetime, timezone: str, rule: Recurrence) -> Iterator[datetime]:
    zone = ZoneInfo(timezone)
    first = first_at.astimezone(zone)
    for made, day in enumerate(_days(first.date(), rule)):
        if (rule.count is not None and made >= rule.count) or (rule.until and day > rule.until):
            return
        wall = datetime.combine(day, first.time(), tzinfo=zone)
        yield wall.astimezone(UTC)


def _days(first: date, rule: Recurrence) -> Iterator[date]:
    if rule.frequency == "monthly":
        yield from _months(first, rule.interval)
        return
    step = timedelta(days=rule.interval) if rule.frequency == "daily" else timedelta(weeks=rule.interval)
    start = first
    weekdays = sorted(set(rule.weekdays)) if rule.frequency == "weekly" else []
    if weekdays:
        start -= timedelta(days=first.weekday())
    while start <= date.max - step:
        for day in [start + timedelta(days=weekday) for weekday in weekdays] or [start]:
            if day >= first:
                yield day
        start += step


def _months(first: date, interval: int) -> Iterator[date]:
    """The same day of each month; months that have no such day are left out (RFC 5545 does the same)."""
    number = first.year * 12 + first.month - 1
    while number // 12 <= date.max.year:
        year, month = divmod(number, 12)
        with suppress(ValueError):
            yield first.replace(year=year, month=month + 1)
        number += interval
