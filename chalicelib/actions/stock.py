"""Planning takes from what every shard has at this moment."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping

from chalicelib.domain import inventory
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.inventory import Take
from chalicelib.tables import pools


def plan_takes(catalogue: Catalogue, units: Mapping[str, int]) -> list[Take]:
    """Which shards to take these units (by pool id) from: one batch read. Raises SoldOut."""
    free = pools.list_free([catalogue.pools[pool_id] for pool_id in units])
    return [
        take
        for pool_id, wanted in units.items()
        for take in inventory.plan(pool_id, free[pool_id], wanted, random.randrange)
    ]


def units_of(takes: Iterable[Take]) -> Counter[str]:
    """How many units these takes hold of each pool."""
    units: Counter[str] = Counter()
    for take in takes:
        units[take.pool_id] += take.units
    return units
