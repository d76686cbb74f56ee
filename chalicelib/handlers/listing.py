"""What is on sale, as anybody may see it."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import listing
from chalicelib.domain.events import AccessNeeded, EventNotFound, PreviewEnded, WrongPassword
from chalicelib.handlers.models.listing import EventAccess, EventPassword, PublicEvent
from chalicelib.handlers.publication import public_event
from chalicelib.handlers.route import Answer, Request, bearer_token, route

routes = Blueprint(__name__)


@route(routes, "GET", "/public/events/{event_id}", allow="public", refusals=(EventNotFound, AccessNeeded))
def get_public_event(event_id: str, request: Request, now: datetime) -> Answer[PublicEvent]:
    """A published event as anybody may see it; a private one needs its access token as a bearer token.

    CDN and browser may keep it for a second, unless it is private.
    """
    event, stock = listing.get_public(event_id, bearer_token(request), now)
    caching = "no-store" if event.visibility == "private" else "public, max-age=1"
    return Answer(public_event(event, stock, now), {"Cache-Control": caching})


@route(routes, "POST", "/public/events/{event_id}/access", allow="public", refusals=(EventNotFound, WrongPassword))
def open_private_event(event_id: str, body: EventPassword, now: datetime) -> EventAccess:
    """Open a private event with its password, for a week."""
    token, expires_at = listing.open_with_password(event_id, body.password, now)
    return EventAccess(token=token, expires_at=expires_at)


@route(routes, "GET", "/public/previews/{event_id}", allow="public", refusals=(PreviewEnded,))
def get_preview(event_id: str, request: Request, now: datetime) -> PublicEvent:
    """An event as its page will show it, for whoever holds a preview's token. Nothing of it can be bought."""
    event, stock = listing.get_preview(event_id, bearer_token(request), now)
    return public_event(event, stock, now)
