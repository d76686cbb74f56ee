"""What stock does by itself once it has changed: a look at one event, which may be repeated at any time."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from chalicelib.actions import blocks, listing, offering
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.events import EventNotFound, StaleEdit
from chalicelib.domain.levels import level_reached
from chalicelib.domain.showcase import Free
from chalicelib.gateways import queues
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.facts import CapacityReached
from chalicelib.tables import shown
from chalicelib.tables.catalogue import edited_part, get_catalogue
from chalicelib.tables.commit import commit

_RACES = 4


def look_at(event_id: str, now: datetime) -> None:
    """Send home what came back to a released block, offer what is waited for, warn, and keep the page true."""
    try:
        blocks.send_leftovers_home(event_id, now)
        catalogue = get_catalogue(event_id)
        if catalogue.waiting:
            offering.offer_what_came_back(catalogue, now)
            catalogue = get_catalogue(event_id)
        free = listing.free_units(catalogue)
        _keep_page_true(catalogue, free, now)
        _warn_of_levels(catalogue, free, now)
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
    event = catalogue.event
    reached = {pool_id: level_reached(pool, free[pool_id]) for pool_id, pool in catalogue.pools.items()}
    for pool_id, level in reached.items():
        if level:
            pool = catalogue.pools[pool_id]
            data = {"pool_id": pool_id, "percent": level, "capacity": pool.capacity}
            fact = CapacityReached(event.event_id, event.account_id, event.event_id, data)
            commit([edited_part(replace(pool, warned_percent=level))], [fact], now=now, by="stock")


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
