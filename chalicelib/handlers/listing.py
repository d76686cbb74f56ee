"""What is on sale, as anybody may see it."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import listing
from chalicelib.actions.listing import View
from chalicelib.domain.events import AccessNeeded, Event, EventNotFound, PreviewEnded, WrongPassword
from chalicelib.domain.promos import CodeNotFound, CodeNotValidNow, NotACode
from chalicelib.domain.refusals import WrongCurrency
from chalicelib.domain.series import OccurrenceNotFound
from chalicelib.handlers.callers import bearer_token
from chalicelib.handlers.models.common import ListQuery
from chalicelib.handlers.models.listing import (
    EventAccess,
    EventPassword,
    EventView,
    PublicEvent,
    PublicOccurrence,
    PublicOccurrenceList,
)
from chalicelib.handlers.publication import public_event
from chalicelib.handlers.route import route
from chalicelib.handlers.wire import Answer, Request

routes = Blueprint(__name__)


@route(routes, "GET", "/public/events/{event_id}", allow="public", refusals=(EventNotFound, AccessNeeded))
def get_public_event(event_id: str, request: Request, now: datetime) -> Answer[PublicEvent]:
    """A published event as anybody may see it; a private one needs its access token as a bearer token.

    CDN and browser may keep it for a second, unless it is private.
    """
    found = listing.get_public(event_id, bearer_token(request), View(), now)
    return Answer(public_event(found), _caching(found.catalogue.event))


def _caching(event: Event) -> dict[str, str | list[str]]:
    return {"Cache-Control": "no-store" if event.visibility == "private" else "public, max-age=1"}


@route(
    routes,
    "POST",
    "/public/events/{event_id}/view",
    allow="public",
    refusals=(EventNotFound, AccessNeeded, CodeNotFound, CodeNotValidNow, NotACode, WrongCurrency, OccurrenceNotFound),
)
def view_event(event_id: str, body: EventView, request: Request, now: datetime) -> PublicEvent:
    """The event with what a code or a membership opens, of one date, in one currency.

    A POST, so that codes and addresses stand in no log and no cache.
    """
    view = View(body.code, body.email or "", body.occurrence_id, body.currency or "")
    return public_event(listing.get_public(event_id, bearer_token(request), view, now))


@route(
    routes,
    "GET",
    "/public/events/{event_id}/occurrences",
    allow="public",
    refusals=(EventNotFound, AccessNeeded),
)
def list_public_occurrences(
    event_id: str, query: ListQuery, request: Request, now: datetime
) -> Answer[PublicOccurrenceList]:
    """The dates that are not over, soonest first, and which of them are sold out."""
    event, page = listing.list_dates(event_id, bearer_token(request), query.cursor, query.limit, now)
    days = [PublicOccurrence.of(one.day, is_sold_out=one.is_sold_out) for one in page.items]
    return Answer(PublicOccurrenceList(items=days, next=page.next), _caching(event))


@route(routes, "POST", "/public/events/{event_id}/access", allow="public", refusals=(EventNotFound, WrongPassword))
def open_private_event(event_id: str, body: EventPassword, now: datetime) -> EventAccess:
    """Open a private event with its password, for a week."""
    token, expires_at = listing.open_with_password(event_id, body.password, now)
    return EventAccess(token=token, expires_at=expires_at)


@route(routes, "GET", "/public/previews/{event_id}", allow="public", refusals=(PreviewEnded,))
def get_preview(event_id: str, request: Request, now: datetime) -> PublicEvent:
    """An event as its page will show it, for whoever holds a preview's token. Nothing of it can be bought."""
    return public_event(listing.get_preview(event_id, bearer_token(request), now))
