"""Shards: the counters that keep a sale from overselling. One row, one number, one condition."""

from collections.abc import Iterable, Sequence

from chalicelib.domain.catalogue import Pool, StillUsed, UnknownReference
from chalicelib.domain.inventory import SoldOut, Take, split_evenly
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import IntegerAttribute
from chalicelib.tables.changes import Change, put_new, update
from chalicelib.tables.table import Key, Row, batch_get


class ShardRow(Row):
    """POOL#p#nn / SHARD: units of the pool that nobody holds.

    Without a version attribute: two orders may change it at once, the condition alone decides.
    """

    KIND = "Shard"
    free = IntegerAttribute()


class NamedPoolRow(Row):
    """A pool's row for whoever names it, whatever its version is: it only has to move."""

    KIND = "Pool"
    version = IntegerAttribute()


def _key(pool_id: str, shard: int) -> Key:
    return f"POOL#{pool_id}#{shard:02d}", "SHARD"


def new_shards(pool: Pool) -> list[Change]:
    """All shards of a new pool, filled evenly."""
    return [
        put_new(ShardRow(*_key(pool.pool_id, shard), free=free), AlreadyDone)
        for shard, free in enumerate(split_evenly(pool.capacity, pool.shards))
    ]


def take(takes: Iterable[Take]) -> list[Change]:
    """Take units out of their shards. Raises SoldOut if one has too few."""
    return [
        update(
            ShardRow(*_key(take.pool_id, take.shard)),
            SoldOut,
            ShardRow.free >= take.units,
            ShardRow.free.set(ShardRow.free - take.units),
        )
        for take in takes
    ]


def give_back(takes: Iterable[Take]) -> list[Change]:
    """Put units back where they came from. Exactly once is the order's condition to ensure, in the same commit."""
    return [
        update(
            ShardRow(*_key(take.pool_id, take.shard)),
            RuntimeError,
            ShardRow.free.exists(),
            ShardRow.free.set(ShardRow.free + take.units),
        )
        for take in takes
    ]


def adjusted(pool: Pool, before: Sequence[int], after: Sequence[int]) -> list[Change]:
    """Give the shards other numbers of free units: as differences, so that what is bought meanwhile counts.

    Raises SoldOut if a shard has sold what it shall give up, AlreadyDone if a shard that shall be new is there.
    """
    changes = []
    for shard, (had, has) in enumerate(zip(before, after, strict=False)):
        if has < had:
            changes += take([Take(pool.pool_id, shard, had - has)])
        elif has > had:
            changes += give_back([Take(pool.pool_id, shard, has - had)])
    for shard in range(len(before), len(after)):
        changes.append(put_new(ShardRow(*_key(pool.pool_id, shard), free=after[shard]), AlreadyDone))
    return changes


def removed(pool: Pool, free: Sequence[int]) -> list[Change]:
    """The shards go, if each still has what was seen free. Raises StillUsed if somebody has taken of it."""
    return [
        Change("delete", ShardRow(*_key(pool.pool_id, shard)), StillUsed, ShardRow.free == left)
        for shard, left in enumerate(free)
    ]


def named(pool: Pool) -> Change:
    """Something that names the pool is written. Raises UnknownReference if the pool was removed meanwhile.

    Its version moves, so that whoever is about to remove it looks once more.
    """
    row = NamedPoolRow(f"EVENT#{pool.event_id}", f"POOL#{pool.pool_id}")
    return update(row, UnknownReference, NamedPoolRow.pk.exists(), NamedPoolRow.version.add(1))


def list_free(pools: Sequence[Pool], *, consistent: bool = True) -> dict[str, list[int]]:
    """The free units of every shard of these pools, by pool id: one batch read a hundred shards."""
    places = [(pool.pool_id, shard) for pool in pools for shard in range(pool.shards)]
    keys = [_key(pool_id, shard) for pool_id, shard in places]
    rows = batch_get(ShardRow, keys, consistent=consistent)
    found = {row.pk: row.free for row in rows}
    free: dict[str, list[int]] = {pool.pool_id: [] for pool in pools}
    for pool_id, shard in places:
        free[pool_id].append(found.get(_key(pool_id, shard)[0], 0))
    return free
