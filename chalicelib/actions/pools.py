"""Limits: making pools, raising and lowering them while they sell, spreading them over more shards."""

import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.actions import stock
from chalicelib.actions.events import owned_catalogue
from chalicelib.domain import inventory
from chalicelib.domain.accounts import Caller
from chalicelib.domain.catalogue import Catalogue, OneProductsLimit, Pool, PoolKind, PoolNotFound, PoolScope, StillUsed
from chalicelib.domain.events import StaleEdit, check_editable, check_version
from chalicelib.domain.inventory import BelowSold, SoldOut
from chalicelib.domain.series import Occurrence
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.facts import CatalogueChanged, PoolAdded, PoolResized
from chalicelib.kernel.once import Once
from chalicelib.kernel.text import Texts, pick
from chalicelib.tables import marks, occurrences, pools
from chalicelib.tables.catalogue import edited_part, get_catalogue, new_part, removed_part
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit

_RACES = 6


@dataclass(frozen=True)
class Level:
    """A pool with what nobody holds of it."""

    pool: Pool
    free: int


@dataclass(frozen=True)
class Size:
    """What a pool shall hold, in how many shards; None: as many as its size deserves."""

    capacity: int
    shards: int | None = None


def make_pool(
    pool_id: str, event_id: str, capacity: int, kind: PoolKind, scope: PoolScope, name: Texts | None = None
) -> Pool:
    """A new pool, spread over as many shards as its size deserves."""
    return Pool(pool_id, event_id, capacity, inventory.shard_count(capacity), kind, scope, name or {})


def write_pool(pool: Pool, now: datetime, by: str) -> None:
    """A pool with its shards, in a commit of their own: a product may have more pools than one commit can hold.

    A pool that nothing refers to yet sells nothing, so that a failure after it leaves nothing wrong. Safe to repeat.
    """
    with suppress(AlreadyDone):
        commit([new_part(pool), *pools.new_shards(pool)], [], now=now, by=by)


def add_pool(event_id: str, new: Mapping[str, object], caller: Caller, once: Once, now: datetime) -> Level:
    """A limit that several products share, or that holds for all tickets of the event."""
    catalogue = owned_catalogue(event_id, caller)
    check_editable(catalogue.event)
    pool = make_pool(once.id("pool"), event_id, **new)  # type: ignore[arg-type]
    if pool.kind == "event":
        _check_nothing_is_sold(catalogue)
    fact = PoolAdded(event_id, caller.account_id, event_id, {"pool_id": pool.pool_id, "capacity": pool.capacity})
    changes = [marks.new_mark(once, now), new_part(pool), *pools.new_shards(pool)]
    try:
        commit(changes, [fact], now=now, by=caller.user_id)
    except AlreadyDone:
        marks.check(once)
    return level_of(get_catalogue(event_id).pools[pool.pool_id])


def _check_nothing_is_sold(catalogue: Catalogue) -> None:
    """A new limit cannot count what was sold before it: the orders of that time hold nothing of it."""
    sold = stock.sold_of(catalogue, [pool for pool in catalogue.pools.values() if pool.kind == "product"])
    if sold:
        raise BelowSold(
            f"{sold} units are sold or held already. Set a limit for the whole event before the first sale."
        )


def level_of(pool: Pool) -> Level:
    """A pool and what is free of it."""
    return Level(pool, sum(pools.list_free([pool])[pool.pool_id]))


def rename_pool(event_id: str, pool_id: str, name: Texts, version: int, caller: Caller, now: datetime) -> Level:
    """Give a limit that stands by itself another name. Raises OneProductsLimit, StaleEdit."""
    for _ in range(_RACES):
        catalogue = owned_catalogue(event_id, caller)
        pool = _own_limit(catalogue, pool_id)
        check_version(version, inventory.settings_version(pool))
        fact = CatalogueChanged(event_id, caller.account_id, event_id, {"pool_id": pool_id, "renamed": True})
        with suppress(StaleEdit):  # its level was told of, or it was edited: the next look knows
            commit([edited_part(replace(pool, name=name))], [fact], now=now, by=caller.user_id)
            return level_of(get_catalogue(event_id).pools[pool_id])
    raise Busy()


def remove_pool(event_id: str, pool_id: str, caller: Caller, now: datetime) -> None:
    """Forget a limit that nothing counts against, on no date either. Raises OneProductsLimit, StillUsed."""
    for _ in range(_RACES):
        with suppress(StaleEdit):  # something names it now, or its level was told of
            return _remove(event_id, pool_id, caller, now)
    raise Busy()


def _remove(event_id: str, pool_id: str, caller: Caller, now: datetime) -> None:
    catalogue = owned_catalogue(event_id, caller)
    pool = _own_limit(catalogue, pool_id)
    users = [pick(product.name) for product in catalogue.products if pool_id in product.pool_ids]
    if users:
        raise StillUsed(f"It limits {', '.join(users)}: take it out there first.")
    free = pools.list_free([pool])[pool_id]
    if stock.sold_of(catalogue, [pool]):
        raise StillUsed("Its units have been sold or held.")
    fact = CatalogueChanged(event_id, caller.account_id, event_id, {"pool_id": pool_id, "removed": True})
    commit([removed_part(pool), *pools.removed(pool, free)], [fact], now=now, by=caller.user_id)


def _own_limit(catalogue: Catalogue, pool_id: str) -> Pool:
    check_editable(catalogue.event)
    pool = catalogue.pools.get(pool_id)
    if not pool:
        raise PoolNotFound()
    if pool.kind not in ("shared", "event"):
        raise OneProductsLimit()
    return pool


def resize_pool(
    event_id: str, pool_id: str, size: Size, version: int, caller: Caller, now: datetime, day_id: str = ""
) -> Level:
    """Give a pool (or its counter on one date) another capacity or more shards while it sells.

    Raises StaleEdit, BelowSold with the number that is sold or held, Busy when buyers are always faster.
    """
    check_editable(owned_catalogue(event_id, caller).event)
    return resize(event_id, pool_id, size, now, caller.user_id, day_id, version=version)


def resize(
    event_id: str,
    pool_id: str,
    size: Size,
    now: datetime,
    by: str,
    day_id: str = "",
    *,
    version: int | None = None,
    together: Sequence[Change] = (),
) -> Level:
    """The same for whoever may, from whatever it was if no `version` is named; `together` is in the same commit."""
    for _ in range(_RACES):
        counted = _counted(event_id, pool_id, day_id)
        if version is not None:
            check_version(version, inventory.settings_version(counted.counter))
        with suppress(StaleEdit, SoldOut, AlreadyDone):
            return _resize(counted, size, now, by, together)
    raise Busy()


@dataclass(frozen=True)
class _Counted:
    """A pool, and the counter that stands for it on one date."""

    catalogue: Catalogue
    pool: Pool
    day: Occurrence
    counter: Pool

    @property
    def is_days_own(self) -> bool:
        return self.counter is not self.pool

    def sized(self, after: Pool) -> Change:
        if self.is_days_own:
            sizes = self.day.counters | {self.pool.pool_id: [after.capacity, after.shards]}
            return occurrences.edited_occurrence(replace(self.day, counters=sizes))
        return edited_part(replace(self.pool, capacity=after.capacity, shards=after.shards))


def _counted(event_id: str, pool_id: str, day_id: str) -> _Counted:
    days = occurrences.get_occurrences(event_id, [day_id] if day_id else [])
    catalogue = get_catalogue(event_id, occurrences=days)
    pool = catalogue.pools.get(pool_id)
    if not pool:
        raise PoolNotFound()
    day = catalogue.occurrence(day_id or catalogue.event.occurrence_id)
    return _Counted(catalogue, pool, day, catalogue.counter(pool, day))


def _resize(counted: _Counted, size: Size, now: datetime, by: str, together: Sequence[Change]) -> Level:
    counter, event = counted.counter, counted.catalogue.event
    exists = counted.catalogue.is_opened(counted.pool, counted.day)
    before = pools.list_free([counter])[counter.pool_id] if exists else []
    after = inventory.resized(counter, before, size.capacity, size.shards, random.randrange)
    changed = replace(counter, capacity=size.capacity, shards=len(after))
    data = {"pool_id": counter.pool_id, "capacity": size.capacity, "before": counter.capacity}
    data |= {"dates": [counted.day.occurrence_id]} if counted.is_days_own else {}
    fact = PoolResized(event.event_id, event.account_id, event.event_id, data)
    changes = [counted.sized(changed), *pools.adjusted(changed, before, after), *together]
    commit(changes, [fact], now=now, by=by)
    return Level(changed, sum(after))
