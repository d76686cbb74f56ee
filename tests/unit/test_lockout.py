"""Lockout: a few wrong passwords cost nothing, many cost time, and nobody is shut out for long."""

from datetime import timedelta

import pytest

from chalicelib.domain.lockout import LONGEST_PAUSE, Attempts, TooManyPasswords, attempt
from tests.unit.making import NOW

SECOND = timedelta(seconds=1)


def after(times: int) -> Attempts:
    """So many wrong ones, each as soon as it may be tried."""
    found, now = Attempts("aa", NOW), NOW
    for _ in range(times):
        found = attempt(found, 5, now)
        now = found.locked_until or now
    return found


@pytest.mark.req("SEC-17")
def test_the_first_wrong_ones_are_followed_by_no_pause() -> None:
    assert [after(times).locked_until for times in range(5)] == [None] * 5


@pytest.mark.req("SEC-17")
def test_each_further_one_is_followed_by_a_longer_pause_up_to_a_quarter_of_an_hour() -> None:
    pauses = []
    for times in range(5, 13):
        found = after(times)
        assert found.locked_until
        pauses.append((found.locked_until - found.tried_at).total_seconds())
    assert pauses == [30, 60, 120, 240, 480, 900, 900, 900]
    longest = after(500)
    assert longest.locked_until
    assert longest.locked_until - longest.tried_at == LONGEST_PAUSE


@pytest.mark.req("SEC-17")
def test_during_a_pause_nothing_is_tried_nor_counted_and_it_says_when_to_come_again() -> None:
    found = after(5)
    with pytest.raises(TooManyPasswords) as refused:
        attempt(found, 5, found.tried_at + 10.5 * SECOND)
    assert refused.value.retry_after_seconds == 20
    assert "20 seconds" in refused.value.detail
    assert attempt(found, 5, found.tried_at + 30 * SECOND).times == 6


@pytest.mark.req("SEC-17")
def test_what_was_long_ago_is_forgotten() -> None:
    found = after(9)
    again = attempt(found, 5, found.tried_at + timedelta(days=1, seconds=1))
    assert (again.times, again.locked_until) == (1, None)
