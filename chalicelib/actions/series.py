"""Dates of a series: made by a rule, listed page by page, changed one by one."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.actions import rescheduling
from chalicelib.actions.events import owned_catalogue, owned_event
from chalicelib.domain.accounts import Caller
from chalicelib.domain.catalogue import Catalogue, Pool, UnknownReference
from chalicelib.domain.events import StaleEdit, check_editable, check_times
from chalicelib.domain.reschedulings import of_date
from chalicelib.domain.series import Occurrence, OccurrenceNotFound, Recurrence, TooManyOccurrences, plan
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.facts import OccurrenceChanged, OccurrencesAdded
from chalicelib.kernel.once import Once
from chalicelib.tables import events, marks, occurrences, pools
from chalicelib.tables.catalogue import get_catalogue
from chalicelib.tables.commit import commit
from chalicelib.tables.lists import Page

_DATES_IN_A_COMMIT = 90
MOST_AT_ONCE = 1000  # an answer has 29 seconds; a longer series is made by asking again with a later start


@dataclass(frozen=True)
class Sold:
    """One date, and for each of the event's pools how much of it nobody holds."""

    day: Occurrence
    pools: list[tuple[Pool, int]]


def add_dates(
    event_id: str, first_at: datetime, length: timedelta, rule: Recurrence, caller: Caller, once: Once, now: datetime
) -> int:
    """Make the dates of a rule; returns how many the rule names. Dates that are there stay as they are.

    The event's own date becomes the first of the series. Safe to repeat, and to go on after a failure: a date's id
    comes from its start.
    """
    event = owned_event(event_id, caller)
    check_editable(event)
    dates = plan(event_id, first_at, length, event.timezone, rule)
    if len(dates) > MOST_AT_ONCE:
        raise TooManyOccurrences(rule=f"makes more than {MOST_AT_ONCE} dates at once: make them in parts")
    own = Occurrence(event.occurrence_id, event_id, event.starts_at, event.ends_at)
    known = {} if event.is_series else {event.starts_at: own}
    made = [known.get(day.starts_at, day) for day in dates]
    missing = _missing(event_id, [*known.values(), *made])
    for start in range(0, len(missing), _DATES_IN_A_COMMIT):
        with suppress(AlreadyDone):  # the same request twice at once: the other half does the same
            commit(
                occurrences.new_occurrences(missing[start : start + _DATES_IN_A_COMMIT]), [], now=now, by=caller.user_id
            )
    fact = OccurrencesAdded(event_id, event.account_id, event_id, {"count": len(missing)})
    last = max((day.ends_at for day in made), default=event.ends_at)
    changed = replace(event, is_series=True, ends_at=max(event.ends_at, last))
    with suppress(AlreadyDone):
        commit([marks.new_mark(once, now), events.edited_event(changed)], [fact], now=now, by=caller.user_id)
    return len(dates)


def _missing(event_id: str, wanted: Sequence[Occurrence]) -> list[Occurrence]:
    by_id = {day.occurrence_id: day for day in wanted}
    have = occurrences.get_occurrences(event_id, list(by_id))
    return [day for occurrence_id, day in by_id.items() if occurrence_id not in have]


def list_dates(event_id: str, caller: Caller, cursor: str | None, limit: int) -> Page[Sold]:
    """The dates of a series with what is left, soonest first: one query, and a batch read of the opened counters."""
    catalogue = owned_catalogue(event_id, caller)
    event = catalogue.event
    if event.is_series:
        page = occurrences.list_occurrences(event_id, cursor, limit, consistent=True)
    else:
        page = Page([catalogue.occurrence(event.occurrence_id)], None)
    return Page(_sold(catalogue, page.items), page.next)


def _sold(catalogue: Catalogue, days: Sequence[Occurrence]) -> list[Sold]:
    counters = {
        day.occurrence_id: [(pool, catalogue.counter(pool, day)) for pool in catalogue.pools.values()] for day in days
    }
    opened = {
        counter.pool_id: counter
        for day in days
        for pool, counter in counters[day.occurrence_id]
        if counter is pool or pool.pool_id in day.counters
    }
    free = pools.list_free(list(opened.values()))

    def left(counter: Pool) -> int:
        return sum(free[counter.pool_id]) if counter.pool_id in opened else counter.capacity

    return [
        Sold(
            day,
            [(replace(counter, pool_id=pool.pool_id), left(counter)) for pool, counter in counters[day.occurrence_id]],
        )
        for day in days
    ]


def get_date(event_id: str, occurrence_id: str, caller: Caller) -> Sold:
    """One date of the caller's series. Raises OccurrenceNotFound."""
    owned_event(event_id, caller)
    days = occurrences.get_occurrences(event_id, [occurrence_id])
    if occurrence_id not in days:
        raise OccurrenceNotFound()
    return _sold(get_catalogue(event_id, occurrences=days), list(days.values()))[0]


def edit_date(
    event_id: str, occurrence_id: str, version: int, edits: Mapping[str, Any], caller: Caller, now: datetime
) -> Sold:
    """What differs on a date: times, prices, hidden products, whether it takes place. Raises StaleEdit.

    Capacities are changed at the pool, with the date named: what was sold counts there.
    """
    catalogue = owned_catalogue(event_id, caller)
    check_editable(catalogue.event)
    day = get_date(event_id, occurrence_id, caller).day
    if day.version != version:
        raise StaleEdit()
    edited = replace(day, **edits)
    _check_references(edited, catalogue)
    check_times(edited.starts_at, edited.ends_at)
    data = {"occurrence_id": occurrence_id, "fields": sorted(edits), "status": edited.status}
    fact = OccurrenceChanged(event_id, caller.account_id, event_id, data)
    moves, told = rescheduling.noted(of_date(catalogue.event, day, edited, now), caller.account_id)
    commit([occurrences.edited_occurrence(edited), *moves], [fact, *told], now=now, by=caller.user_id)
    return get_date(event_id, occurrence_id, caller)


def _check_references(day: Occurrence, catalogue: Catalogue) -> None:
    products = {one.product_id for one in catalogue.products}
    priced = products | {tier.tier_id for one in catalogue.products for tier in one.tiers}
    if not set(day.hidden) <= products:
        raise UnknownReference(hidden="names something that this event does not have")
    if not set(day.prices) <= priced:
        raise UnknownReference(prices="names something that this event does not have")
