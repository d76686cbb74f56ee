"""Limits over several instances of the function: how many calls pass, and what that costs."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.actions.rates import Instance
from chalicelib.domain.rates import WINDOW, Rate
from chalicelib.kernel import clock
from chalicelib.tables import rates
from chalicelib.tables.table import find
from tests.unit.making import NOW, new_id


def passed(instance: Instance, rate: Rate, calls: int) -> int:
    """How many of so many calls are not refused."""
    return sum(not instance.count(rate, NOW).is_used_up for _ in range(calls))


@pytest.mark.req("API-4")
def test_one_instance_lets_the_limit_pass_and_no_call_more() -> None:
    for limit in (1, 7, 120):
        assert passed(Instance(), Rate("key", new_id("key"), limit), limit + 20) == limit


@pytest.mark.req("API-4")
def test_ten_instances_together_let_a_fifth_more_pass_at_most() -> None:
    rate = Rate("key", new_id("key"), 600)
    with ThreadPoolExecutor(10) as instances:
        found = sum(instances.map(lambda _: passed(Instance(), rate, 120), range(10)))
    assert 600 <= found <= 600 + 10 * rate.step


@pytest.mark.req("API-4")
def test_an_instance_that_starts_later_knows_what_was_used_up_before() -> None:
    rate = Rate("key", new_id("key"), 100)
    passed(Instance(), rate, 110)
    assert passed(Instance(), rate, 50) < rate.step


@pytest.mark.req("API-4")
def test_the_next_minute_begins_anew() -> None:
    instance, rate = Instance(), Rate("key", new_id("key"), 2)
    assert passed(instance, rate, 5) == 2
    assert not instance.count(rate, NOW + WINDOW).is_used_up


def test_whoever_calls_seldom_costs_no_write_and_whoever_is_refused_none_any_more() -> None:
    buyer, script = (Rate("address", new_id("adr"), 6000) for _ in range(2))
    passed(Instance(), buyer, buyer.step - 1)
    assert find(rates.RateRow, f"RATE#address#{buyer.who}", clock.to_text(NOW)) is None
    passed(Instance(), script, 20_000)
    row = find(rates.RateRow, f"RATE#address#{script.who}", clock.to_text(NOW))
    assert row
    assert row.calls == 6000 + script.step
