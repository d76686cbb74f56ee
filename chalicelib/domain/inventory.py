"""Which shards to take units from, without ever taking more than there are.

A pool's free units lie in shards of different partition keys, so that a rush does not meet on one key.
The plan may be made from stale numbers: the commit's conditions have the last word.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.domain.catalogue import Pool
from chalicelib.kernel.errors import Conflict

UNITS_PER_SHARD = 25
MOST_SHARDS = 64


class SoldOut(Conflict):
    """Not enough tickets are left."""


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
