"""Events, for the members of their account."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import events, listing
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import (
    EndsBeforeItStarts,
    Event,
    EventNotFound,
    MoveNotAllowed,
    NothingToSell,
    ReadOnly,
    StaleEdit,
)
from chalicelib.domain.merchants import CardsNotReady, MethodNotAllowed
from chalicelib.domain.organizers import OrganizerNotFound
from chalicelib.domain.policies import WrongPolicy
from chalicelib.handlers.models.common import Empty
from chalicelib.handlers.models.events import (
    EventEdits,
    EventList,
    EventOut,
    EventQuery,
    LinkOut,
    NewEvent,
)
from chalicelib.handlers.route import route
from chalicelib.handlers.versions import read_version, versioned
from chalicelib.handlers.wire import Answer, Request
from chalicelib.kernel.errors import StaleCheck
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)


def tagged(event: Event) -> Answer[EventOut]:
    """The event with its version in the ETag, for the edit that follows."""
    return versioned(EventOut.of(event), event.version or 0)


@route(routes, "GET", "/events", allow="events.read", within=True)
def list_events(caller: Caller, query: EventQuery) -> EventList:
    """The account's events, newest first; of one status or category, if wanted."""
    page = events.list_events(caller, query.cursor, query.limit, query.status, query.category)
    return EventList(items=[EventOut.of(event) for event in page.items], next=page.next)


_NEW = (OrganizerNotFound, EndsBeforeItStarts, MethodNotAllowed, WrongPolicy)


@route(routes, "POST", "/events", allow="events.edit", answers=201, refusals=_NEW, within=True, makes_events=True)
def create_event(caller: Caller, body: NewEvent, once: Once, now: datetime) -> Answer[EventOut]:
    """Draft an event."""
    return tagged(events.create_event(body.model_dump(), caller, once, now))


@route(routes, "GET", "/events/{event_id}", allow="events.read", refusals=(EventNotFound,))
def get_event(event_id: str, caller: Caller) -> Answer[EventOut]:
    """One event, with its version in the ETag."""
    return tagged(events.owned_event(event_id, caller))


@route(
    routes,
    "PATCH",
    "/events/{event_id}",
    allow="events.edit",
    refusals=(EventNotFound, StaleEdit, StaleCheck, ReadOnly, EndsBeforeItStarts, MethodNotAllowed, WrongPolicy),
)
def edit_event(event_id: str, caller: Caller, body: EventEdits, request: Request, now: datetime) -> Answer[EventOut]:
    """Change some fields; If-Match says which version you read."""
    edits = body.model_dump(exclude_unset=True)
    return tagged(events.edit_event(event_id, read_version(request), edits, caller, now))


_MOVE = (EventNotFound, MoveNotAllowed, StaleEdit)


@route(
    routes, "POST", "/events/{event_id}/publish", allow="events.edit", refusals=(*_MOVE, NothingToSell, CardsNotReady)
)
def publish_event(event_id: str, caller: Caller, body: Empty, once: Once, now: datetime) -> Answer[EventOut]:
    """Put a draft on sale; its page appears within seconds."""
    return tagged(events.move_event(event_id, "publish", caller, once, now))


@route(routes, "POST", "/events/{event_id}/postpone", allow="events.edit", refusals=_MOVE)
def postpone_event(event_id: str, caller: Caller, body: Empty, once: Once, now: datetime) -> Answer[EventOut]:
    """Stop the sale until a new date is found; the page says so."""
    return tagged(events.move_event(event_id, "postpone", caller, once, now))


@route(routes, "POST", "/events/{event_id}/resume", allow="events.edit", refusals=_MOVE)
def resume_event(event_id: str, caller: Caller, body: Empty, once: Once, now: datetime) -> Answer[EventOut]:
    """Put a postponed event on sale again."""
    return tagged(events.move_event(event_id, "resume", caller, once, now))


@route(routes, "POST", "/events/{event_id}/cancel", allow="events.edit", refusals=_MOVE)
def cancel_event(event_id: str, caller: Caller, body: Empty, once: Once, now: datetime) -> Answer[EventOut]:
    """Call the event off for good: nothing more is sold, and the page says so."""
    return tagged(events.move_event(event_id, "cancel", caller, once, now))


@route(routes, "POST", "/events/{event_id}/archive", allow="events.edit", refusals=_MOVE)
def archive_event(event_id: str, caller: Caller, body: Empty, once: Once, now: datetime) -> Answer[EventOut]:
    """Put the event away: it can be read, but neither sold nor changed any more."""
    return tagged(events.move_event(event_id, "archive", caller, once, now))


@route(routes, "POST", "/events/{event_id}/previews", allow="events.edit", answers=201, refusals=(EventNotFound,))
def preview_event(event_id: str, caller: Caller, body: Empty, now: datetime) -> LinkOut:
    """A link that shows the event for a week to people who cannot sign in, draft or not."""
    url, expires_at = listing.new_preview(event_id, caller, now)
    return LinkOut(url=url, expires_at=expires_at)


@route(routes, "POST", "/events/{event_id}/invitations", allow="events.edit", answers=201, refusals=(EventNotFound,))
def invite_to_event(event_id: str, caller: Caller, body: Empty, now: datetime) -> LinkOut:
    """A link that opens a private event without its password, until a month after its end."""
    url, expires_at = listing.invite(event_id, caller, now)
    return LinkOut(url=url, expires_at=expires_at)
