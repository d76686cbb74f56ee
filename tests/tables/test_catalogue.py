"""What an event sells, as rows."""

from dataclasses import replace

import pytest

from chalicelib.domain.catalogue import Catalogue
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.catalogue import get_catalogue, new_part
from tests.tables.writing import wire, write
from tests.unit.making import new_id, pool, product


def test_a_catalogue_is_one_query(catalogue: Catalogue) -> None:
    with wire("Query") as seen:
        found = get_catalogue(catalogue.event.event_id)
    assert len(seen.sent) == 1
    assert found.event == catalogue.event
    assert found.pools == catalogue.pools
    assert [one.product_id for one in found.products] == [catalogue.products[0].product_id]


def test_products_stand_in_the_order_of_their_positions(catalogue: Catalogue) -> None:
    event_id = catalogue.event.event_id
    for position in (3, 1, 2):
        write(new_part(product(product_id=new_id("prd"), event_id=event_id, position=position)))
    assert [one.position for one in get_catalogue(event_id).products] == [0, 1, 2, 3]


def test_a_product_is_written_once(catalogue: Catalogue) -> None:
    with pytest.raises(AlreadyDone):
        write(new_part(replace(catalogue.products[0], prices={"EUR": 1})))
    assert get_catalogue(catalogue.event.event_id).products[0].prices == {"EUR": 2500}


def test_a_pool_is_written_once(catalogue: Catalogue) -> None:
    [mine] = catalogue.pools.values()
    with pytest.raises(AlreadyDone):
        write(new_part(pool(pool_id=mine.pool_id, event_id=mine.event_id, capacity=1_000_000)))
    assert get_catalogue(mine.event_id).pools[mine.pool_id].capacity == 100
