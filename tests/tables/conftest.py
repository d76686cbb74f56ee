"""Table tests call the real code in this process against the cloud's DynamoDB.

When the environment names a table already (the mutation run hands its own down), no second cloud is started.
"""

import os
from dataclasses import replace

import pytest

from chalicelib.domain.catalogue import Catalogue, Pool
from chalicelib.domain.orders import Order
from chalicelib.tables import events, orders, pools
from chalicelib.tables.catalogue import new_part
from tests.tables.writing import write
from tests.unit import making


@pytest.fixture(scope="session", autouse=True)
def _table(request: pytest.FixtureRequest) -> None:
    if "FOYER_TABLE" not in os.environ:
        request.getfixturevalue("aws")


@pytest.fixture
def order() -> Order:
    """A reserved order of a new event, written. It holds nothing."""
    held = making.order(order_id=making.new_id("ord"), event_id=making.new_id("evt"), takes=[])
    write(orders.new_order(held))
    return held


@pytest.fixture
def pool() -> Pool:
    """A hundred units in four shards, written."""
    made = making.pool(pool_id=making.new_id("pool"), event_id=making.new_id("evt"))
    write(pools.new_shards(made))
    return made


@pytest.fixture
def catalogue(pool: Pool) -> Catalogue:
    """A live event that sells this pool, written."""
    event = making.event(
        event_id=pool.event_id, slug=pool.event_id, account_id=making.new_id("acc"), organizer_id=making.new_id("org")
    )
    product = making.product(product_id=making.new_id("prd"), event_id=pool.event_id, pool_ids=[pool.pool_id])
    write(events.new_event(event), new_part(product), new_part(pool))
    return Catalogue(replace(event, version=1), [product], {pool.pool_id: pool})
