"""The dates of a series, for the members of its account."""

from datetime import datetime, timedelta

from chalice.app import Blueprint

from chalicelib.actions import series
from chalicelib.domain.accounts import Caller
from chalicelib.domain.catalogue import UnknownReference
from chalicelib.domain.events import EndsBeforeItStarts, EventNotFound, ReadOnly, StaleEdit
from chalicelib.domain.series import NoOccurrence, OccurrenceNotFound, TooManyOccurrences
from chalicelib.handlers.models.common import ListQuery
from chalicelib.handlers.models.series import DateEdits, DateList, DateOut, DatesMade, NewDates
from chalicelib.handlers.route import route
from chalicelib.handlers.versions import read_version
from chalicelib.handlers.wire import Request
from chalicelib.kernel.errors import StaleCheck
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)


@route(routes, "GET", "/events/{event_id}/occurrences", allow="events.read", refusals=(EventNotFound,))
def list_dates(event_id: str, caller: Caller, query: ListQuery) -> DateList:
    """The dates on which the event takes place, soonest first, with what is left."""
    page = series.list_dates(event_id, caller, query.cursor, query.limit)
    return DateList(items=[DateOut.of(sold) for sold in page.items], next=page.next)


@route(
    routes,
    "POST",
    "/events/{event_id}/occurrences",
    allow="events.edit",
    answers=201,
    refusals=(EventNotFound, ReadOnly, NoOccurrence, TooManyOccurrences, StaleEdit),
)
def add_dates(event_id: str, caller: Caller, body: NewDates, once: Once, now: datetime) -> DatesMade:
    """Let the event take place more often, by a rule. Dates that are there already stay as they are."""
    length = timedelta(minutes=body.minutes)
    return DatesMade(dates=series.add_dates(event_id, body.starts_at, length, body.rule(), caller, once, now))


@route(
    routes,
    "PATCH",
    "/events/{event_id}/occurrences/{occurrence_id}",
    allow="events.edit",
    refusals=(EventNotFound, OccurrenceNotFound, ReadOnly, StaleEdit, StaleCheck, UnknownReference, EndsBeforeItStarts),
)
def edit_date(
    event_id: str, occurrence_id: str, caller: Caller, body: DateEdits, request: Request, now: datetime
) -> DateOut:
    """Change or cancel one date; If-Match says which version you read."""
    edits = body.model_dump(exclude_unset=True)
    return DateOut.of(series.edit_date(event_id, occurrence_id, read_version(request), edits, caller, now))
