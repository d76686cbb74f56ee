"""A sale that many rush to, and what must be true of it afterwards."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from chalicelib.actions import reserving, stock
from chalicelib.actions.reserving import Wish
from chalicelib.domain.baskets import Wanted
from chalicelib.domain.catalogue import Catalogue, Pool, Product
from chalicelib.domain.orders import HOLDING, Order
from chalicelib.kernel.once import Once
from chalicelib.tables import events, orders
from chalicelib.tables import pools as shards
from chalicelib.tables.catalogue import get_catalogue, new_part
from tests.tables.writing import write
from tests.unit import making
from tests.unit.making import NOW, new_id


def on_sale(made: Sequence[Product], limits: Sequence[Pool], **fields: Any) -> Catalogue:
    """A live event with these products and pools, written."""
    event_id = made[0].event_id
    event = making.event(
        event_id=event_id, slug=event_id, account_id=new_id("acc"), organizer_id=new_id("org"), **fields
    )
    write(events.new_event(event), [new_part(part) for part in (*made, *limits)])
    for limit in limits:
        write(shards.new_shards(limit))
    return get_catalogue(event_id)


def limit(event_id: str, capacity: int, split: int = 2, **fields: Any) -> Pool:
    return Pool(new_id("pool"), event_id, capacity, split, **fields)


def product(event_id: str, *limits: Pool, **fields: Any) -> Product:
    pool_ids = [one.pool_id for one in limits]
    return making.product(product_id=new_id("prd"), event_id=event_id, pool_ids=pool_ids, **fields)


def reserve(bought: Product, quantity: int = 1, *, day: str = "", tier: str = "", **wish: Any) -> Order:
    wanted = [Wanted(bought.product_id, quantity, tier, day)]
    return reserving.reserve(bought.event_id, Wish(wanted, **wish), Once("buyer", new_id("key"), "digest"), NOW).order


def live(event_id: str) -> list[Order]:
    """Every order that holds something."""
    found, cursor = [], None
    while True:
        page = orders.list_orders(event_id, 4, cursor, 100)
        found += [order for order in page.items if order.state in HOLDING]
        cursor = page.next
        if not cursor:
            return found


def held(event_id: str) -> Counter[str]:
    units: Counter[str] = Counter()
    for order in live(event_id):
        units += stock.units_of(order.takes)
    return units


def free(counter: Pool) -> int:
    return sum(shards.list_free([counter])[counter.pool_id])


def check_pools(catalogue: Catalogue) -> None:
    """Every unit of every pool is free or in one live order."""
    taken = held(catalogue.event.event_id)
    for pool_id, pool in get_catalogue(catalogue.event.event_id).pools.items():
        assert free(pool) + taken[pool_id] == pool.capacity, pool
        assert min(shards.list_free([pool])[pool_id]) >= 0
