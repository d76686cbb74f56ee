"""Filling an event's catalogue, and what is left of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.actions.events import owned_catalogue
from chalicelib.domain import inventory
from chalicelib.domain.accounts import Caller
from chalicelib.domain.catalogue import Catalogue, Pool, Product
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.facts import ProductAdded
from chalicelib.kernel.once import Once
from chalicelib.tables import marks, pools
from chalicelib.tables.catalogue import get_catalogue, new_pool, new_product
from chalicelib.tables.commit import commit


def add_product(event_id: str, new: Mapping[str, Any], caller: Caller, once: Once, now: datetime) -> Product:
    """A product with a pool of its own, split over shards from the start."""
    catalogue = owned_catalogue(event_id, caller)
    capacity = new["capacity"]
    product_id = once.id("prd")
    pool = Pool(once.id("pool"), event_id, capacity, inventory.shard_count(capacity))
    product = Product(
        product_id=product_id,
        event_id=event_id,
        pool_ids=[pool.pool_id],
        position=len(catalogue.products),
        **{name: value for name, value in new.items() if name != "capacity"},
    )
    fact = ProductAdded(event_id, caller.account_id, event_id, {"product_id": product_id, "capacity": capacity})
    changes = [marks.new_mark(once, now), new_product(product), new_pool(pool), *pools.new_shards(pool)]
    try:
        commit(changes, [fact], now=now, by=caller.user_id)
    except AlreadyDone:
        marks.check(once)
    return get_catalogue(event_id).product(product_id)


@dataclass(frozen=True)
class Stock:
    """A product, its limit, and how much of it nobody holds."""

    product: Product
    capacity: int
    free: int


def stock_of(catalogue: Catalogue, *, consistent: bool = True) -> list[Stock]:
    """Every product with its free units now: one batch read for all shards."""
    free = pools.list_free(list(catalogue.pools.values()), consistent=consistent)
    return [
        Stock(
            product,
            min(catalogue.pools[pool_id].capacity for pool_id in product.pool_ids),
            min(sum(free[pool_id]) for pool_id in product.pool_ids),
        )
        for product in catalogue.products
    ]


def list_stock(event_id: str, caller: Caller) -> list[Stock]:
    """The products of the caller's event."""
    return stock_of(owned_catalogue(event_id, caller))
