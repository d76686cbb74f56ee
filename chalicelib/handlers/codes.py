"""Promo and access codes, for the members of an account."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import promos
from chalicelib.domain.accounts import Caller
from chalicelib.domain.catalogue import UnknownReference
from chalicelib.domain.events import EventNotFound, ReadOnly, StaleEdit
from chalicelib.domain.inventory import BelowSold
from chalicelib.domain.promos import CodeNotFound, CodeTaken, NotACode
from chalicelib.handlers.models.codes import CodeEdits, CodeList, CodeOut, NewCode
from chalicelib.handlers.models.common import ListQuery
from chalicelib.handlers.route import route
from chalicelib.handlers.versions import read_version
from chalicelib.handlers.wire import Request
from chalicelib.kernel.errors import Busy, StaleCheck
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)


@route(routes, "GET", "/events/{event_id}/codes", allow="events.read", refusals=(EventNotFound,))
def list_codes(event_id: str, caller: Caller, query: ListQuery) -> CodeList:
    """The event's codes in the order of the alphabet, with their uses."""
    page = promos.list_codes(event_id, caller, query.cursor, query.limit)
    return CodeList(items=[CodeOut.of(found) for found in page.items], next=page.next)


@route(
    routes,
    "POST",
    "/events/{event_id}/codes",
    allow="events.edit",
    answers=201,
    refusals=(EventNotFound, ReadOnly, CodeTaken, NotACode, UnknownReference),
)
def add_code(event_id: str, caller: Caller, body: NewCode, once: Once, now: datetime) -> CodeOut:
    """Add a code."""
    return CodeOut.of(promos.add_code(event_id, body.model_dump(), caller, once, now))


@route(
    routes,
    "PATCH",
    "/events/{event_id}/codes/{code}",
    allow="events.edit",
    refusals=(
        EventNotFound,
        ReadOnly,
        CodeNotFound,
        NotACode,
        StaleEdit,
        StaleCheck,
        BelowSold,
        UnknownReference,
        Busy,
    ),
)
def edit_code(event_id: str, code: str, caller: Caller, body: CodeEdits, request: Request, now: datetime) -> CodeOut:
    """Change some fields of a code; If-Match says which version you read."""
    edits = body.model_dump(exclude_unset=True)
    return CodeOut.of(promos.edit_code(event_id, code, read_version(request), edits, caller, now))


@route(
    routes,
    "DELETE",
    "/events/{event_id}/codes/{code}",
    allow="events.edit",
    answers=204,
    refusals=(EventNotFound, ReadOnly, CodeNotFound, NotACode),
)
def remove_code(event_id: str, code: str, caller: Caller, now: datetime) -> None:
    """Forget a code; orders that used it keep their discount."""
    promos.remove_code(event_id, code, caller, now)
