"""Rates: who is limited by what, and what is left of a minute."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.accounts import NOBODY, Caller
from chalicelib.domain.rates import WINDOW, Quota, Rate, begins_at, rate_of
from tests.unit.making import NOW

KEY = Rate("key", "key_1", 600)


@pytest.mark.req("API-4")
def test_each_caller_is_limited_by_what_tells_them_apart() -> None:
    session = rate_of(Caller("acc_1", "usr_1", session_id="ses_1"), "ord_1", "hash")
    key = rate_of(Caller("acc_1", "key_1", calls_per_minute=60), "ord_1", "hash")
    order, address = rate_of(NOBODY, "ord_1", "hash"), rate_of(NOBODY, network="hash")
    found = [(rate.policy, rate.who) for rate in (session, key, order, address) if rate]
    assert found == [("session", "ses_1"), ("key", "key_1"), ("order", "ord_1"), ("address", "hash")]
    assert key
    assert key.limit == 60
    assert rate_of(NOBODY) is None


@pytest.mark.req("API-4")
def test_the_last_call_of_a_minute_is_allowed_and_the_next_is_not() -> None:
    last = Quota(KEY, 600, NOW + WINDOW)
    assert (last.is_used_up, last.left) == (False, 0)
    assert replace(last, calls=601).is_used_up
    assert replace(last, calls=601).left == 0
    assert replace(last, calls=1).left == 599


@pytest.mark.parametrize(("limit", "step"), [(6000, 120), (600, 12), (60, 1), (1, 1)])
def test_instances_keep_a_fiftieth_to_themselves(limit: int, step: int) -> None:
    assert replace(KEY, limit=limit).step == step


def test_whoever_waits_as_told_comes_when_the_next_minute_has_begun() -> None:
    for seconds in (0, 0.4, 59, 59.999):
        now = begins_at(NOW) + timedelta(seconds=seconds)
        told = Quota(KEY, 601, begins_at(now) + WINDOW).seconds_left(now)
        assert 1 <= told <= 61
        assert begins_at(now + timedelta(seconds=told)) > begins_at(now)
