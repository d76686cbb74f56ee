"""Which shards to take units from, without ever taking more than there are.

A pool's free units lie in shards of different partition keys, so that a rush does not meet on one key.
The plan may be made from stale numbers: the commit's conditions have the last word.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.domain.catalogue import Pool
from chalicelib.kernel import ids
from chalicelib.kernel.errors import Conflict, Invalid

UNITS_PER_SHARD = 25
MOST_SHARDS = 64


class SoldOut(Conflict):
    """Not enough tickets are left."""


class BelowSold(Conflict):
    """The limit cannot be lower than what is sold or held."""


class FewerShards(Invalid):
    """A pool's shards can only become more."""


@dataclass(frozen=True)
class Take:
    """`units` from one shard of a pool: what an order holds and what it gives back."""

    pool_id: str
    shard: int
    units: int


def shard_count(capacity: int) -> int:
    """How many shards a pool of this capacity starts with: one for 25 units, at most 64."""
    return max(1, min(MOST_SHARDS, capacity // UNITS_PER_SHARD))


def split_evenly(capacity: int, shards: int) -> list[int]:
    """The free units of each shard: they differ by one at most and add up to the capacity."""
    share, rest = divmod(capacity, shards)
    return [share + (shard < rest) for shard in range(shards)]


def guess(pools: Sequence[Pool], units: Mapping[str, int], pick: Callable[[int], int]) -> list[Take]:
    """One shard a pool, chosen by chance and without reading: right most of the time while plenty is left.

    `pick(n)` is a random number below n.
    """
    return [Take(pool.pool_id, pick(pool.shards), units[pool.pool_id]) for pool in pools]


def plan(pool_id: str, free: Sequence[int], units: int, pick: Callable[[int], int]) -> list[Take]:
    """The fewest shards that together have `units` free. Raises SoldOut when all together have not.

    A single shard that suffices is chosen by chance among all that do, so that retries do not meet again;
    else the fullest are emptied first.
    """
    enough = [shard for shard, left in enumerate(free) if left >= units]
    if enough:
        return [Take(pool_id, enough[pick(len(enough))], units)]
    takes: list[Take] = []
    for shard in sorted(range(len(free)), key=lambda shard: -free[shard]):
        part = min(units, max(free[shard], 0))
        if part:
            takes.append(Take(pool_id, shard, part))
            units -= part
        if not units:
            return takes
    raise SoldOut()


def settings_version(pool: Pool) -> int:
    """The version of what members set: the row's own moves as well when a level is told of, which is what sales do."""
    return ids.version(pool.capacity, pool.shards, sorted(pool.name.items()))


def resized(
    pool: Pool, free: Sequence[int], capacity: int, shards: int | None, pick: Callable[[int], int]
) -> list[int]:
    """What each shard shall have free once the pool has this capacity, spread over this many shards.

    `free` is what they have now; it is empty for a counter that was never opened. Raises BelowSold with the number.
    """
    if not free:
        return split_evenly(capacity, shards or shard_count(capacity))
    width = shards or max(len(free), shard_count(capacity))
    if width < len(free):
        raise FewerShards(shards=f"must be at least {len(free)}")
    sold = pool.capacity - sum(free)
    if capacity < sold:
        raise BelowSold(f"{sold} are sold or held.", capacity=f"must be at least {sold}")
    if width > len(free):
        return split_evenly(capacity - sold, width)
    after = list(free)
    if capacity < pool.capacity:
        for take in plan(pool.pool_id, free, pool.capacity - capacity, pick):
            after[take.shard] -= take.units
        return after
    return [left + more for left, more in zip(free, split_evenly(capacity - pool.capacity, width), strict=True)]
