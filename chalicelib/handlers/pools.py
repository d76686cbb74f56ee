"""Limits that stand by themselves, and the size of every limit, for the members of an event's account."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import pools
from chalicelib.domain.accounts import Caller
from chalicelib.domain.catalogue import OneProductsLimit, PoolNotFound, StillUsed
from chalicelib.domain.events import EventNotFound, ReadOnly, StaleEdit
from chalicelib.domain.inventory import BelowSold, FewerShards
from chalicelib.domain.series import OccurrenceNotFound
from chalicelib.handlers.models.pools import NewPool, PoolEdits, PoolOut
from chalicelib.handlers.route import route
from chalicelib.handlers.versions import read_version, versioned
from chalicelib.handlers.wire import Answer, Request
from chalicelib.kernel.errors import Busy, StaleCheck
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)


@route(
    routes,
    "POST",
    "/events/{event_id}/pools",
    allow="events.edit",
    answers=201,
    refusals=(EventNotFound, ReadOnly, BelowSold),
)
def add_pool(event_id: str, caller: Caller, body: NewPool, once: Once, now: datetime) -> PoolOut:
    """A limit that several products share, or that holds for all tickets."""
    return PoolOut.of(pools.add_pool(event_id, body.model_dump(), caller, once, now))


@route(
    routes,
    "PATCH",
    "/events/{event_id}/pools/{pool_id}",
    allow="events.edit",
    refusals=(
        EventNotFound, PoolNotFound, OccurrenceNotFound, ReadOnly, BelowSold, FewerShards, OneProductsLimit, StaleEdit,
        StaleCheck, Busy,
    ),
)  # fmt: skip
def edit_pool(
    event_id: str, pool_id: str, caller: Caller, body: PoolEdits, request: Request, now: datetime
) -> Answer[PoolOut]:
    """Rename a limit, or raise or lower it while it sells: below what is sold or held is refused with the number.

    If-Match says which version of its settings you read; what is bought meanwhile is no other version. On a date of a
    series it is the version of the date's own limit.
    """
    version = read_version(request)
    if body.capacity is None:
        level = pools.rename_pool(event_id, pool_id, body.name or {}, version, caller, now)
    else:
        size = pools.Size(body.capacity, body.shards)
        level = pools.resize_pool(event_id, pool_id, size, version, caller, now, body.occurrence_id)
    shown = PoolOut.of(level)
    return versioned(shown, shown.version)


@route(
    routes,
    "DELETE",
    "/events/{event_id}/pools/{pool_id}",
    allow="events.edit",
    answers=204,
    refusals=(EventNotFound, PoolNotFound, ReadOnly, OneProductsLimit, StillUsed, StaleEdit, Busy),
)
def remove_pool(event_id: str, pool_id: str, caller: Caller, now: datetime) -> None:
    """Remove a limit that nothing counts against."""
    pools.remove_pool(event_id, pool_id, caller, now)
