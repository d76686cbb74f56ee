"""What stock does by itself once it has changed: a look at one event, which may be repeated at any time."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.actions import blocks, listing, offering
from chalicelib.domain.catalogue import Catalogue, Pool
from chalicelib.domain.events import Event, EventNotFound, StaleEdit
from chalicelib.domain.levels import level_reached
from chalicelib.domain.series import Occurrence
from chalicelib.domain.showcase import Free
from chalicelib.gateways import queues
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.facts import CapacityReached
from chalicelib.tables import occurrences, pools, shown
from chalicelib.tables.catalogue import edited_part, get_catalogue
from chalicelib.tables.commit import commit

_RACES = 4


def look_at(event_id: str, dates: Sequence[str], now: datetime) -> None:
    """Send home what came back to a released block, offer what is waited for, warn, and keep the page true.

    `dates` are those of a series whose own counters have changed.
    """
    try:
        blocks.send_leftovers_home(event_id, now)
        catalogue = get_catalogue(event_id)
        if catalogue.waiting:
            offering.offer_what_came_back(catalogue, now)
            catalogue = get_catalogue(event_id)
        free = listing.free_units(catalogue)
        _keep_page_true(catalogue, free, now)
        _warn_of_levels(catalogue, free, now)
        _warn_of_dates(event_id, dates, now)
    except EventNotFound:
        return  # facts of an event that was taken away


def _warn_of_levels(catalogue: Catalogue, free: Free, now: datetime) -> None:
    """Tell of each level once: the version of the pool's row lets one of two workers do so. Raises Busy."""
    for _ in range(_RACES):
        with suppress(StaleEdit):  # resized, or told of, meanwhile
            return _warn(catalogue, free, now)
        catalogue = get_catalogue(catalogue.event.event_id)
        free = listing.free_units(catalogue)
    raise Busy()


def _warn(catalogue: Catalogue, free: Free, now: datetime) -> None:
    for pool in catalogue.pools.values():
        level = level_reached(pool, free[pool.pool_id])
        if level:
            fact = _reached(catalogue.event, pool, {"pool_id": pool.pool_id, "percent": level})
            commit([edited_part(replace(pool, warned_percent=level))], [fact], now=now, by="stock")


def _warn_of_dates(event_id: str, dates: Sequence[str], now: datetime) -> None:
    """The same for the counters that single dates have of their own; here the version of the date decides."""
    if not dates:
        return
    for _ in range(_RACES):
        days = occurrences.get_occurrences(event_id, dates)
        catalogue = get_catalogue(event_id, occurrences=days)
        with suppress(StaleEdit):
            for day in days.values():
                _warn_of_date(catalogue, day, now)
            return
    raise Busy()


def _warn_of_date(catalogue: Catalogue, day: Occurrence, now: datetime) -> None:
    own = {pool_id: catalogue.pools[pool_id] for pool_id in day.counters if pool_id in catalogue.pools}
    counters = {pool_id: catalogue.counter(pool, day) for pool_id, pool in own.items()}
    free = pools.list_free(list(counters.values()))
    levels = {pool_id: level_reached(one, sum(free[one.pool_id])) for pool_id, one in counters.items()}
    reached = {pool_id: level for pool_id, level in levels.items() if level}
    told = [
        _reached(catalogue.event, counters[pool_id], {"pool_id": pool_id, "percent": level, "date": day.occurrence_id})
        for pool_id, level in reached.items()
    ]
    if told:
        commit([occurrences.edited_occurrence(replace(day, warned=day.warned | reached))], told, now=now, by="stock")


def _reached(event: Event, counter: Pool, data: dict[str, Any]) -> CapacityReached:
    return CapacityReached(event.event_id, event.account_id, event.event_id, data | {"capacity": counter.capacity})


def _keep_page_true(catalogue: Catalogue, free: Free, now: datetime) -> None:
    """Publish again when something sold out, or came back.

    What the page says is noted by its worker, which looks at the stock once more afterwards: a change before that look
    is seen by it, a change after it is seen here.
    """
    event_id = catalogue.event.event_id
    if not catalogue.event.has_page:
        return
    if listing.show_page(catalogue, free, now).sold_out != shown.find_shown(event_id):
        queues.send("pages", {"event_id": event_id})
