"""AWS has a bad day in the midst of a rush: throttles, conflicts, errors, lost answers, before or after the work."""

from collections.abc import Iterator

import pytest

from bench import clouds, onsale
from bench.clouds import Faults
from bench.rush import Rush
from localstack.launcher import Running


@pytest.fixture(scope="module")
def stormy() -> Iterator[tuple[Running, Faults]]:
    """A cloud whose functions reach AWS only through the proxy that injects faults."""
    with clouds.opened(faults=True, seed=3) as (cloud, faults):
        assert faults
        yield cloud, faults


@pytest.mark.req("CAP-1")
@pytest.mark.req("BEY-1")
def test_after_a_rush_in_bad_weather_the_same_proof_holds(stormy: tuple[Running, Faults]) -> None:
    cloud, faults = stormy
    result = onsale.race(cloud, Rush(buyers=60, at_once=12, seed=5), units=24, faults=faults, rate=0.15)
    assert [check for check in result.checks if not check.holds] == []
    kinds = {name.partition(": ")[2] for name in result.faults}
    assert kinds == {"throttled", "conflict", "error before", "lost before", "error after", "lost after"}
