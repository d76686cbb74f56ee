"""Codes as rows of their own: an event may have ten thousand, and one is read by its name."""

import dataclasses

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, VersionAttribute

from chalicelib.domain.events import StaleEdit
from chalicelib.domain.promos import CodeTaken, Kept, Promo
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_edited, put_new
from chalicelib.tables.lists import Page, merged_page
from chalicelib.tables.table import Key, Row, filled_values_of, find, noun_of


class PromoRow(Row):
    """PROMO#e#CODE / META, owned by its event (`EVENT#e#PROMOS` / code)."""

    KIND = "Promo"
    code = UnicodeAttribute()
    event_id = UnicodeAttribute()
    promo_id = UnicodeAttribute()
    discount = UnicodeAttribute()
    percent = UnicodeAttribute()
    amounts = JsonAttribute()
    scope = UnicodeAttribute()
    product_ids = JsonAttribute()
    unlocks = JsonAttribute()
    max_uses = IntegerAttribute()
    shards = IntegerAttribute()
    starts_at = InstantAttribute(null=True)
    ends_at = InstantAttribute(null=True)
    block = JsonAttribute(null=True)
    is_paused = BooleanAttribute()
    version = VersionAttribute()
    created_at = InstantAttribute(null=True)


def promo_key(event_id: str, code: str) -> Key:
    """Where a code is stored."""
    return f"PROMO#{event_id}#{code}", "META"


def _row(promo: Promo) -> PromoRow:
    owner = f"EVENT#{promo.event_id}#PROMOS"
    values = filled_values_of(promo, PromoRow, "block")
    if promo.block:
        values["block"] = dataclasses.asdict(promo.block)
    return PromoRow(*promo_key(promo.event_id, promo.code), owner=owner, owner_sk=promo.code, **values)


def new_promo(promo: Promo) -> Change:
    """A code of an event. Raises CodeTaken."""
    return put_new(_row(promo), CodeTaken)


def edited_promo(promo: Promo) -> Change:
    """Its new details. Raises StaleEdit if somebody saved it since it was read."""
    return put_edited(_row(promo), StaleEdit)


def removed_promo(promo: Promo) -> Change:
    """The code is forgotten. Raises AlreadyDone if it is gone."""
    row = PromoRow(*promo_key(promo.event_id, promo.code))
    return Change("delete", row, AlreadyDone, PromoRow.pk.exists())


def promo_of(row: PromoRow) -> Promo:
    """The code in this row."""
    return noun_of(Promo, row, block=Kept(**row.block) if row.block else None)


def find_promo(event_id: str, code: str, *, consistent: bool = True) -> Promo | None:
    """The code of this event."""
    row = find(PromoRow, *promo_key(event_id, code), consistent=consistent)
    return promo_of(row) if row else None


def list_promos(event_id: str, cursor: str | None, limit: int) -> Page[Promo]:
    """An event's codes in the order of the alphabet."""
    partitions = [f"EVENT#{event_id}#PROMOS"]
    return merged_page(PromoRow, partitions, cursor, limit, newest_first=False, make=promo_of)
