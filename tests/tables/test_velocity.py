"""Counters against fraud: no more than the limit, each window by itself, forgotten in time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.fraud import CardUsedTooOften
from chalicelib.domain.velocity import Window
from chalicelib.tables import velocity
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


def window(**fields: object) -> Window:
    made = Window(new_id("acc"), "card", "0f3a", 2, NOW, timedelta(hours=24))
    return replace(made, **fields)  # type: ignore[arg-type]


def count(which: Window) -> None:
    write(velocity.counted(which, CardUsedTooOften))


def test_a_window_counts_up_to_its_limit() -> None:
    found = window()
    count(found)
    count(found)
    with pytest.raises(CardUsedTooOften):
        count(found)


def test_what_thousands_share_counts_up_to_its_limit_by_itself() -> None:
    found = window(kind="address")
    velocity.count(found, CardUsedTooOften)
    velocity.count(found, CardUsedTooOften)
    with pytest.raises(CardUsedTooOften):
        velocity.count(found, CardUsedTooOften)


def test_hundreds_behind_one_address_are_each_counted_once() -> None:
    found = window(kind="address", limit=40)

    def one(_: int) -> bool:
        try:
            velocity.count(found, CardUsedTooOften)
        except CardUsedTooOften:
            return False
        return True

    with ThreadPoolExecutor(16) as many:
        assert sum(many.map(one, range(100))) == 40


def test_a_limit_that_was_lowered_holds_at_once() -> None:
    found = window()
    count(found)
    with pytest.raises(CardUsedTooOften):
        count(replace(found, limit=1))


def test_the_next_window_counts_anew() -> None:
    found = window(limit=1)
    count(found)
    count(replace(found, begins_at=found.begins_at + timedelta(hours=24)))
    count(replace(found, who="77aa"))
    count(replace(found, kind="email"))


def test_a_counter_is_deleted_after_its_window() -> None:
    from chalicelib.kernel import clock
    from chalicelib.tables.table import find

    found = window()
    count(found)
    key = f"VELOCITY#{found.scope}#card#0f3a"
    row = find(velocity.WindowRow, key, clock.to_text(NOW))
    assert row
    assert row.ttl == int((NOW + timedelta(hours=25)).timestamp())


def test_what_is_given_back_is_free_again() -> None:
    found = window(limit=1)
    count(found)
    velocity.give_back(found)
    count(found)
    with pytest.raises(CardUsedTooOften):
        count(found)
