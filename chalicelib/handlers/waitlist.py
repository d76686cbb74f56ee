"""Waiting lists: joining and leaving, and who waits."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import waiting
from chalicelib.actions.fulfilment import order_url
from chalicelib.actions.waiting import Joining, Waiting
from chalicelib.domain.accounts import Caller
from chalicelib.domain.catalogue import ProductNotFound
from chalicelib.domain.events import AccessNeeded, EventNotFound
from chalicelib.domain.orders import OrderMoved
from chalicelib.domain.promos import CodeNotFound, CodeNotValidNow, NotACode
from chalicelib.domain.refusals import NotOnSale, WrongOccurrence, WrongQuantity
from chalicelib.domain.series import OccurrenceNotFound
from chalicelib.domain.waitlist import EntryNotFound, NoWaitlist, StillAvailable
from chalicelib.handlers.callers import bearer_token
from chalicelib.handlers.models.waitlist import (
    NewEntry,
    WaitlistEntryList,
    WaitlistEntryOut,
    WaitlistPlace,
    WaitlistQuery,
)
from chalicelib.handlers.route import route
from chalicelib.handlers.wire import Request
from chalicelib.kernel.errors import Busy, Unreachable
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)


def _shown(found: Waiting, token: str | None = None) -> WaitlistPlace:
    url = order_url(found.order) if found.order and found.outcome in ("offered", "bought") else None
    return WaitlistPlace.of(found, url, token)


@route(
    routes,
    "POST",
    "/public/events/{event_id}/waitlist",
    allow="public",
    answers=201,
    refusals=(
        EventNotFound, AccessNeeded, ProductNotFound, OccurrenceNotFound, WrongOccurrence, WrongQuantity, NotOnSale,
        StillAvailable, NoWaitlist, CodeNotFound, CodeNotValidNow, NotACode, Busy,
    ),
)  # fmt: skip
def join_waitlist(event_id: str, body: NewEntry, request: Request, once: Once, now: datetime) -> WaitlistPlace:
    """Wait for what is sold out: what comes back is offered in the order of joining, by mail."""
    found = waiting.join(event_id, Joining(**body.model_dump(), access=bearer_token(request)), once, now)
    if found:
        return _shown(found, waiting.token_of(found.entry))
    return WaitlistPlace(id=None, state="waiting", quantity=body.quantity, position=None, order_url=None, token=None)


@route(routes, "GET", "/public/waitlist/{entry_id}", allow="public", refusals=(EntryNotFound,))
def get_waitlist_place(entry_id: str, request: Request, now: datetime) -> WaitlistPlace:
    """A place on a waiting list, for whoever holds its token."""
    return _shown(waiting.get(entry_id, bearer_token(request), now))


@route(
    routes,
    "DELETE",
    "/public/waitlist/{entry_id}",
    allow="public",
    answers=204,
    refusals=(EntryNotFound, OrderMoved, Busy, Unreachable),
)
def leave_waitlist(entry_id: str, request: Request, now: datetime) -> None:
    """Wait no longer; what was offered goes to whoever is next. What was bought stays bought."""
    waiting.leave(entry_id, bearer_token(request), now)


@route(
    routes,
    "GET",
    "/events/{event_id}/waitlist",
    allow="orders.read",
    refusals=(EventNotFound, ProductNotFound),
)
def list_waitlist(event_id: str, caller: Caller, query: WaitlistQuery) -> WaitlistEntryList:
    """Everybody who waits for a product or has waited, in the order of joining, and what came of it."""
    page = waiting.list_waiting(
        event_id, query.product_id, query.occurrence_id or "", caller, query.cursor, query.limit
    )
    return WaitlistEntryList(items=[WaitlistEntryOut.of(found) for found in page.items], next=page.next)
