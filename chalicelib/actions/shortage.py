"""Sold out, remembered for a moment: after the last unit of a rush, refusing must not cost as much as selling.

A refusal costs a transaction that is cancelled and a read of every shard (up to 64 read units). When one pool has been
refused ten times within a second in this process, what was left of it is believed for a second, and who wants more
is refused at once. So a unit that comes back may be refused for a second longer, and only in such a rush.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

REMEMBERED = timedelta(seconds=1)
RUSH = 10
_MOST_POOLS = 1000


@dataclass
class _Shortage:
    since: datetime
    left: int
    refused: int


_seen: dict[str, _Shortage] = {}


def note(pool_id: str, left: int, now: datetime) -> None:
    """A pool was found to have no more than `left` units."""
    known = _seen.get(pool_id)
    is_rush = known is not None and now - known.since < REMEMBERED
    if len(_seen) >= _MOST_POOLS:
        _seen.clear()
    if known and (is_rush or known.refused >= RUSH):
        known.since, known.left, known.refused = now, left, known.refused + 1
    else:
        _seen[pool_id] = _Shortage(now, left, 1)


def forget(pool_ids: Mapping[str, int]) -> None:
    """Units of these pools could be taken after all."""
    for pool_id in pool_ids:
        _seen.pop(pool_id, None)


def find(units: Mapping[str, int], now: datetime) -> str | None:
    """A pool that surely had too little a moment ago, if a rush is going on."""
    for pool_id, wanted in units.items():
        known = _seen.get(pool_id)
        if known and known.refused >= RUSH and now - known.since < REMEMBERED and wanted > known.left:
            return pool_id
    return None
