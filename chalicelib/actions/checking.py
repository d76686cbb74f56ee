"""The checker: recomputes every pool of an event from its orders. Run after any rush, fault or doubt."""

from collections import Counter
from dataclasses import dataclass

from chalicelib.actions import stock
from chalicelib.actions.promos import uses_pool
from chalicelib.domain.orders import HOLDING
from chalicelib.tables import blocks, occurrences, orders, pools, promos
from chalicelib.tables.catalogue import get_catalogue
from chalicelib.tables.lists import every


@dataclass(frozen=True)
class PoolProof:
    """A pool's limit, what its shards say is free, and what the event's orders hold of it."""

    pool_id: str
    capacity: int
    free: int
    held: int

    @property
    def holds(self) -> bool:
        """Nothing oversold, nothing lost."""
        return self.free + self.held == self.capacity and self.free >= 0


@dataclass(frozen=True)
class Proof:
    """What the checker found for one event."""

    orders: int
    pools: list[PoolProof]

    @property
    def holds(self) -> bool:
        """Every pool agrees with the orders."""
        return all(pool.holds for pool in self.pools)


def check_event(event_id: str) -> Proof:
    """Read all orders of an event and compare. Exact while nobody is buying; reads every order once."""
    catalogue = get_catalogue(event_id)
    held: Counter[str] = Counter()
    count = 0
    for order in every(lambda cursor: orders.list_orders(event_id, catalogue.event.order_spread, cursor, 100)):
        count += 1
        if order.state in HOLDING:
            held += stock.units_of(order.takes)
    checked = dict(catalogue.pools)
    for block in every(lambda cursor: blocks.list_blocks(event_id, cursor, 100)):
        held += stock.units_of(block.sources)  # what a block keeps is held by it, and is a pool of its own
        checked[block.pool_id] = block.pool
    for day in occurrences.every_occurrence(event_id):
        known = [catalogue.pools[pool_id] for pool_id in day.counters if pool_id in catalogue.pools]
        checked |= {counter.pool_id: counter for counter in (catalogue.counter(pool, day) for pool in known)}
    for promo in every(lambda cursor: promos.list_promos(event_id, cursor, 100)):
        if promo.max_uses:
            checked[promo.pool_id] = uses_pool(promo)
    free = pools.list_free(list(checked.values()))
    found = [PoolProof(pool_id, pool.capacity, sum(free[pool_id]), held[pool_id]) for pool_id, pool in checked.items()]
    return Proof(count, found)
