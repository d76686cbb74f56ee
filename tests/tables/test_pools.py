"""Shards: nothing is taken that is not there, nothing is put where nothing was."""

from dataclasses import replace

import pytest

from chalicelib.domain.catalogue import Catalogue, Pool, StillUsed, UnknownReference
from chalicelib.domain.events import StaleEdit
from chalicelib.domain.inventory import SoldOut, Take
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import pools
from chalicelib.tables.catalogue import get_catalogue, new_part, removed_part
from tests.tables.writing import wire, write
from tests.unit.making import new_id, product
from tests.unit.making import pool as make_pool


def free(pool: Pool) -> list[int]:
    return pools.list_free([pool])[pool.pool_id]


def test_a_new_pool_lies_evenly_in_partitions_of_its_own(pool: Pool) -> None:
    assert free(pool) == [25, 25, 25, 25]


def test_a_pool_is_filled_once(pool: Pool) -> None:
    write(pools.take([Take(pool.pool_id, 0, 5)]))
    with pytest.raises(AlreadyDone):
        write(pools.new_shards(pool))
    assert free(pool) == [20, 25, 25, 25]


def test_the_last_units_of_a_shard_can_be_taken(pool: Pool) -> None:
    write(pools.take([Take(pool.pool_id, 2, 25)]))
    assert free(pool) == [25, 25, 0, 25]


def test_one_more_than_there_is_cannot_be_taken(pool: Pool) -> None:
    with pytest.raises(SoldOut):
        write(pools.take([Take(pool.pool_id, 2, 26)]))
    assert free(pool) == [25, 25, 25, 25]


def test_all_shards_are_taken_from_or_none(pool: Pool) -> None:
    with pytest.raises(SoldOut):
        write(pools.take([Take(pool.pool_id, 0, 5), Take(pool.pool_id, 1, 26)]))
    assert free(pool) == [25, 25, 25, 25]


def test_nothing_can_be_taken_from_a_shard_that_does_not_exist(pool: Pool) -> None:
    with pytest.raises(SoldOut):
        write(pools.take([Take(pool.pool_id, 9, 1)]))


def test_units_go_back_to_where_they_came_from(pool: Pool) -> None:
    takes = [Take(pool.pool_id, 0, 5), Take(pool.pool_id, 3, 1)]
    write(pools.take(takes))
    write(pools.give_back(takes))
    assert free(pool) == [25, 25, 25, 25]


def test_units_cannot_go_back_to_a_shard_that_does_not_exist(pool: Pool) -> None:
    with pytest.raises(RuntimeError):
        write(pools.give_back([Take(pool.pool_id, 9, 1)]))
    assert free(replace(pool, shards=10))[9] == 0


def test_two_orders_may_take_from_one_shard(pool: Pool) -> None:
    for _ in range(2):
        write(pools.take([Take(pool.pool_id, 1, 2)]))
    assert free(pool) == [25, 21, 25, 25]


def test_the_free_units_of_several_pools_are_one_batch_read(pool: Pool) -> None:
    second = make_pool(pool_id=new_id("pool"), capacity=64, shards=64)
    write(pools.new_shards(second))
    with wire("BatchGetItem") as seen:
        found = pools.list_free([pool, second])
    assert len(seen.sent) == 1
    assert (found[pool.pool_id], found[second.pool_id]) == ([25] * 4, [1] * 64)


def test_more_than_a_hundred_shards_are_read_in_several_batches() -> None:
    both = [make_pool(pool_id=new_id("pool"), capacity=64, shards=64) for _ in range(2)]
    for one in both:
        write(pools.new_shards(one))
    with wire("BatchGetItem") as seen:
        found = pools.list_free(both)
    assert [len(next(iter(body["RequestItems"].values()))["Keys"]) for body in seen.sent] == [100, 28]
    assert [found[one.pool_id] for one in both] == [[1] * 64] * 2


def test_shards_are_raised_and_lowered_by_differences(pool: Pool) -> None:
    """So that what was bought since they were read still counts."""
    write(pools.take([Take(pool.pool_id, 0, 5)]))
    write(pools.adjusted(pool, [25, 25, 25, 25], [10, 30, 25, 25]))
    assert free(pool) == [5, 30, 25, 25]


def test_a_shard_cannot_give_up_what_it_has_sold(pool: Pool) -> None:
    write(pools.take([Take(pool.pool_id, 0, 20)]))
    with pytest.raises(SoldOut):
        write(pools.adjusted(pool, [25, 25, 25, 25], [15, 25, 25, 35]))
    assert free(pool) == [5, 25, 25, 25]


def test_new_shards_are_filled_with_what_the_others_give(pool: Pool) -> None:
    wider = replace(pool, shards=6)
    write(pools.adjusted(wider, [25, 25, 25, 25], [17, 17, 17, 17, 16, 16]))
    assert free(wider) == [17, 17, 17, 17, 16, 16]


def test_a_shard_that_somebody_else_has_made_is_not_filled_again(pool: Pool) -> None:
    wider = replace(pool, shards=5)
    wanted = pools.adjusted(wider, [25] * 4, [20] * 5)
    write(wanted)
    with pytest.raises(AlreadyDone):
        write(wanted)
    assert free(wider) == [20] * 5


def test_shards_go_as_they_were_seen(pool: Pool) -> None:
    write(pools.removed(pool, [25, 25, 25, 25]))
    assert free(pool) == [0, 0, 0, 0]
    with pytest.raises(SoldOut):
        write(pools.take([Take(pool.pool_id, 0, 1)]))


def test_shards_stay_if_something_was_sold_meanwhile(pool: Pool) -> None:
    write(pools.take([Take(pool.pool_id, 3, 1)]))
    with pytest.raises(StillUsed):
        write(pools.removed(pool, [25, 25, 25, 25]))
    assert free(pool) == [25, 25, 25, 24]


def test_nothing_is_written_that_refers_to_a_limit_that_was_removed_meanwhile(catalogue: Catalogue) -> None:
    [mine] = get_catalogue(catalogue.event.event_id).pools.values()
    later = product(product_id=new_id("prd"), event_id=mine.event_id, pool_ids=[mine.pool_id])
    write(removed_part(mine))
    with pytest.raises(UnknownReference):
        write(new_part(later), pools.named(mine))
    write(new_part(replace(mine, version=None)))
    write(new_part(later), pools.named(mine))
    assert later.product_id in {one.product_id for one in get_catalogue(mine.event_id).products}


def test_a_limit_is_not_removed_as_it_was_before_something_named_it(catalogue: Catalogue) -> None:
    [mine] = get_catalogue(catalogue.event.event_id).pools.values()
    write(
        new_part(product(product_id=new_id("prd"), event_id=mine.event_id, pool_ids=[mine.pool_id])), pools.named(mine)
    )
    with pytest.raises(StaleEdit):
        write(removed_part(mine))
    [found] = get_catalogue(catalogue.event.event_id).pools.values()
    assert found == replace(mine, version=2)
