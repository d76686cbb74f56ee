"""What an event sells, as rows of its partition: one query of `EVENT#e` brings all of it."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, VersionAttribute

from chalicelib.domain.catalogue import Catalogue, Category, Pool, Product, Tier
from chalicelib.domain.charges import Fee, Tax
from chalicelib.domain.events import EventNotFound, StaleEdit
from chalicelib.domain.questions import Question
from chalicelib.domain.series import Occurrence
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_edited, put_new
from chalicelib.tables.events import EventRow, event_of
from chalicelib.tables.table import Item, Row, filled_values_of, noun_of, partition

Part = Product | Pool | Category | Tax | Fee | Question


class ProductRow(Row):
    """EVENT#e / PRODUCT#p."""

    KIND = "Product"
    product_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    name = JsonAttribute()
    description = JsonAttribute()
    prices = JsonAttribute()
    pool_ids = JsonAttribute()
    min_per_order = IntegerAttribute()
    max_per_order = IntegerAttribute()
    sale_starts_at = InstantAttribute(null=True)
    sale_ends_at = InstantAttribute(null=True)
    position = IntegerAttribute()
    kind_of = UnicodeAttribute()  # `kind` is every row's own
    terms = JsonAttribute(null=True)
    tiers = JsonAttribute(null=True)
    tier_mode = UnicodeAttribute()
    suggested_minor = JsonAttribute(null=True)
    category_id = UnicodeAttribute(null=True)
    tax_ids = JsonAttribute(null=True)
    shown_to = UnicodeAttribute()
    visible_from = InstantAttribute(null=True)
    visible_until = InstantAttribute(null=True)
    code_from = InstantAttribute(null=True)
    members_from = InstantAttribute(null=True)
    max_per_buyer = IntegerAttribute()
    requires = JsonAttribute(null=True)
    max_per_required = IntegerAttribute()
    has_waitlist = BooleanAttribute()
    is_paused = BooleanAttribute()
    version = VersionAttribute()


class PoolRow(Row):
    """EVENT#e / POOL#p: the limit; the free units lie in the shards."""

    KIND = "Pool"
    pool_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    capacity = IntegerAttribute()
    shards = IntegerAttribute()
    kind_of = UnicodeAttribute()
    scope = UnicodeAttribute()
    name = JsonAttribute(null=True)
    warned_percent = IntegerAttribute()
    version = VersionAttribute()


class CategoryRow(Row):
    """EVENT#e / CATEGORY#c."""

    KIND = "Category"
    category_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    name = JsonAttribute()
    description = JsonAttribute()
    position = IntegerAttribute()
    shown_to = UnicodeAttribute()
    visible_from = InstantAttribute(null=True)
    visible_until = InstantAttribute(null=True)
    version = VersionAttribute()


class TaxRow(Row):
    """EVENT#e / TAX#t."""

    KIND = "Tax"
    tax_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    name = JsonAttribute()
    rate = UnicodeAttribute()
    is_inclusive = BooleanAttribute()
    is_compound = BooleanAttribute()
    is_default = BooleanAttribute()
    position = IntegerAttribute()
    version = VersionAttribute()


class FeeRow(Row):
    """EVENT#e / FEE#f."""

    KIND = "Fee"
    fee_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    name = JsonAttribute()
    per = UnicodeAttribute()
    percent = UnicodeAttribute()
    amounts = JsonAttribute()
    position = IntegerAttribute()
    product_ids = JsonAttribute(null=True)
    tax_ids = JsonAttribute(null=True)
    least = JsonAttribute(null=True)
    most = JsonAttribute(null=True)
    version = VersionAttribute()


class QuestionRow(Row):
    """EVENT#e / QUESTION#q."""

    KIND = "Question"
    question_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    kind_of = UnicodeAttribute()
    scope = UnicodeAttribute()
    label = JsonAttribute()
    position = IntegerAttribute()
    help = JsonAttribute(null=True)
    choices = JsonAttribute(null=True)
    is_required = BooleanAttribute()
    product_ids = JsonAttribute(null=True)
    asked_if = UnicodeAttribute(null=True)
    asked_if_answers = JsonAttribute(null=True)
    version = VersionAttribute()


class WaitingRow(Row):
    """EVENT#e / WAITING#product#occurrence: somebody waits for it, so that nobody else may buy what comes back."""

    KIND = "Waiting"


# noun → its row, and the field that is its id
_ROWS: dict[type[Any], tuple[type[Row], str]] = {
    Product: (ProductRow, "product_id"),
    Pool: (PoolRow, "pool_id"),
    Category: (CategoryRow, "category_id"),
    Tax: (TaxRow, "tax_id"),
    Fee: (FeeRow, "fee_id"),
    Question: (QuestionRow, "question_id"),
}


def _row(part: Part) -> Row:
    row, id_field = _ROWS[type(part)]
    values = filled_values_of(part, row, "kind", "tiers")
    if hasattr(part, "kind"):
        values["kind_of"] = part.kind
    if isinstance(part, Product) and part.tiers:
        values["tiers"] = [_tier_values(tier) for tier in part.tiers]
    return row(f"EVENT#{part.event_id}", f"{row.KIND.upper()}#{getattr(part, id_field)}", **values)


def _tier_values(tier: Tier) -> dict[str, Any]:
    values = {name: value for name, value in dataclasses.asdict(tier).items() if value not in (None, "")}
    return {name: clock.to_text(value) if isinstance(value, datetime) else value for name, value in values.items()}


def _tier(values: dict[str, Any]) -> Tier:
    instants: dict[str, Any] = {
        name: clock.from_text(values[name]) for name in ("sale_starts_at", "sale_ends_at") if name in values
    }
    return Tier(**(values | instants))


def new_part(part: Part) -> Change:
    """Something joins the catalogue. Raises AlreadyDone if it is there."""
    return put_new(_row(part), AlreadyDone)


def edited_part(part: Part) -> Change:
    """Its new details. Raises StaleEdit if somebody saved it since it was read."""
    return put_edited(_row(part), StaleEdit)


def removed_part(part: Part) -> Change:
    """It leaves the catalogue. Raises StaleEdit if somebody saved it since it was read."""
    row, id_field = _ROWS[type(part)]
    key = row(f"EVENT#{part.event_id}", f"{row.KIND.upper()}#{getattr(part, id_field)}")
    return Change("delete", key, StaleEdit, row.version == part.version)  # type: ignore[attr-defined]


def waits(event_id: str, product_id: str, occurrence_id: str) -> Change:
    """From now on, what comes back is for the waiting list; saying it twice is fine."""
    return Change("put", WaitingRow(f"EVENT#{event_id}", f"WAITING#{product_id}#{occurrence_id}"), AlreadyDone)


def waits_no_more(event_id: str, product_id: str, occurrence_id: str) -> Change:
    """Nobody waits: everybody may buy again."""
    return Change("delete", WaitingRow(f"EVENT#{event_id}", f"WAITING#{product_id}#{occurrence_id}"), AlreadyDone)


def _waiting(item: Item) -> tuple[str, str]:
    _, product_id, occurrence_id = item["sk"]["S"].split("#")
    return product_id, occurrence_id


def _parts(noun: type[Any], items: list[Item]) -> list[Any]:
    rows: list[Any] = [_ROWS[noun][0].of(item) for item in items]
    if noun is Product:
        return [
            noun_of(Product, row, kind=row.kind_of, tiers=[_tier(values) for values in row.tiers or []]) for row in rows
        ]
    if noun in (Pool, Question):
        return [noun_of(noun, row, kind=row.kind_of) for row in rows]
    return [noun_of(noun, row) for row in rows]


def _sorted(parts: list[Any], id_field: str) -> list[Any]:
    return sorted(parts, key=lambda part: (part.position, getattr(part, id_field)))


def get_catalogue(
    event_id: str, *, occurrences: Mapping[str, Occurrence] | None = None, consistent: bool = True
) -> Catalogue:
    """The event with all that is on sale, in one query. Raises EventNotFound."""
    kinds = partition(f"EVENT#{event_id}", consistent=consistent)
    if EventRow.KIND not in kinds:
        raise EventNotFound()

    def parts(kind: type[Any]) -> list[Any]:
        return _parts(kind, kinds.get(_ROWS[kind][0].KIND, []))

    return Catalogue(
        event=event_of(kinds[EventRow.KIND][0]),
        products=_sorted(parts(Product), "product_id"),
        pools={pool.pool_id: pool for pool in parts(Pool)},
        categories=_sorted(parts(Category), "category_id"),
        taxes=_sorted(parts(Tax), "tax_id"),
        fees=_sorted(parts(Fee), "fee_id"),
        questions=_sorted(parts(Question), "question_id"),
        occurrences=occurrences or {},
        waiting=frozenset(_waiting(item) for item in kinds.get(WaitingRow.KIND, [])),
    )
