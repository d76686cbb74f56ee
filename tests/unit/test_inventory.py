"""Which shards an order takes its units from."""

import pytest

from chalicelib.domain import inventory
from chalicelib.domain.inventory import BelowSold, FewerShards, SoldOut, Take
from tests.unit.making import POOL_ID, pool


def first(choices: int) -> int:
    """The chance that always picks the first of several."""
    return 0


def last(choices: int) -> int:
    """The chance that always picks the last of several."""
    return choices - 1


@pytest.mark.parametrize(("capacity", "shards"), [(1, 1), (25, 1), (49, 1), (50, 2), (1600, 64), (1_000_000, 64)])
def test_a_pool_has_a_shard_for_25_units_but_never_more_than_64(capacity: int, shards: int) -> None:
    assert inventory.shard_count(capacity) == shards


@pytest.mark.parametrize(
    ("capacity", "shards", "free"), [(10, 4, [3, 3, 2, 2]), (8, 4, [2, 2, 2, 2]), (1, 1, [1]), (2, 3, [1, 1, 0])]
)
def test_a_pool_is_split_evenly(capacity: int, shards: int, free: list[int]) -> None:
    assert inventory.split_evenly(capacity, shards) == free


def test_a_guess_takes_all_units_from_one_shard_of_each_pool() -> None:
    pools = [pool(), pool(pool_id="pool_hall", shards=2)]
    assert inventory.guess(pools, {POOL_ID: 2, "pool_hall": 3}, last) == [Take(POOL_ID, 3, 2), Take("pool_hall", 1, 3)]


def test_one_shard_that_has_enough_is_preferred() -> None:
    assert inventory.plan("p", [1, 5, 0, 2], 2, first) == [Take("p", 1, 2)]


def test_chance_chooses_among_the_shards_that_have_enough() -> None:
    assert inventory.plan("p", [1, 5, 0, 2], 2, last) == [Take("p", 3, 2)]


def test_the_fullest_shards_are_emptied_when_none_has_enough() -> None:
    assert inventory.plan("p", [1, 3, 0, 2], 5, first) == [Take("p", 1, 3), Take("p", 3, 2)]


def test_the_last_units_may_lie_on_every_shard() -> None:
    assert inventory.plan("p", [1, 1, 1], 3, first) == [Take("p", 0, 1), Take("p", 1, 1), Take("p", 2, 1)]


@pytest.mark.parametrize("free", [[], [0], [1, 1], [-5, 2], [2, -1]])
def test_more_than_there_is_cannot_be_planned(free: list[int]) -> None:
    with pytest.raises(SoldOut):
        inventory.plan("p", free, 3, first)


def resized(free: list[int], capacity: int, shards: int | None = None, before: int = 10) -> list[int]:
    return inventory.resized(pool(capacity=before), free, capacity, shards, first)


@pytest.mark.req("CAP-8")
@pytest.mark.parametrize(
    ("free", "capacity", "shards", "after"),
    [
        ([3, 2], 14, None, [5, 4]),
        ([3, 2], 8, None, [1, 2]),
        ([3, 2], 5, None, [0, 0]),
        ([3, 2], 10, None, [3, 2]),
        ([3, 2], 10, 4, [2, 1, 1, 1]),
        ([3, 2], 55, None, [26, 24]),
        ([5], 80, None, [25, 25, 25]),
        ([], 7, 3, [3, 2, 2]),
        ([], 60, None, [30, 30]),
        ([0, 0], 12, None, [1, 1]),
    ],
)
def test_a_new_capacity_is_what_was_free_more_or_less(
    free: list[int], capacity: int, shards: int | None, after: list[int]
) -> None:
    assert resized(free, capacity, shards) == after


@pytest.mark.req("CAP-8")
def test_a_capacity_below_what_is_sold_is_refused_with_the_number() -> None:
    with pytest.raises(BelowSold, match="5 are sold") as refused:
        resized([3, 2], 4)
    assert refused.value.fields == {"capacity": "must be at least 5"}


def test_shards_only_become_more() -> None:
    with pytest.raises(FewerShards):
        resized([3, 2], 10, 1)
