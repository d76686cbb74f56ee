"""How full a pool is, and of which level its organizer is told."""

import pytest

from chalicelib.domain.levels import level_reached
from tests.unit.making import pool


@pytest.mark.parametrize(
    ("free", "warned", "level"),
    [
        (51, 0, None),
        (50, 0, 50),
        (50, 50, None),
        (21, 50, None),
        (20, 50, 80),
        (5, 80, 95),
        (0, 95, 100),
        (0, 100, None),
        (0, 0, 100),
        (60, 80, None),
    ],
)
@pytest.mark.req("CAP-9")
def test_a_level_is_told_once_and_only_upwards(free: int, warned: int, level: int | None) -> None:
    assert level_reached(pool(capacity=100, warned_percent=warned), free) == level


@pytest.mark.req("CAP-9")
def test_a_pool_without_units_is_not_full() -> None:
    assert level_reached(pool(capacity=0), 0) is None
