"""Paying later: until when, what is missing, what noted money means."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain import offline
from chalicelib.domain.offline import NotCorrectable, NotReceivedYet, OfflineTerms, TakesNoMoney
from chalicelib.domain.payments import Refund
from chalicelib.domain.refunds import NothingToRefund
from tests.unit.making import NOW, order, payment


def cash(amount: int, payment_id: str = "pay_1", **fields: Any) -> Any:
    return payment(payment_id=payment_id, provider="offline", state="SUCCEEDED", amount_minor=amount, **fields)


@pytest.mark.parametrize(
    ("terms", "pay_by", "remind_in", "ends"),
    [
        (OfflineTerms(), timedelta(days=7), None, timedelta(days=7)),
        (OfflineTerms(days=5, reminder_days=2), timedelta(days=5), timedelta(days=3), timedelta(days=5)),
        (OfflineTerms(days=1, grace_hours=12), timedelta(days=1), None, timedelta(hours=36)),
        (OfflineTerms(days=3, reminder_days=3), timedelta(days=3), None, timedelta(days=3)),
    ],
)
def test_a_way_to_pay_later_has_deadlines(
    terms: OfflineTerms, pay_by: timedelta, remind_in: timedelta | None, ends: timedelta
) -> None:
    found = offline.deadlines(terms, NOW)
    assert (found.pay_by, found.expires_at) == (NOW + pay_by, NOW + ends)
    assert found.remind_at == (NOW + remind_in if remind_in else None)


def test_an_event_that_says_nothing_has_the_usual_terms() -> None:
    assert offline.terms_of({}, "bank") == OfflineTerms()
    assert offline.terms_of({"bank": {"days": 3}}, "bank").days == 3


@pytest.mark.parametrize(
    ("state", "noted", "amount", "meaning"),
    [
        ("AWAITING_OFFLINE_PAYMENT", 0, 4999, "waits"),
        ("AWAITING_OFFLINE_PAYMENT", 0, 5000, "completes"),
        ("AWAITING_OFFLINE_PAYMENT", 0, 5001, "completes"),
        ("AWAITING_OFFLINE_PAYMENT", 4999, 1, "completes"),
        ("COMPLETED", 5000, 1, "surplus"),
        ("EXPIRED", 0, 5000, "retakes"),
        ("EXPIRED", 2000, 3000, "retakes"),
        ("EXPIRED", 0, 4999, "not_owed"),
        ("CANCELLED", 0, 5000, "not_owed"),
    ],
)
def test_noted_money_means_one_thing_for_each_state(state: str, noted: int, amount: int, meaning: str) -> None:
    assert offline.meaning_of(order(state=state, noted_minor=noted), amount) == meaning


@pytest.mark.parametrize("state", ["RESERVED", "AWAITING_APPROVAL", "PROCESSING", "EXPIRING", "REVIEW"])
def test_no_money_is_noted_while_something_else_is_under_way(state: str) -> None:
    with pytest.raises(TakesNoMoney):
        offline.meaning_of(order(state=state), 5000)


def test_a_free_order_takes_no_money() -> None:
    with pytest.raises(TakesNoMoney):
        offline.meaning_of(order(state="COMPLETED", total_minor=0), 1)


@pytest.mark.parametrize("when", [timedelta(minutes=6), timedelta(days=-401)])
def test_money_is_noted_when_it_is_there(when: timedelta) -> None:
    with pytest.raises(NotReceivedYet):
        offline.check_received_at(NOW + when, NOW)
    offline.check_received_at(NOW - timedelta(days=30), NOW)


def test_what_is_not_owed_is_what_is_beyond_the_order_or_all_of_one_that_is_over() -> None:
    paid = [cash(7000)]
    assert offline.not_owed(order(state="COMPLETED"), paid, []) == 2000
    assert offline.not_owed(order(state="EXPIRED"), paid, []) == 7000
    assert offline.not_owed(order(state="AWAITING_OFFLINE_PAYMENT"), paid, []) == 0
    back = Refund("o", "ref_1", "pay_1", 2000, "EUR", "SUCCEEDED", "not_owed", NOW)
    assert offline.not_owed(order(state="COMPLETED"), paid, [back]) == 0


def test_it_goes_back_the_way_it_came_the_newest_first() -> None:
    paid = [cash(5000), cash(1500, "pay_2")]
    [part] = offline.handed_back(order(state="COMPLETED"), paid, [], 6500)
    assert (part.payment.payment_id, part.amount_minor, part.shares) == ("pay_2", 1500, {})
    parts = offline.handed_back(order(state="EXPIRED"), paid, [], 5000)
    assert [(one.payment.payment_id, one.amount_minor) for one in parts] == [("pay_2", 1500), ("pay_1", 5000)]
    assert sum(sum(one.shares.values()) for one in parts) == 5000
    with pytest.raises(NothingToRefund):
        offline.handed_back(order(state="COMPLETED"), [cash(5000)], [], 5000)


def test_lists_show_whose_money_may_have_to_go_back() -> None:
    assert offline.is_to_hand_back(order(state="EXPIRED", noted_minor=1))
    assert not offline.is_to_hand_back(order(state="EXPIRED", noted_minor=1, refunded_minor=1))
    assert offline.is_to_hand_back(order(state="COMPLETED", noted_minor=5001))
    assert not offline.is_to_hand_back(order(state="COMPLETED", noted_minor=5000))
    assert not offline.is_to_hand_back(order(state="AWAITING_OFFLINE_PAYMENT", noted_minor=9000))


def test_only_what_was_noted_by_hand_and_is_all_there_can_be_corrected() -> None:
    offline.check_correctable(cash(100), [])
    part = Refund("o", "ref_1", "pay_1", 10, "EUR", "SUCCEEDED", "goodwill", NOW)
    for wrong, refunds in (
        (payment(state="SUCCEEDED"), []),
        (replace(cash(100), state="CANCELLED"), []),
        (cash(100), [part]),
    ):
        with pytest.raises(NotCorrectable):
            offline.check_correctable(wrong, refunds)
