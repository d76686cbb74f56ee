"""Calls counted by several instances in one row: none is lost, each minute by itself, forgotten in time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.domain.rates import WINDOW, Rate
from chalicelib.kernel import clock
from chalicelib.tables import rates
from chalicelib.tables.table import find
from tests.unit.making import NOW, new_id


@pytest.mark.req("API-4")
def test_the_calls_of_all_instances_add_up() -> None:
    rate = Rate("key", new_id("key"), 600)
    with ThreadPoolExecutor(8) as instances:
        told = list(instances.map(lambda _: rates.add(rate, NOW, 12), range(20)))
    assert sorted(told) == [12 * number for number in range(1, 21)]


def test_every_caller_and_every_minute_has_a_count_of_its_own() -> None:
    who = new_id("key")
    assert rates.add(Rate("key", who, 600), NOW, 5) == 5
    assert rates.add(Rate("session", who, 600), NOW, 5) == 5
    assert rates.add(Rate("key", who, 600), NOW + WINDOW, 5) == 5
    assert rates.add(Rate("key", who, 600), NOW, 5) == 10


def test_a_count_is_deleted_after_its_minute() -> None:
    who = new_id("key")
    rates.add(Rate("key", who, 600), NOW, 1)
    row = find(rates.RateRow, f"RATE#key#{who}", clock.to_text(NOW))
    assert row
    assert row.ttl == int((NOW + WINDOW + timedelta(hours=1)).timestamp())
