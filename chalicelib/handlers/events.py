"""Events, for the members of their account."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import events
from chalicelib.domain.accounts import Caller, OrganizerNotFound
from chalicelib.domain.events import EndsBeforeItStarts, Event, EventNotFound, NotADraft, NothingToSell, StaleEdit
from chalicelib.handlers.models.common import Empty, ListQuery
from chalicelib.handlers.models.events import (
    EventEdits,
    EventList,
    EventOut,
    NewEvent,
)
from chalicelib.handlers.route import Answer, Request, route
from chalicelib.kernel.errors import StaleCheck
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)


def _tagged(event: Event) -> Answer[EventOut]:
    return Answer(EventOut.of(event), {"ETag": f'"{event.version}"'})


def _version(request: Request) -> int:
    text = request.headers.get("if-match", "").removeprefix("W/").strip('"')
    if not text.isdecimal():
        raise StaleCheck()
    return int(text)


@route(routes, "GET", "/events", allow="events.read")
def list_events(caller: Caller, query: ListQuery) -> EventList:
    """The account's events, newest first."""
    page = events.list_events(caller, query.cursor, query.limit)
    return EventList(items=[EventOut.of(event) for event in page.items], next=page.next)


@route(routes, "POST", "/events", allow="events.edit", answers=201, refusals=(OrganizerNotFound, EndsBeforeItStarts))
def create_event(caller: Caller, body: NewEvent, once: Once, now: datetime) -> Answer[EventOut]:
    """Draft an event."""
    return _tagged(events.create_event(body.model_dump(), caller, once, now))


@route(routes, "GET", "/events/{event_id}", allow="events.read", refusals=(EventNotFound,))
def get_event(event_id: str, caller: Caller) -> Answer[EventOut]:
    """One event, with its version in the ETag."""
    return _tagged(events.owned_event(event_id, caller))


@route(
    routes,
    "PATCH",
    "/events/{event_id}",
    allow="events.edit",
    refusals=(EventNotFound, StaleEdit, StaleCheck, EndsBeforeItStarts),
)
def edit_event(event_id: str, caller: Caller, body: EventEdits, request: Request, now: datetime) -> Answer[EventOut]:
    """Change some fields; If-Match says which version you read."""
    edits = body.model_dump(exclude_unset=True)
    return _tagged(events.edit_event(event_id, _version(request), edits, caller, now))


@route(
    routes,
    "POST",
    "/events/{event_id}/publish",
    allow="events.edit",
    refusals=(EventNotFound, NothingToSell, NotADraft, StaleEdit),
)
def publish_event(event_id: str, caller: Caller, body: Empty, once: Once, now: datetime) -> Answer[EventOut]:
    """Put the event on sale; its page appears within seconds."""
    return _tagged(events.publish_event(event_id, caller, once, now))
