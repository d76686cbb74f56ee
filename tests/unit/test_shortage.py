"""Sold out, remembered for a moment."""

from datetime import timedelta

import pytest

from chalicelib.actions import shortage
from tests.unit.making import NOW, new_id

LATER = NOW + timedelta(milliseconds=300)


@pytest.fixture
def pool() -> str:
    """A pool that ten buyers found to have one unit left."""
    pool_id = new_id("pool")
    for number in range(shortage.RUSH):
        shortage.note(pool_id, 1, NOW + timedelta(milliseconds=number))
    return pool_id


def test_in_a_rush_who_wants_more_than_was_left_is_refused_at_once(pool: str) -> None:
    assert shortage.find({pool: 2}, LATER) == pool


def test_what_was_left_can_still_be_asked_for(pool: str) -> None:
    assert shortage.find({pool: 1}, LATER) is None


def test_after_a_second_the_table_is_asked_again(pool: str) -> None:
    asked_again = NOW + timedelta(milliseconds=9) + shortage.REMEMBERED
    assert shortage.find({pool: 2}, asked_again) is None
    shortage.note(pool, 0, asked_again)
    assert shortage.find({pool: 1}, asked_again + timedelta(milliseconds=1)) == pool


def test_a_few_refusals_are_no_rush() -> None:
    pool = new_id("pool")
    for number in range(shortage.RUSH - 1):
        shortage.note(pool, 0, NOW + timedelta(milliseconds=number))
    assert shortage.find({pool: 1}, LATER) is None


def test_slow_refusals_are_no_rush_either() -> None:
    pool = new_id("pool")
    for number in range(3 * shortage.RUSH):
        shortage.note(pool, 0, NOW + number * shortage.REMEMBERED)
    assert shortage.find({pool: 1}, NOW + 3 * shortage.RUSH * shortage.REMEMBERED) is None


def test_a_sale_ends_the_rush(pool: str) -> None:
    shortage.forget({pool: 1})
    assert shortage.find({pool: 5}, LATER) is None


def test_another_pool_is_another_matter(pool: str) -> None:
    assert shortage.find({new_id("pool"): 2}, LATER) is None
