"""Blocks of an event, tickets that are given away, and planned releases, for the members of its account."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import blocks, comps, releases
from chalicelib.actions.comps import Gift
from chalicelib.domain.accounts import Caller
from chalicelib.domain.blocks import BlockNotFound, BlockOver, EndsInThePast, NotThatMany
from chalicelib.domain.catalogue import PoolNotFound, ProductNotFound
from chalicelib.domain.events import EventNotFound, ReadOnly
from chalicelib.domain.inventory import SoldOut
from chalicelib.domain.orders import Buyer
from chalicelib.domain.promos import CodeTaken, NotACode
from chalicelib.domain.releases import ReleaseInThePast, ReleaseNotFound, ReleaseOver
from chalicelib.domain.series import OccurrenceNotFound
from chalicelib.handlers.models.blocks import (
    BlockList,
    BlockOut,
    CompOut,
    NewBlock,
    NewComp,
    NewRelease,
    ReleaseList,
    ReleaseOut,
    UnitsReleased,
)
from chalicelib.handlers.models.common import ListQuery
from chalicelib.handlers.route import route
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.once import KeyReused, Once

routes = Blueprint(__name__)


@route(routes, "GET", "/events/{event_id}/blocks", allow="events.read", refusals=(EventNotFound,))
def list_blocks(event_id: str, caller: Caller, query: ListQuery) -> BlockList:
    """The event's blocks, newest first, with what is left of each."""
    page = blocks.list_blocks(event_id, caller, query.cursor, query.limit)
    return BlockList(items=[BlockOut.of(found) for found in page.items], next=page.next)


@route(
    routes,
    "POST",
    "/events/{event_id}/blocks",
    allow="events.edit",
    answers=201,
    refusals=(
        EventNotFound, ReadOnly, ProductNotFound, OccurrenceNotFound, SoldOut, CodeTaken, NotACode, EndsInThePast,
        Busy, KeyReused,
    ),
)  # fmt: skip
def add_block(event_id: str, caller: Caller, body: NewBlock, once: Once, now: datetime) -> BlockOut:
    """Take units out of the sale, all or nothing, and keep them apart."""
    return BlockOut.of(blocks.make_block(event_id, body.model_dump(), caller, once, now))


@route(
    routes,
    "POST",
    "/events/{event_id}/blocks/{block_id}/release",
    allow="events.edit",
    refusals=(EventNotFound, BlockNotFound, BlockOver, NotThatMany, Busy),
)
def release_block(event_id: str, block_id: str, caller: Caller, body: UnitsReleased, now: datetime) -> BlockOut:
    """Put unsold units of a block on sale again: some, or all that are left."""
    return BlockOut.of(blocks.release(event_id, block_id, body.units, caller, now))


@route(
    routes,
    "POST",
    "/events/{event_id}/blocks/{block_id}/orders",
    allow="orders.edit",
    answers=201,
    refusals=(EventNotFound, BlockNotFound, BlockOver, ProductNotFound, SoldOut, Busy, KeyReused),
)
def give_tickets(event_id: str, block_id: str, caller: Caller, body: NewComp, once: Once, now: datetime) -> CompOut:
    """Give tickets of a block away: an order that costs nothing, whose tickets are sent to the guest."""
    gift = Gift(Buyer(body.guest.name, body.guest.email), body.quantity, body.language)
    order = comps.give(event_id, block_id, gift, caller, once, now)
    return CompOut(id=order.order_id, reference=order.reference, quantity=order.units)


@route(
    routes,
    "GET",
    "/events/{event_id}/pools/{pool_id}/releases",
    allow="events.read",
    refusals=(EventNotFound, PoolNotFound),
)
def list_releases(event_id: str, pool_id: str, caller: Caller, query: ListQuery) -> ReleaseList:
    """What is planned for a limit, and what came of earlier plans."""
    page = releases.list_releases(event_id, pool_id, caller, query.cursor, query.limit)
    return ReleaseList(items=[ReleaseOut.of(found) for found in page.items], next=page.next)


@route(
    routes,
    "POST",
    "/events/{event_id}/pools/{pool_id}/releases",
    allow="events.edit",
    answers=201,
    refusals=(EventNotFound, ReadOnly, PoolNotFound, OccurrenceNotFound, ReleaseInThePast, KeyReused),
)
def plan_release(
    event_id: str, pool_id: str, caller: Caller, body: NewRelease, once: Once, now: datetime
) -> ReleaseOut:
    """Plan another capacity for a limit: carried out within a minute of the moment that is set."""
    release = releases.plan(event_id, pool_id, body.at, body.capacity, body.occurrence_id, caller, once, now)
    return ReleaseOut.of(release)


@route(
    routes,
    "DELETE",
    "/events/{event_id}/pools/{pool_id}/releases/{release_id}",
    allow="events.edit",
    answers=204,
    refusals=(EventNotFound, ReleaseNotFound, ReleaseOver),
)
def drop_release(event_id: str, pool_id: str, release_id: str, caller: Caller, now: datetime) -> None:
    """A planned change will not take place."""
    releases.drop(event_id, pool_id, release_id, caller, now)
