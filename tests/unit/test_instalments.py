"""Paying in parts: what is offered, and what a plan needs at which moment."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain import instalments, plans
from chalicelib.domain.instalments import (
    DueTooLate,
    InstalmentsNotOffered,
    PartIsPaid,
    Plan,
)
from chalicelib.domain.kept_cards import ConsentChanged, KeptCard
from tests.unit import making
from tests.unit.making import NOW

pytestmark = pytest.mark.req("PAY-15")
DAY = timedelta(days=1)
START = NOW + 200 * DAY
TERMS = {"deposit_percent": 20, "due_days_before": [90, 60]}
CARD = KeptCard("cus_1", "pm_1", "visa", "4242", 12, 2034)


def offered(order: dict[str, Any] | None = None, *, starts_at: Any = START, **terms: Any) -> list[Any]:
    event = making.event(starts_at=starts_at, instalments=TERMS | terms)
    return instalments.offered(event, making.order(**(order or {})), NOW)


def plan(**fields: Any) -> Plan:
    """Its first part is paid; the second falls due 90 days before the start."""
    event = making.event(starts_at=START, instalments=TERMS)
    made = making.agreed(event, making.order(), making.payment(fee_minor=101))
    return replace(plans.paid(made, [1], CARD, NOW), **fields)


def test_the_first_part_is_the_deposit_and_what_does_not_divide() -> None:
    parts = offered({"total_minor": 5001})
    assert [part.amount_minor for part in parts] == [1001, 2000, 2000]
    assert [part.due_at for part in parts] == [NOW, START - 90 * DAY, START - 60 * DAY]


def test_what_would_fall_due_at_once_is_paid_with_the_first_part() -> None:
    parts = offered(starts_at=NOW + 80 * DAY)
    assert [part.amount_minor for part in parts] == [1000, 4000]
    assert offered(starts_at=NOW + 50 * DAY) == []


def test_days_that_lie_too_near_to_the_start_are_moved_and_meet() -> None:
    parts = offered(paid_days_before=70)
    assert [part.due_at for part in parts[1:]] == [START - 90 * DAY, START - 70 * DAY]
    assert len(offered(paid_days_before=100)) == 2


def test_a_date_is_noon_by_the_clock_of_the_place() -> None:
    [_, part] = offered(due_days_before=[], due_on=["2031-07-01"])
    assert (part.due_at.day, part.due_at.hour) == (1, 10)


@pytest.mark.parametrize(
    "order",
    [{"total_minor": 0}, {"total_minor": 100}, {"currency": "USD"}, {"is_test": True}, {"waitlist_id": "wai_1"}],
    ids=["free", "too little for a card", "another currency", "a test", "an offer"],
)
def test_not_every_order_can_be_paid_in_parts(order: dict[str, Any]) -> None:
    assert offered(order) == []


def test_an_organizer_says_from_which_total_on() -> None:
    assert offered(minimum_minor=5001) == []
    assert len(offered(minimum_minor=5000)) == 3


def test_nobody_pays_in_parts_who_has_not_agreed_or_is_not_offered_to() -> None:
    order, whole = making.order(), making.payment()
    with pytest.raises(InstalmentsNotOffered):
        instalments.chosen(making.event(), order, whole, "2026-11", NOW)
    with pytest.raises(ConsentChanged):
        instalments.chosen(making.event(starts_at=START, instalments=TERMS), order, whole, "2020-01", NOW)


@pytest.mark.parametrize(
    "terms",
    [{"deposit_percent": 30}, {"due_days_before": [90, 50]}, {"grace_days": 3}, {"when_overdue": "cancel"},
     {"kept_percent": 5}],
    ids=lambda terms: next(iter(terms)),
)  # fmt: skip
def test_nobody_agrees_to_a_plan_that_was_changed_after_it_was_shown(terms: dict[str, Any]) -> None:
    order, whole, event = making.order(), making.payment(), making.event(starts_at=START, instalments=TERMS)
    seen = making.agreed(event, order, whole).consent
    assert instalments.chosen(event, order, whole, seen, NOW + timedelta(hours=1)).consent == seen
    with pytest.raises(ConsentChanged):
        instalments.chosen(replace(event, instalments=TERMS | terms), order, whole, seen, NOW)


def test_the_platforms_fee_is_shared_out_exactly() -> None:
    assert sum(part.fee_minor for part in plan().parts) == 101


def test_what_a_plan_needs_follows_from_the_next_parts_day() -> None:
    made, due = plan(), START - 90 * DAY
    assert plans.next_step(made, due - 4 * DAY) == "nothing"
    assert plans.next_step(made, due - 3 * DAY) == "remind"
    reminded = plans.reminded(made)
    assert plans.next_step(reminded, due - DAY) == "nothing"
    assert (plans.next_step(reminded, due), plans.wakes_at(reminded)) == ("charge", due)


def test_a_card_is_tried_three_times_and_then_the_part_is_overdue() -> None:
    made, due = plans.reminded(plan()), START - 90 * DAY
    for days in (0, 1, 3):
        assert plans.next_step(made, due + days * DAY) == "charge"
        made = plans.refused(made, due + days * DAY, is_final=False)
        assert plans.next_step(made, due + days * DAY) == "nothing"
    assert plans.next_step(made, due + 7 * DAY) == "overdue"
    assert plans.wakes_at(made) == due + 7 * DAY


def test_a_charge_that_was_begun_is_brought_to_its_end_though_the_plan_rests_meanwhile() -> None:
    due = START - 90 * DAY
    rests = plans.paused(plans.under_way(plan(), plan().unpaid[0]))
    assert (plans.next_step(rests, due), plans.wakes_at(rests)) == ("charge", due)
    assert plans.next_step(plans.refused(rests, due, is_final=False), due + 9 * DAY) == "nothing"
    assert plans.paid(rests, [2], CARD, due).state == "PAUSED"


def test_who_has_to_be_asked_is_not_tried_again() -> None:
    made = plans.refused(plans.reminded(plan()), START - 90 * DAY, is_final=True)
    assert plans.next_step(made, START - 86 * DAY) == "nothing"


def test_an_overdue_order_is_cancelled_only_if_that_was_agreed() -> None:
    overdue = plans.overdue(plan())
    assert (plans.next_step(overdue, START), plans.wakes_at(overdue)) == ("nothing", None)
    assert plans.next_step(replace(overdue, when_overdue="cancel"), START) == "cancel"


def test_what_is_kept_is_never_more_than_what_was_paid() -> None:
    assert plan(kept_percent=10).kept_minor == 500
    assert plan(kept_percent=100).kept_minor == 1000


def test_a_plan_that_is_over_lets_go_of_its_card() -> None:
    over = plans.paid(plan(), [2, 3], CARD, NOW)
    assert (over.state, plans.next_step(over, NOW)) == ("ENDED", "forget")
    assert plans.wakes_at(plans.forgotten(over)) is None


def test_who_took_the_card_off_keeps_no_other_by_paying() -> None:
    withdrawn = replace(plan(), is_withdrawn=True)
    assert plans.next_step(withdrawn, NOW) == "forget"
    assert plans.paid(plans.forgotten(withdrawn), [2], CARD, NOW).card is None


def test_a_part_can_be_put_off_between_its_neighbours() -> None:
    later = START - 70 * DAY
    tried = plans.refused(plans.reminded(plan()), START - 90 * DAY, is_final=True)
    put_off = plans.extended(plans.overdue(tried), 2, later, START, NOW)
    assert (put_off.state, put_off.tries, put_off.unpaid[0].due_at) == ("ACTIVE", 0, later)
    assert plans.next_step(put_off, later) == "charge"
    for wrong in (NOW - DAY, START - 60 * DAY, START + DAY):
        with pytest.raises(DueTooLate):
            plans.extended(plan(), 2, wrong, START, NOW)
    with pytest.raises(PartIsPaid):
        plans.extended(plan(), 1, later, START, NOW)


def test_a_part_that_is_put_off_while_it_is_charged_is_not_tried_again_before_its_new_day() -> None:
    due, later = START - 90 * DAY, START - 70 * DAY
    charged = plans.under_way(plans.reminded(plan()), plan().unpaid[0])
    refused = plans.refused(plans.reminded(plans.extended(charged, 2, later, START, due)), due, is_final=False)
    assert plans.next_step(refused, due + DAY) == "nothing"
    assert (plans.wakes_at(refused), plans.next_step(refused, later)) == (later, "charge")


def test_only_what_the_plan_asks_for_is_taken() -> None:
    made = plan()
    order = making.order(state="PARTLY_PAID")
    second = making.payment(amount_minor=2000, parts=[2])
    paid = making.intent(received_minor=2000)
    assert plans.settle(order, made, second, paid) == "complete"
    assert plans.settle(order, made, replace(second, parts=[1]), paid) == "refund"
    assert plans.settle(order, made, second, replace(paid, received_minor=1999)) == "refund"
    assert plans.settle(order, made, second, replace(paid, currency="USD")) == "refund"
    assert plans.settle(order, made, second, replace(paid, order_id="ord_2")) == "refund"
    for state in ("CANCELLED", "EXPIRED", "COMPLETED"):
        assert plans.settle(replace(order, state=state), made, second, paid) == "refund"
    assert plans.settle(order, made, second, replace(paid, status="open")) == "wait"
    assert plans.settle(order, made, second, replace(paid, status="cancelled")) == "nothing"
    assert plans.settle(order, made, replace(second, state="SUCCEEDED"), paid) == "nothing"
