"""Limits: making pools, raising and lowering them while they sell, spreading them over more shards."""

import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.actions.events import owned_catalogue
from chalicelib.domain import inventory
from chalicelib.domain.accounts import Caller
from chalicelib.domain.catalogue import Catalogue, Pool, PoolKind, PoolNotFound, PoolScope
from chalicelib.domain.events import StaleEdit, check_editable
from chalicelib.domain.inventory import BelowSold, SoldOut
from chalicelib.domain.series import Occurrence
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.facts import PoolAdded, PoolResized
from chalicelib.kernel.once import Once
from chalicelib.kernel.text import Texts
from chalicelib.tables import marks, occurrences, pools
from chalicelib.tables.catalogue import edited_part, get_catalogue, new_part
from chalicelib.tables.commit import Change, commit

_RACES = 6


@dataclass(frozen=True)
class Level:
    """A pool with what nobody holds of it."""

    pool: Pool
    free: int


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
    mine = [pool for pool in catalogue.pools.values() if pool.kind == "product"]
    free = pools.list_free(mine)
    sold = sum(pool.capacity - sum(free[pool.pool_id]) for pool in mine)
    if sold:
        raise BelowSold(
            f"{sold} units are sold or held already. Set a limit for the whole event before the first sale."
        )


def level_of(pool: Pool) -> Level:
    """A pool and what is free of it."""
    return Level(pool, sum(pools.list_free([pool])[pool.pool_id]))


def resize_pool(
    event_id: str, pool_id: str, capacity: int, shards: int | None, caller: Caller, now: datetime, day_id: str = ""
) -> Level:
    """Give a pool (or its counter on one date) another capacity or more shards while it sells.

    Raises BelowSold with the number that is sold or held, Busy when buyers are always faster.
    """
    check_editable(owned_catalogue(event_id, caller).event)
    return resize(event_id, pool_id, capacity, shards, now, caller.user_id, day_id)


def resize(
    event_id: str,
    pool_id: str,
    capacity: int,
    shards: int | None,
    now: datetime,
    by: str,
    day_id: str = "",
    together: Sequence[Change] = (),
) -> Level:
    """The same for whoever may; what is to be written `together` with it is in the same commit."""
    for _ in range(_RACES):
        with suppress(StaleEdit, SoldOut, AlreadyDone):
            return _resize(event_id, pool_id, capacity, shards, day_id, now, by, together)
    raise Busy()


def _resize(
    event_id: str,
    pool_id: str,
    capacity: int,
    shards: int | None,
    day_id: str,
    now: datetime,
    by: str,
    together: Sequence[Change],
) -> Level:
    days = occurrences.get_occurrences(event_id, [day_id] if day_id else [])
    catalogue = get_catalogue(event_id, occurrences=days)
    pool = catalogue.pools.get(pool_id)
    if not pool:
        raise PoolNotFound()
    day = catalogue.occurrence(day_id or catalogue.event.occurrence_id)
    counter = catalogue.counter(pool, day)
    exists = counter is pool or pool_id in day.counters
    before = pools.list_free([counter])[counter.pool_id] if exists else []
    after = inventory.resized(counter, before, capacity, shards, random.randrange)
    changed = replace(counter, capacity=capacity, shards=len(after))
    kept = _size_change(pool, day, changed, on_day=counter is not pool)
    data = {"pool_id": counter.pool_id, "capacity": capacity, "before": counter.capacity}
    fact = PoolResized(event_id, catalogue.event.account_id, event_id, data)
    commit([kept, *pools.adjusted(changed, before, after), *together], [fact], now=now, by=by)
    return Level(changed, sum(after))


def _size_change(pool: Pool, day: Occurrence, changed: Pool, *, on_day: bool) -> Change:
    if on_day:
        sizes = day.counters | {pool.pool_id: [changed.capacity, changed.shards]}
        return occurrences.edited_occurrence(replace(day, counters=sizes))
    return edited_part(replace(pool, capacity=changed.capacity, shards=changed.shards))
