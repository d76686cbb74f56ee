"""Categories, taxes, fees and questions: one way to add, edit, order and remove whatever stands in a catalogue."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from chalicelib.actions.events import owned_catalogue
from chalicelib.domain.accounts import Caller
from chalicelib.domain.catalogue import Catalogue, Category, CategoryNotFound, Product, StillUsed, UnknownReference
from chalicelib.domain.charges import Fee, FeeNotFound, Tax, TaxNotFound
from chalicelib.domain.events import StaleEdit, check_editable
from chalicelib.domain.questions import Question, QuestionNotFound
from chalicelib.kernel.errors import AlreadyDone, NotFound
from chalicelib.kernel.facts import CatalogueChanged
from chalicelib.kernel.once import Once
from chalicelib.tables import marks
from chalicelib.tables.catalogue import edited_part, get_catalogue, new_part, removed_part
from chalicelib.tables.commit import commit

P = TypeVar("P", Category, Tax, Fee, Question, Product)

_PARTS_IN_A_COMMIT = 90

# noun → (where a catalogue has them, the field that is their id, the kind in the id, what it means that one is missing)
_KINDS: dict[type[Any], tuple[str, str, str, type[NotFound]]] = {
    Category: ("categories", "category_id", "cat", CategoryNotFound),
    Tax: ("taxes", "tax_id", "tax", TaxNotFound),
    Fee: ("fees", "fee_id", "fee", FeeNotFound),
    Question: ("questions", "question_id", "que", QuestionNotFound),
    Product: ("products", "product_id", "prd", NotFound),
}


def _all(catalogue: Catalogue, noun: type[P]) -> list[P]:
    found: list[P] = getattr(catalogue, _KINDS[noun][0])
    return found


def _find(catalogue: Catalogue, noun: type[P], part_id: str) -> P:
    for part in _all(catalogue, noun):
        if getattr(part, _KINDS[noun][1]) == part_id:
            return part
    raise _KINDS[noun][3]()


def add_part(event_id: str, noun: type[P], fields: Mapping[str, Any], caller: Caller, once: Once, now: datetime) -> P:
    """A new one, behind all others. `fields` are the checked fields of the request."""
    catalogue = owned_catalogue(event_id, caller)
    check_editable(catalogue.event)
    _, id_field, prefix, _ = _KINDS[noun]
    part_id = once.id(prefix)
    position = max((one.position + 1 for one in _all(catalogue, noun)), default=0)
    values: dict[str, Any] = {id_field: part_id, "event_id": event_id, "position": position, **fields}
    part = noun(**values)
    _check_references(part, catalogue)
    fact = CatalogueChanged(event_id, caller.account_id, event_id, {id_field: part_id, "added": True})
    try:
        commit([marks.new_mark(once, now), new_part(part)], [fact], now=now, by=caller.user_id)
    except AlreadyDone:
        marks.check(once)
    return _find(get_catalogue(event_id), noun, part_id)


def edit_part(
    event_id: str, noun: type[P], part_id: str, version: int, edits: Mapping[str, Any], caller: Caller, now: datetime
) -> P:
    """Change some fields. Raises StaleEdit unless `version` is what is stored."""
    catalogue = owned_catalogue(event_id, caller)
    check_editable(catalogue.event)
    part = _find(catalogue, noun, part_id)
    if part.version != version:
        raise StaleEdit()
    edited = replace(part, **edits)
    _check_references(edited, catalogue)
    data = {_KINDS[noun][1]: part_id, "fields": sorted(edits)}
    fact = CatalogueChanged(event_id, caller.account_id, event_id, data)
    commit([edited_part(edited)], [fact], now=now, by=caller.user_id)
    return _find(get_catalogue(event_id), noun, part_id)


def remove_part(event_id: str, noun: type[P], part_id: str, caller: Caller, now: datetime) -> None:
    """Forget one that nothing refers to. Orders keep what it was called. Raises StillUsed."""
    catalogue = owned_catalogue(event_id, caller)
    check_editable(catalogue.event)
    part = _find(catalogue, noun, part_id)
    if part_id in _references(catalogue):
        raise StillUsed()
    fact = CatalogueChanged(event_id, caller.account_id, event_id, {_KINDS[noun][1]: part_id, "removed": True})
    commit([removed_part(part)], [fact], now=now, by=caller.user_id)


def put_in_order(event_id: str, noun: type[P], part_ids: list[str], caller: Caller, now: datetime) -> None:
    """Give them positions in this order; those that are not named follow as they were. Raises StaleEdit."""
    catalogue = owned_catalogue(event_id, caller)
    check_editable(catalogue.event)
    id_field = _KINDS[noun][1]
    place = {part_id: number for number, part_id in enumerate(part_ids)}
    if unknown := set(place) - {getattr(part, id_field) for part in _all(catalogue, noun)}:
        raise UnknownReference(ids=f"names {sorted(unknown)[0][:40]}, which this event does not have")
    ordered = sorted(_all(catalogue, noun), key=lambda part: place.get(getattr(part, id_field), len(place)))
    moved = [replace(part, position=number) for number, part in enumerate(ordered) if part.position != number]
    fact = CatalogueChanged(event_id, caller.account_id, event_id, {"ordered": _KINDS[noun][0]})
    for start in range(0, len(moved), _PARTS_IN_A_COMMIT):
        some = moved[start : start + _PARTS_IN_A_COMMIT]
        commit([edited_part(part) for part in some], [fact], now=now, by=caller.user_id)


def _references(catalogue: Catalogue) -> set[str]:
    """Every id that something in the catalogue refers to."""
    found = {one.asked_if for one in catalogue.questions}
    for product in catalogue.products:
        found |= {product.category_id, *product.tax_ids, *product.requires}
    for fee in catalogue.fees:
        found |= {*fee.product_ids, *fee.tax_ids}
    return found


def _check_references(part: Category | Tax | Fee | Question | Product, catalogue: Catalogue) -> None:
    """Raises UnknownReference naming the field that refers to what this event does not have."""
    products = {one.product_id for one in catalogue.products}
    taxes = {one.tax_id for one in catalogue.taxes}
    wanted: dict[str, tuple[list[str], set[str]]] = {}
    if isinstance(part, Fee):
        wanted = {"product_ids": (part.product_ids, products), "tax_ids": (part.tax_ids, taxes)}
    if isinstance(part, Question):
        earlier = {
            one.question_id: set(one.choices) or {"yes", "no"}
            for one in catalogue.questions
            if one.scope == part.scope and one.position < part.position
        }
        answers = earlier.get(part.asked_if, set())
        wanted = {
            "product_ids": (part.product_ids, products),
            "asked_if": ([part.asked_if] if part.asked_if else [], set(earlier)),
            "asked_if_answers": (part.asked_if_answers if part.asked_if in earlier else [], answers),
        }
    for name, (named, known) in wanted.items():
        if not set(named) <= known:
            raise UnknownReference(**{name: "names something that this event does not have (before it)"})
