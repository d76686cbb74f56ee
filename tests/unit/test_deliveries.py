"""When a delivery is tried, tried again and given up, and when its endpoint is left in peace."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.deliveries import (
    BACKOFF,
    CLAIM,
    Answer,
    Delivery,
    Health,
    claim,
    give_up,
    is_due,
    is_hopeless,
    note,
    postpone,
    settle,
)
from tests.unit.making import NOW

TAKEN, FAILED = Answer(204, "", 12), Answer(500, "oh no", 34)


def delivery(**fields: object) -> Delivery:
    new = Delivery("whk_1", "acc_1", "fct_1", "ord_1", "order.paid", NOW, "WAITING")
    return replace(new, **fields)  # type: ignore[arg-type]


@pytest.mark.req("API-11")
def test_it_is_tried_for_more_than_a_day_and_then_dead() -> None:
    one, now, tries = delivery(), NOW, 0
    while one.state == "WAITING":
        one = settle(claim(one, "", now), FAILED, 0.5, now)
        now = one.next_at or now
        tries += 1
    assert (one.state, tries) == ("DEAD", len(BACKOFF) + 1)
    assert now - NOW == sum(BACKOFF, timedelta()) > timedelta(hours=72)


@given(chance=st.floats(0, 1))
def test_pauses_vary_by_a_fifth_so_that_those_that_failed_together_do_not_return_together(chance: float) -> None:
    one = settle(claim(delivery(), "", NOW), FAILED, chance, NOW)
    assert one.next_at
    assert timedelta(seconds=4) <= one.next_at - NOW <= timedelta(seconds=6)


def test_what_is_taken_is_done() -> None:
    one = settle(claim(delivery(), "", NOW), TAKEN, 0.5, NOW)
    assert (one.state, one.next_at, one.status, one.attempts) == ("DELIVERED", None, 204, 1)
    assert not is_due(one, "", NOW + timedelta(days=9))


def test_a_redirect_is_no_delivery() -> None:
    assert settle(delivery(), Answer(302, "", 1), 0.5, NOW).state == "WAITING"


@pytest.mark.req("API-11")
def test_who_says_gone_is_not_asked_again() -> None:
    assert settle(claim(delivery(), "", NOW), Answer(410, "", 1), 0.5, NOW).state == "DEAD"


def test_a_claim_holds_others_off_until_it_has_run_out() -> None:
    one = claim(delivery(), "", NOW)
    assert not is_due(one, "", NOW + CLAIM / 2)
    assert not is_due(one, "rpl_1", NOW + CLAIM / 2)
    assert is_due(one, "", NOW + CLAIM)


def test_a_claim_that_came_to_nothing_is_a_failure_and_the_tenth_ends_it() -> None:
    one = delivery()
    for _ in range(len(BACKOFF) + 1):
        assert not is_hopeless(one, "")
        one = claim(one, "", NOW)
    assert (one.failures, one.attempts) == (len(BACKOFF), len(BACKOFF) + 1)
    assert is_hopeless(one, "")
    assert not is_hopeless(one, "rpl_1")
    assert not is_hopeless(settle(one, FAILED, 0.5, NOW), "")


def test_what_waits_is_not_tried_early() -> None:
    one = delivery(next_at=NOW + timedelta(minutes=5))
    assert not is_due(one, "", NOW)
    assert is_due(one, "", NOW + timedelta(minutes=5))


@pytest.mark.req("API-11")
@pytest.mark.parametrize("state", ["DELIVERED", "DEAD", "WAITING"])
def test_a_replay_tries_once_more_but_only_once(state: str) -> None:
    one = delivery(state=state, next_at=NOW + timedelta(hours=1) if state == "WAITING" else None, failures=7)
    assert is_due(one, "rpl_1", NOW)
    done = settle(claim(one, "rpl_1", NOW), TAKEN, 0.5, NOW)
    assert not is_due(done, "rpl_1", NOW)
    assert is_due(done, "rpl_2", NOW)


def test_a_replay_begins_to_count_anew() -> None:
    one = claim(delivery(state="DEAD", failures=10, attempts=10), "rpl_1", NOW)
    assert (one.failures, one.attempts) == (0, 11)
    assert claim(replace(one, state="WAITING", failures=3), "rpl_1", NOW).failures == 3


def test_waiting_for_an_endpoint_that_rests_costs_no_attempt() -> None:
    one = postpone(delivery(failures=2, attempts=2), "", NOW + timedelta(minutes=1), 0.5)
    assert (one.state, one.failures, one.attempts) == ("WAITING", 2, 2)
    assert one.next_at
    assert one.next_at >= NOW + timedelta(minutes=1)


def test_who_is_given_up_waits_for_nothing() -> None:
    one = give_up(delivery(next_at=NOW), "The endpoint is disabled.")
    assert (one.state, one.next_at, one.error) == ("DEAD", None, "The endpoint is disabled.")


@pytest.mark.req("BEY-5")
def test_an_endpoint_rests_after_five_failures_longer_each_time_and_a_success_ends_it() -> None:
    health, rests = Health(), []
    for _ in range(20):
        health = note(health, FAILED, NOW)
        rests.append((health.rests_until or NOW) - NOW)
    assert rests[:4] == [timedelta()] * 4
    assert rests[4:7] == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    assert rests[-1] == timedelta(minutes=15)
    assert (health.failures, health.failing_since, health.excerpt) == (20, NOW, "oh no")
    assert note(health, TAKEN, NOW) == Health()
