"""What a catalogue is made of beside its products, for the members of its account."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import parts, products
from chalicelib.domain.accounts import Caller
from chalicelib.domain.catalogue import (
    Category,
    CategoryNotFound,
    Product,
    StillUsed,
    UnknownReference,
)
from chalicelib.domain.charges import Fee, FeeNotFound, Tax, TaxNotFound
from chalicelib.domain.events import EventNotFound, ReadOnly, StaleEdit
from chalicelib.domain.questions import Question, QuestionNotFound
from chalicelib.handlers.models.catalogue import (
    CatalogueOut,
    CategoryEdits,
    CategoryOut,
    FeeEdits,
    FeeOut,
    NewCategory,
    NewFee,
    NewOrderOfParts,
    NewTax,
    TaxEdits,
    TaxOut,
    part_out,
)
from chalicelib.handlers.models.questions import NewQuestion, QuestionEdits, QuestionOut
from chalicelib.handlers.route import route
from chalicelib.handlers.versions import read_version
from chalicelib.handlers.wire import Request
from chalicelib.kernel.errors import StaleCheck
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)

_ADDING = (EventNotFound, ReadOnly, UnknownReference)
_EDITING = (EventNotFound, ReadOnly, UnknownReference, StaleEdit, StaleCheck)
_REMOVING = (EventNotFound, ReadOnly, StaleEdit, StillUsed)


@route(routes, "GET", "/events/{event_id}/catalogue", allow="events.read", refusals=(EventNotFound,))
def get_catalogue(event_id: str, caller: Caller) -> CatalogueOut:
    """Categories, taxes, fees, questions and limits of an event."""
    catalogue, free = products.list_stock(event_id, caller)
    return CatalogueOut.of(catalogue, free)


_KINDS = {"products": Product, "categories": Category, "questions": Question}


@route(
    routes,
    "POST",
    "/events/{event_id}/order",
    allow="events.edit",
    answers=204,
    refusals=(EventNotFound, ReadOnly, UnknownReference, StaleEdit),
)
def put_in_order(event_id: str, caller: Caller, body: NewOrderOfParts, now: datetime) -> None:
    """Say in which order products, categories or questions are shown; those that are not named follow."""
    parts.put_in_order(event_id, _KINDS[body.of], body.ids, caller, now)


@route(routes, "POST", "/events/{event_id}/categories", allow="events.edit", answers=201, refusals=_ADDING)
def add_category(event_id: str, caller: Caller, body: NewCategory, once: Once, now: datetime) -> CategoryOut:
    """Add a category."""
    added: CategoryOut = part_out(parts.add_part(event_id, Category, body.model_dump(), caller, once, now))
    return added


@route(
    routes,
    "PATCH",
    "/events/{event_id}/categories/{category_id}",
    allow="events.edit",
    refusals=(CategoryNotFound, *_EDITING),
)
def edit_category(
    event_id: str, category_id: str, caller: Caller, body: CategoryEdits, request: Request, now: datetime
) -> CategoryOut:
    """Change some fields of a category; If-Match says which version you read."""
    edits, version = body.model_dump(exclude_unset=True), read_version(request)
    edited: CategoryOut = part_out(parts.edit_part(event_id, Category, category_id, version, edits, caller, now))
    return edited


@route(
    routes,
    "DELETE",
    "/events/{event_id}/categories/{category_id}",
    allow="events.edit",
    answers=204,
    refusals=(CategoryNotFound, *_REMOVING),
)
def remove_category(event_id: str, category_id: str, caller: Caller, now: datetime) -> None:
    """Remove a category that nothing refers to."""
    parts.remove_part(event_id, Category, category_id, caller, now)


@route(routes, "POST", "/events/{event_id}/taxes", allow="events.edit", answers=201, refusals=_ADDING)
def add_tax(event_id: str, caller: Caller, body: NewTax, once: Once, now: datetime) -> TaxOut:
    """Add a tax."""
    added: TaxOut = part_out(parts.add_part(event_id, Tax, body.model_dump(), caller, once, now))
    return added


@route(
    routes,
    "PATCH",
    "/events/{event_id}/taxes/{tax_id}",
    allow="events.edit",
    refusals=(TaxNotFound, *_EDITING),
)
def edit_tax(event_id: str, tax_id: str, caller: Caller, body: TaxEdits, request: Request, now: datetime) -> TaxOut:
    """Change some fields of a tax; If-Match says which version you read."""
    edits, version = body.model_dump(exclude_unset=True), read_version(request)
    edited: TaxOut = part_out(parts.edit_part(event_id, Tax, tax_id, version, edits, caller, now))
    return edited


@route(
    routes,
    "DELETE",
    "/events/{event_id}/taxes/{tax_id}",
    allow="events.edit",
    answers=204,
    refusals=(TaxNotFound, *_REMOVING),
)
def remove_tax(event_id: str, tax_id: str, caller: Caller, now: datetime) -> None:
    """Remove a tax that nothing refers to."""
    parts.remove_part(event_id, Tax, tax_id, caller, now)


@route(routes, "POST", "/events/{event_id}/fees", allow="events.edit", answers=201, refusals=_ADDING)
def add_fee(event_id: str, caller: Caller, body: NewFee, once: Once, now: datetime) -> FeeOut:
    """Add a fee."""
    added: FeeOut = part_out(parts.add_part(event_id, Fee, body.model_dump(), caller, once, now))
    return added


@route(
    routes,
    "PATCH",
    "/events/{event_id}/fees/{fee_id}",
    allow="events.edit",
    refusals=(FeeNotFound, *_EDITING),
)
def edit_fee(event_id: str, fee_id: str, caller: Caller, body: FeeEdits, request: Request, now: datetime) -> FeeOut:
    """Change some fields of a fee; If-Match says which version you read."""
    edits, version = body.model_dump(exclude_unset=True), read_version(request)
    edited: FeeOut = part_out(parts.edit_part(event_id, Fee, fee_id, version, edits, caller, now))
    return edited


@route(
    routes,
    "DELETE",
    "/events/{event_id}/fees/{fee_id}",
    allow="events.edit",
    answers=204,
    refusals=(FeeNotFound, *_REMOVING),
)
def remove_fee(event_id: str, fee_id: str, caller: Caller, now: datetime) -> None:
    """Remove a fee that nothing refers to."""
    parts.remove_part(event_id, Fee, fee_id, caller, now)


@route(routes, "POST", "/events/{event_id}/questions", allow="events.edit", answers=201, refusals=_ADDING)
def add_question(event_id: str, caller: Caller, body: NewQuestion, once: Once, now: datetime) -> QuestionOut:
    """Add a question."""
    added: QuestionOut = part_out(parts.add_part(event_id, Question, body.fields(), caller, once, now))
    return added


@route(
    routes,
    "PATCH",
    "/events/{event_id}/questions/{question_id}",
    allow="events.edit",
    refusals=(QuestionNotFound, *_EDITING),
)
def edit_question(
    event_id: str, question_id: str, caller: Caller, body: QuestionEdits, request: Request, now: datetime
) -> QuestionOut:
    """Change some fields of a question; If-Match says which version you read."""
    edits, version = body.model_dump(exclude_unset=True), read_version(request)
    edited: QuestionOut = part_out(parts.edit_part(event_id, Question, question_id, version, edits, caller, now))
    return edited


@route(
    routes,
    "DELETE",
    "/events/{event_id}/questions/{question_id}",
    allow="events.edit",
    answers=204,
    refusals=(QuestionNotFound, *_REMOVING),
)
def remove_question(event_id: str, question_id: str, caller: Caller, now: datetime) -> None:
    """Remove a question that nothing refers to."""
    parts.remove_part(event_id, Question, question_id, caller, now)
