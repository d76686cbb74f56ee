"""Who is next, until when, and what has become of those who waited."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain import waitlist as rules
from chalicelib.domain.orders import State
from chalicelib.domain.refusals import WrongQuantity
from chalicelib.domain.waitlist import Entry, Outcome, Place
from tests.unit.making import EVENT_ID, NOW, ORDER_ID, PRODUCT_ID, order, product

ENTRY = Entry("wait_1", EVENT_ID, "acc_1", PRODUCT_ID, "occ_1", 2, "Ada", "ada@example.org", "hmac", "en", NOW, "idk_1")


def queue(*quantities: int) -> list[Place]:
    return [Place(f"wait_{n}", NOW + timedelta(seconds=n), count) for n, count in enumerate(quantities)]


def names(*quantities: int, left: int) -> list[str]:
    return [place.entry_id for place in rules.next_in_line(queue(*quantities), left)]


@pytest.mark.req("CAP-14")
def test_offers_are_made_in_the_order_of_joining() -> None:
    assert names(1, 1, 1, left=2) == ["wait_0", "wait_1"]


@pytest.mark.req("CAP-14")
def test_a_group_that_does_not_fit_is_passed_over_and_the_next_that_fits_is_not() -> None:
    assert names(4, 2, 3, 1, left=3) == ["wait_1", "wait_3"]


@pytest.mark.req("CAP-14")
def test_the_queue_is_read_no_further_than_there_is_something_to_give() -> None:
    waiting = iter(queue(1, 1, 1))
    assert len(list(rules.next_in_line(waiting, 1))) == 1
    assert len(list(waiting)) == 1
    assert list(rules.next_in_line(queue(1), 0)) == []


@pytest.mark.parametrize(
    ("hours_to_start", "ends_after"),
    [(1000, timedelta(hours=24)), (10, timedelta(hours=9)), (1, timedelta(minutes=10)), (0, timedelta(minutes=10))],
)
@pytest.mark.req("CAP-14")
def test_an_offer_is_held_for_a_day_or_until_an_hour_before_the_start(
    hours_to_start: int, ends_after: timedelta
) -> None:
    starts_at = NOW + timedelta(hours=hours_to_start)
    assert rules.offer_ends_at(starts_at, timedelta(minutes=10), NOW) == NOW + ends_after


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        ("RESERVED", "offered"),
        ("PROCESSING", "offered"),
        ("COMPLETED", "bought"),
        ("EXPIRED", "lapsed"),
        ("CANCELLED", "lapsed"),
    ],
)
@pytest.mark.req("CAP-14")
def test_what_became_of_an_offer_is_for_the_order_to_say(state: State, outcome: Outcome) -> None:
    offered = rules.offered(ENTRY, ORDER_ID)
    assert rules.outcome(offered, order(state=state)) == outcome


@pytest.mark.req("CAP-14")
def test_whoever_waits_or_has_left_has_no_order() -> None:
    assert rules.outcome(ENTRY, None) == "waiting"
    assert rules.outcome(replace(ENTRY, state="LEFT", order_id=ORDER_ID), order(state="COMPLETED")) == "left"


@pytest.mark.req("CAP-14")
def test_whoever_comes_back_stands_at_the_end_and_the_next_offer_is_another_order() -> None:
    offered = rules.offered(ENTRY, ORDER_ID)
    later = NOW + timedelta(hours=1)
    again = rules.joined_again(offered, 1, later, "idk_2")
    assert (again.state, again.place) == ("WAITING", Place("wait_1", later, 1))
    assert rules.offered(again, "ord_2").attempt == 2


@pytest.mark.req("CAP-14")
def test_what_could_never_be_bought_needs_no_waiting() -> None:
    rules.check_quantity(product(max_per_order=4), 4)
    for wrong in (1, 5):
        with pytest.raises(WrongQuantity):
            rules.check_quantity(product(min_per_order=2, max_per_order=4), wrong)
