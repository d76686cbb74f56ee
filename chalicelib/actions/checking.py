"""The checker: recomputes every pool of an event from its orders. Run after any rush, fault or doubt."""

from collections import Counter
from dataclasses import dataclass

from chalicelib.actions import stock
from chalicelib.domain.blocks import Block
from chalicelib.domain.orders import HOLDING
from chalicelib.tables import blocks, orders, pools
from chalicelib.tables.catalogue import get_catalogue


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
    count, cursor = 0, None
    while True:
        page = orders.list_orders(event_id, catalogue.event.order_spread, cursor, 100)
        for order in page.items:
            count += 1
            if order.state in HOLDING:
                held += stock.units_of(order.takes)
        cursor = page.next
        if not cursor:
            break
    kept = _blocks_of(event_id)
    for block in kept:
        held += stock.units_of(block.sources)
    checked = catalogue.pools | {block.pool_id: block.pool for block in kept}
    free = pools.list_free(list(checked.values()))
    found = [PoolProof(pool_id, pool.capacity, sum(free[pool_id]), held[pool_id]) for pool_id, pool in checked.items()]
    return Proof(count, found)


def _blocks_of(event_id: str) -> list[Block]:
    """What the event's blocks keep counts as held by them, and each is a pool of its own."""
    found: list[Block] = []
    cursor = None
    while True:
        page = blocks.list_blocks(event_id, cursor, 100)
        found += page.items
        cursor = page.next
        if not cursor:
            return found
