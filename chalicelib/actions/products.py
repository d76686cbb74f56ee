"""Filling an event's catalogue with products, and what is left of them."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.actions import stock
from chalicelib.actions.events import owned_catalogue, owned_event
from chalicelib.actions.pools import make_pool, write_pool
from chalicelib.domain.accounts import Caller
from chalicelib.domain.catalogue import Catalogue, Pool, PoolScope, Product, StillUsed, Tier, UnknownReference
from chalicelib.domain.events import StaleEdit, check_editable
from chalicelib.kernel import ids
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.facts import CatalogueChanged, ProductAdded
from chalicelib.kernel.once import Once
from chalicelib.tables import marks, members, pools
from chalicelib.tables.catalogue import edited_part, get_catalogue, new_part, removed_part
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.lists import Page

Values = Mapping[str, Any]
_CHANGES_IN_A_COMMIT = 90


def add_product(event_id: str, new: Values, caller: Caller, once: Once, now: datetime) -> Product:
    """A product with a pool of its own if it has a capacity, and one for each tier that has.

    `new` holds the checked fields of the request: those of `Product`, `capacity`, `scope`, and tiers as mappings.
    """
    catalogue = owned_catalogue(event_id, caller)
    check_editable(catalogue.event)
    product_id = once.id("prd")
    fields = {name: value for name, value in new.items() if name not in ("capacity", "scope", "tiers")}
    pool_ids = list(fields.pop("pool_ids", []))
    if new["capacity"] is not None:
        own = make_pool(ids.derived("pool", product_id), event_id, new["capacity"], "product", new["scope"])
        write_pool(own, now, caller.user_id)
        pool_ids.insert(0, own.pool_id)
    if fields.get("tax_ids") is None:
        fields["tax_ids"] = [tax.tax_id for tax in catalogue.taxes if tax.is_default]
    position = max((one.position + 1 for one in catalogue.products), default=0)
    product = Product(product_id, event_id, pool_ids=pool_ids, position=position, **fields)
    product = replace(product, tiers=_tiers(product, new["tiers"], new["scope"], now, caller.user_id))
    _check_references(product, get_catalogue(event_id) if new["capacity"] is not None else catalogue)
    data = {"product_id": product_id, "capacity": new["capacity"]}
    changes = [marks.new_mark(once, now), new_part(product), *_shared_limits(product, catalogue)]
    try:
        commit(changes, [ProductAdded(event_id, caller.account_id, event_id, data)], now=now, by=caller.user_id)
    except AlreadyDone:
        marks.check(once)
    return get_catalogue(event_id).product(product_id)


def _tiers(product: Product, wanted: list[Values], scope: PoolScope, now: datetime, by: str) -> list[Tier]:
    """Tiers out of the request. One that is there already keeps its pool; a new one with a capacity gets one.

    A new id is made from the version that it replaces, so that no tier ever gets the pool of one that was removed.
    """
    known = {tier.tier_id: tier for tier in product.tiers}
    found = []
    for place, one in enumerate(wanted):
        if one["tier_id"] and one["tier_id"] not in known:
            raise UnknownReference(**{f"tiers.{place}.id": "is not a price of this product"})
        fields = {name: value for name, value in one.items() if name not in ("tier_id", "capacity")}
        tier_id = one["tier_id"] or ids.derived("tier", product.product_id, str(product.version or 0), str(place))
        pool_id = known[tier_id].pool_id if tier_id in known else ""
        if not pool_id and one["capacity"] is not None:
            pool = make_pool(ids.derived("pool", tier_id), product.event_id, one["capacity"], "tier", scope)
            write_pool(pool, now, by)
            pool_id = pool.pool_id
        found.append(Tier(tier_id=tier_id, pool_id=pool_id, **fields))
    return found


def _check_references(product: Product, catalogue: Catalogue) -> None:
    """Raises UnknownReference naming the field that refers to something that this event does not have."""
    others = {one.product_id for one in catalogue.products} - {product.product_id}
    shared = {pool.pool_id for pool in catalogue.pools.values() if pool.kind == "shared"}
    known = {
        "pool_ids": (product.pool_ids, shared | {ids.derived("pool", product.product_id)}),
        "category_id": (
            [product.category_id] if product.category_id else [],
            {c.category_id for c in catalogue.categories},
        ),
        "tax_ids": (product.tax_ids, {tax.tax_id for tax in catalogue.taxes}),
        "requires": (product.requires, others),
    }
    for name, (wanted, have) in known.items():
        if not set(wanted) <= have:
            raise UnknownReference(**{name: "names something that this event does not have"})


def edit_product(event_id: str, product_id: str, version: int, edits: Values, caller: Caller, now: datetime) -> Product:
    """Change some fields. Raises StaleEdit unless `version` is what is stored."""
    catalogue = owned_catalogue(event_id, caller)
    check_editable(catalogue.event)
    product = catalogue.product(product_id)
    if product.version != version:
        raise StaleEdit()
    fields = dict(edits)
    if "pool_ids" in fields:
        fields["pool_ids"] = _other_pools(product, catalogue, fields["pool_ids"])
    if "tiers" in fields:
        scope: PoolScope = next((catalogue.pools[pool_id].scope for pool_id in product.pool_ids), "occurrence")
        fields["tiers"] = _tiers(product, fields["tiers"], scope, now, caller.user_id)
    edited = replace(product, **fields)
    _check_references(edited, get_catalogue(event_id))
    changed = sorted(name for name in fields if getattr(product, name) != getattr(edited, name))
    fact = CatalogueChanged(event_id, caller.account_id, event_id, {"product_id": product_id, "fields": changed})
    commit([edited_part(edited), *_shared_limits(edited, catalogue)], [fact], now=now, by=caller.user_id)
    return get_catalogue(event_id).product(product_id)


def _shared_limits(product: Product, catalogue: Catalogue) -> list[Change]:
    """What a product counts against besides its own limit is not removed at the same moment."""
    found = [catalogue.pools[pool_id] for pool_id in product.pool_ids if pool_id in catalogue.pools]
    return [pools.named(pool) for pool in found if pool.kind == "shared"]


def _other_pools(product: Product, catalogue: Catalogue, shared: list[str]) -> list[str]:
    """The product's own pool stays; shared ones may change as long as no unit was sold, since orders hold no others."""
    own = [pool_id for pool_id in product.pool_ids if catalogue.pools[pool_id].kind == "product"]
    wanted = [*own, *(pool_id for pool_id in shared if pool_id not in own)]
    if set(wanted) != set(product.pool_ids):
        if not own:
            raise StillUsed("Nobody counts what was sold of it: its limits cannot change any more.")
        _check_unsold(catalogue, [catalogue.pools[pool_id] for pool_id in own])
    return wanted


def _check_unsold(catalogue: Catalogue, mine: list[Pool]) -> None:
    if stock.sold_of(catalogue, mine):
        raise StillUsed("Its units have been sold or held.")


def remove_product(event_id: str, product_id: str, caller: Caller, now: datetime) -> None:
    """Forget a product that was never sold. Raises StillUsed for any other: pause or hide that.

    Its pools go after it, one by one: a pool that nothing refers to sells nothing, and one that was bought from at
    this very moment stays with its order.
    """
    catalogue = owned_catalogue(event_id, caller)
    check_editable(catalogue.event)
    product = catalogue.product(product_id)
    named = [*product.pool_ids, *(tier.pool_id for tier in product.tiers)]
    own = [pool for pool in map(catalogue.pools.get, named) if pool and pool.kind in ("product", "tier")]
    _check_unsold(catalogue, own)
    if any(product_id in one.requires for one in catalogue.products):
        raise StillUsed("Another product is only sold together with this one.")
    fact = CatalogueChanged(event_id, caller.account_id, event_id, {"product_id": product_id, "removed": True})
    commit([removed_part(product)], [fact], now=now, by=caller.user_id)
    for pool_id, free in pools.list_free(own).items():
        pool = catalogue.pools[pool_id]
        if sum(free) == pool.capacity:
            with suppress(StillUsed, StaleEdit):
                commit([removed_part(pool), *pools.removed(pool, free)], [], now=now, by=caller.user_id)


def levels(catalogue: Catalogue, *, consistent: bool = True) -> dict[str, int]:
    """What is free of each of the event's pools: one batch read for a hundred shards."""
    free = pools.list_free(list(catalogue.pools.values()), consistent=consistent)
    return {pool_id: sum(left) for pool_id, left in free.items()}


def list_stock(event_id: str, caller: Caller) -> tuple[Catalogue, dict[str, int]]:
    """The caller's catalogue, and what is free of each pool."""
    catalogue = owned_catalogue(event_id, caller)
    return catalogue, levels(catalogue)


def currency_of(event_id: str, caller: Caller) -> str:
    """The currency that the event's prices are in."""
    return owned_event(event_id, caller).currency


def list_members(event_id: str, product_id: str, caller: Caller, cursor: str | None, limit: int) -> Page[str]:
    """Who may buy a members-only product: addresses and domains."""
    owned_catalogue(event_id, caller).product(product_id)
    return members.list_allowed(product_id, cursor, limit)


def change_members(
    event_id: str, product_id: str, add: list[str], remove: list[str], caller: Caller, now: datetime
) -> None:
    """Say who may buy. The fact counts addresses and names none."""
    catalogue = owned_catalogue(event_id, caller)
    check_editable(catalogue.event)
    catalogue.product(product_id)
    changes = [
        *members.no_longer_allowed(product_id, sorted(set(remove) - set(add))),
        *members.allowed(product_id, sorted(set(add))),
    ]
    data = {"product_id": product_id, "members_added": len(set(add)), "members_removed": len(set(remove))}
    fact = CatalogueChanged(event_id, caller.account_id, event_id, data)
    for start in range(0, len(changes), _CHANGES_IN_A_COMMIT):
        is_last = start + _CHANGES_IN_A_COMMIT >= len(changes)
        part = changes[start : start + _CHANGES_IN_A_COMMIT]
        commit(part, [fact] if is_last else [], now=now, by=caller.user_id)
