"""Duplicates and templates of events, for the members of their account."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import copies
from chalicelib.actions.copies import Wish
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import EventNotFound
from chalicelib.handlers.events import tagged
from chalicelib.handlers.models.common import ListQuery
from chalicelib.handlers.models.copies import EventCopy, NewTemplate
from chalicelib.handlers.models.events import EventList, EventOut
from chalicelib.handlers.route import route
from chalicelib.handlers.wire import Answer
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)


@route(
    routes,
    "POST",
    "/events/{event_id}/duplicate",
    allow="events.edit",
    answers=201,
    refusals=(EventNotFound,),
    makes_events=True,
)
def duplicate_event(event_id: str, caller: Caller, body: EventCopy, once: Once, now: datetime) -> Answer[EventOut]:
    """A draft like this event, with the parts that you choose."""
    wish = Wish(body.title, body.starts_at, body.parts)
    return tagged(copies.duplicate(event_id, wish, caller, once, now))


@route(
    routes,
    "POST",
    "/events/{event_id}/template",
    allow="events.edit",
    answers=201,
    refusals=(EventNotFound,),
    makes_events=True,
)
def save_template(event_id: str, caller: Caller, body: NewTemplate, once: Once, now: datetime) -> Answer[EventOut]:
    """Keep this event as a template of the account."""
    wish = Wish(body.title, parts=body.parts)
    return tagged(copies.save_template(event_id, wish, caller, once, now))


@route(routes, "GET", "/templates", allow="events.read")
def list_templates(caller: Caller, query: ListQuery) -> EventList:
    """The account's templates, newest first."""
    page = copies.list_templates(caller, query.cursor, query.limit)
    return EventList(items=[EventOut.of(event) for event in page.items], next=page.next)


@route(
    routes,
    "POST",
    "/templates/{event_id}/events",
    allow="events.edit",
    answers=201,
    refusals=(EventNotFound,),
    makes_events=True,
)
def use_template(event_id: str, caller: Caller, body: EventCopy, once: Once, now: datetime) -> Answer[EventOut]:
    """A draft like this template."""
    wish = Wish(body.title, body.starts_at, body.parts)
    return tagged(copies.use_template(event_id, wish, caller, once, now))
