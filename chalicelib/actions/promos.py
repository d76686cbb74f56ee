"""Codes of an event: discounts, limited uses, and what they unlock."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.actions.events import owned_catalogue, owned_event
from chalicelib.actions.pools import make_pool
from chalicelib.domain import inventory
from chalicelib.domain.accounts import Caller
from chalicelib.domain.catalogue import Catalogue, Pool, UnknownReference
from chalicelib.domain.events import StaleEdit, check_editable
from chalicelib.domain.inventory import SoldOut
from chalicelib.domain.promos import CodeNotFound, CodeTaken, Promo, normal_code
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.facts import CodeAdded, CodeChanged
from chalicelib.kernel.once import Once
from chalicelib.tables import marks, pools, promos
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.lists import Page

_RACES = 4


@dataclass(frozen=True)
class Used:
    """A code, and how many orders hold a use of it; None for a code without a limit, whose uses nobody counts."""

    promo: Promo
    uses: int | None


def add_code(event_id: str, new: Mapping[str, Any], caller: Caller, once: Once, now: datetime) -> Used:
    """A new code; its uses, if limited, are a pool of their own."""
    catalogue = owned_catalogue(event_id, caller)
    check_editable(catalogue.event)
    fields = dict(new) | {"code": normal_code(new["code"])}
    shards = inventory.shard_count(fields["max_uses"])
    promo = Promo(event_id=event_id, promo_id=once.id("promo"), shards=shards, created_at=now, **fields)
    _check_references(promo, catalogue)
    fact = CodeAdded(event_id, caller.account_id, event_id, {"promo_id": promo.promo_id, "max_uses": promo.max_uses})
    changes = [marks.new_mark(once, now), promos.new_promo(promo), *_new_uses(promo)]
    try:
        commit(changes, [fact], now=now, by=caller.user_id)
    except AlreadyDone:
        marks.check(once)
    except CodeTaken as error:
        raise CodeTaken(code="is in use") from error
    return _get(event_id, promo.code)


def _new_uses(promo: Promo) -> list[Change]:
    return pools.new_shards(uses_pool(promo)) if promo.max_uses else []


def uses_pool(promo: Promo) -> Pool:
    """The pool whose units are the code's uses."""
    made = make_pool(promo.pool_id, promo.event_id, promo.max_uses, "promo", "event")
    return replace(made, shards=promo.shards)


def _check_references(promo: Promo, catalogue: Catalogue) -> None:
    products = {one.product_id for one in catalogue.products}
    if not set(promo.product_ids) <= products:
        raise UnknownReference(product_ids="names something that this event does not have")
    if not set(promo.unlocks) <= products | {one.category_id for one in catalogue.categories}:
        raise UnknownReference(unlocks="names something that this event does not have")


def _get(event_id: str, code: str) -> Used:
    promo = promos.find_promo(event_id, code)
    if not promo:
        raise CodeNotFound()
    return _with_uses([promo])[0]


def _with_uses(found: list[Promo]) -> list[Used]:
    limited = [uses_pool(promo) for promo in found if promo.max_uses]
    free = pools.list_free(limited)
    return [Used(promo, promo.max_uses - sum(free[promo.pool_id]) if promo.max_uses else None) for promo in found]


def list_codes(event_id: str, caller: Caller, cursor: str | None, limit: int) -> Page[Used]:
    """The codes of an event in the order of the alphabet, with their uses: one query and two batch reads."""
    owned_event(event_id, caller)
    page = promos.list_promos(event_id, cursor, limit)
    return Page(_with_uses(page.items), page.next)


def edit_code(event_id: str, code: str, version: int, edits: Mapping[str, Any], caller: Caller, now: datetime) -> Used:
    """Change some fields. Raises StaleEdit, and BelowSold with the number for fewer uses than there were."""
    catalogue = owned_catalogue(event_id, caller)
    check_editable(catalogue.event)
    for _ in range(_RACES):
        promo = _get(event_id, normal_code(code)).promo
        if promo.version != version:
            raise StaleEdit()
        edited = replace(promo, **edits)
        _check_references(edited, catalogue)
        edited, uses = _resized(promo, edited)
        data = {"promo_id": promo.promo_id, "fields": sorted(edits)}
        fact = CodeChanged(event_id, caller.account_id, event_id, data)
        with suppress(SoldOut, AlreadyDone):  # used this very moment: count again
            commit([promos.edited_promo(edited), *uses], [fact], now=now, by=caller.user_id)
            return _get(event_id, promo.code)
    raise Busy()


def _resized(promo: Promo, edited: Promo) -> tuple[Promo, list[Change]]:
    """The code with the shards that its new number of uses needs. Only a code that has a limit can get another."""
    if edited.max_uses == promo.max_uses:
        return edited, []
    if not promo.max_uses or not edited.max_uses:
        raise UnknownReference(max_uses="cannot begin or cease to be limited: make a new code")
    pool = uses_pool(promo)
    free = pools.list_free([pool])[pool.pool_id]
    after = inventory.resized(pool, free, edited.max_uses, None, lambda choices: 0)
    return replace(edited, shards=len(after)), pools.adjusted(pool, free, after)


def remove_code(event_id: str, code: str, caller: Caller, now: datetime) -> None:
    """The code is not known any more; orders that used it keep its discount."""
    check_editable(owned_event(event_id, caller))
    promo = _get(event_id, normal_code(code)).promo
    fact = CodeChanged(event_id, caller.account_id, event_id, {"promo_id": promo.promo_id, "removed": True})
    with suppress(AlreadyDone):
        commit([promos.removed_promo(promo)], [fact], now=now, by=caller.user_id)
