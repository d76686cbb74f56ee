"""What is on sale, as anybody may see it."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import listing
from chalicelib.actions.listing import View
from chalicelib.domain.events import AccessNeeded, EventNotFound, PreviewEnded, WrongPassword
from chalicelib.domain.promos import CodeNotFound, CodeNotValidNow, NotACode
from chalicelib.domain.refusals import WrongCurrency
from chalicelib.domain.series import OccurrenceNotFound
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
from chalicelib.handlers.route import Answer, Request, bearer_token, route

routes = Blueprint(__name__)


@route(routes, "GET", "/public/events/{event_id}", allow="public", refusals=(EventNotFound, AccessNeeded))
def get_public_event(event_id: str, request: Request, now: datetime) -> Answer[PublicEvent]:
    """A published event as anybody may see it; a private one needs its access token as a bearer token.

    CDN and browser may keep it for a second, unless it is private.
    """
    found = listing.get_public(event_id, bearer_token(request), View(), now)
    caching = "no-store" if found.catalogue.event.visibility == "private" else "public, max-age=1"
    return Answer(public_event(found), {"Cache-Control": caching})


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
    """The dates that are not over, soonest first."""
    page = listing.list_dates(event_id, bearer_token(request), query.cursor, query.limit, now)
    body = PublicOccurrenceList(items=[PublicOccurrence.of(day) for day in page.items], next=page.next)
    return Answer(body, {"Cache-Control": "public, max-age=1"})


@route(routes, "POST", "/public/events/{event_id}/access", allow="public", refusals=(EventNotFound, WrongPassword))
def open_private_event(event_id: str, body: EventPassword, now: datetime) -> EventAccess:
    """Open a private event with its password, for a week."""
    token, expires_at = listing.open_with_password(event_id, body.password, now)
    return EventAccess(token=token, expires_at=expires_at)


@route(routes, "GET", "/public/previews/{event_id}", allow="public", refusals=(PreviewEnded,))
def get_preview(event_id: str, request: Request, now: datetime) -> PublicEvent:
    """An event as its page will show it, for whoever holds a preview's token. Nothing of it can be bought."""
    return public_event(listing.get_preview(event_id, bearer_token(request), now))
