"""The end of a pool: buyers who guess a shard, read all shards, plan and are overtaken, until nothing is left.

Follows `actions/reserving.py` step by step: a guess without reading; whenever a take is refused, all shards are read
and one with a unit is chosen by chance; whoever was overtaken `PLANS` times is told "sold out". That is too soon if a
unit is free at this moment. Conflicts are left out: they only make everybody slower.
"""

import heapq
import random
from dataclasses import dataclass

PLANS = 4  # actions/reserving.py


@dataclass
class Seen:
    """What came of it; `plans` is how often all shards were read for each unit that was sold."""

    units: int
    sold: int = 0
    refused: int = 0
    too_soon: int = 0
    reads: int = 0

    @property
    def plans(self) -> float:
        """Reads of all shards for each sale."""
        return self.reads / max(self.sold, 1)


def sell_out(rate: float, shards: int, units: int, seconds: float, seed: int = 1) -> Seen:
    """Twice as many buyers as units arrive by chance, `rate` a second; a read and a commit take `seconds` each."""
    chance = random.Random(seed)
    free = [units // shards + (shard < units % shards) for shard in range(shards)]
    seen = Seen(units)
    events: list[tuple[float, int, int, int]] = []  # when a commit arrives, whose, its shard, the plans so far
    now = 0.0
    for buyer in range(2 * units):
        now += chance.expovariate(rate)
        heapq.heappush(events, (now + seconds, buyer, chance.randrange(shards), 1))
    while events:
        now, buyer, shard, plans = heapq.heappop(events)
        if free[shard]:
            free[shard] -= 1
            seen.sold += 1
            continue
        seen.reads += 1
        enough = [place for place, left in enumerate(free) if left]
        if not enough or plans == PLANS:
            seen.refused += 1
            seen.too_soon += bool(enough)
            continue
        # The read is of this moment; the commit that it leads to arrives after both have taken their time.
        heapq.heappush(events, (now + 2 * seconds, buyer, chance.choice(enough), plans + 1))
    return seen
