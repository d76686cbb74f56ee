"""What a kept card may pay, where it is offered, and when it is of no use any more."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain import saved_cards as rules
from chalicelib.domain.questions import Question
from chalicelib.domain.saved_cards import CONSENT_VERSION, ConsentChanged, LimitTooLow, SavedCard
from chalicelib.domain.series import Occurrence
from chalicelib.domain.waitlist import Entry
from tests.unit.making import EVENT_ID, NOW, PRODUCT_ID, catalogue, event, order

pytestmark = pytest.mark.req("PAY-15")

CARD = SavedCard(
    "card_1", "wait_1", EVENT_ID, "acc_1", "hmac", "acct_1", "KEPT", NOW, 5000, "EUR", CONSENT_VERSION, NOW, "digest",
    brand="visa", last4="4242",
)  # fmt: skip
ENTRY = Entry(
    "wait_1", EVENT_ID, "acc_1", PRODUCT_ID, "occ_1", 2, "Ada", "ada@example.org", "hmac", "en", NOW, "idk_1",
    card_id="card_1",
)  # fmt: skip
DAY = Occurrence("occ_1", EVENT_ID, NOW + timedelta(days=30), NOW + timedelta(days=31))


@pytest.mark.parametrize(
    ("total", "currency", "merchant", "offered", "why"),
    [
        (5000, "EUR", "acct_1", True, ""),
        (5001, "EUR", "acct_1", True, "over_limit"),
        (1, "USD", "acct_1", True, "over_limit"),
        (5000, "EUR", "acct_2", True, "another_merchant"),
        (5000, "EUR", "acct_1", False, "not_offered"),
    ],
)
def test_a_card_pays_what_was_agreed_to_and_nothing_else(
    total: int, currency: str, merchant: str, offered: bool, why: str
) -> None:
    assert rules.why_not(CARD, order(total_minor=total, currency=currency), merchant, offered=offered) == why


@pytest.mark.parametrize(
    "asks",
    [
        {"has_auto_buy": False},
        {"needs_approval": True},
        {"must_confirm_entry": True},
        {"details_per": "ticket"},
        {"billing": "required"},
        {"payment_methods": ["bank"]},
    ],
)
def test_where_a_buyer_has_to_say_more_nothing_is_bought_for_them(asks: dict[str, Any]) -> None:
    assert rules.is_offered(catalogue(has_auto_buy=True), PRODUCT_ID)
    assert not rules.is_offered(catalogue(**{"has_auto_buy": True} | asks), PRODUCT_ID)


@pytest.mark.parametrize(
    ("required", "products", "is_offered"),
    [(True, [], False), (True, [PRODUCT_ID], False), (True, ["prd_other"], True), (False, [], True)],
)
def test_only_a_question_that_must_be_answered_for_this_product_is_in_the_way(
    required: bool, products: list[str], is_offered: bool
) -> None:
    asked = Question("que_1", EVENT_ID, "text", "order", {}, 0, is_required=required, product_ids=products)
    found = replace(catalogue(has_auto_buy=True), questions=[asked])
    assert rules.is_offered(found, PRODUCT_ID) is is_offered


def test_nobody_agrees_to_other_words_or_to_less_than_it_costs() -> None:
    rules.check_consent(CONSENT_VERSION)
    with pytest.raises(ConsentChanged):
        rules.check_consent("1999-01")
    for total in (5000, None):
        rules.check_limit(5000, total)
    with pytest.raises(LimitTooLow):
        rules.check_limit(4999, 5000)


@pytest.mark.parametrize(
    ("card", "entry", "status", "day", "after", "is_over"),
    [
        ({}, {}, "LIVE", {}, timedelta(), False),
        ({}, {}, "POSTPONED", {}, timedelta(), False),
        ({}, {}, "CANCELLED", {}, timedelta(), True),
        ({}, {}, "LIVE", {"status": "CANCELLED"}, timedelta(), True),
        ({}, {}, "LIVE", {}, timedelta(days=31), True),
        ({}, {"state": "LEFT"}, "LIVE", {}, timedelta(), True),
        ({}, {"card_id": "card_2"}, "LIVE", {}, timedelta(), True),
        ({"state": "OPEN"}, {}, "LIVE", {}, timedelta(minutes=59), False),
        ({"state": "OPEN"}, {}, "LIVE", {}, timedelta(hours=1), True),
    ],
)
def test_a_card_stays_as_long_as_its_purpose(
    card: dict[str, Any], entry: dict[str, Any], status: str, day: dict[str, Any], after: timedelta, is_over: bool
) -> None:
    at = event(status=status, has_auto_buy=True)
    found = rules.is_over(replace(CARD, **card), replace(ENTRY, **entry), at, replace(DAY, **day), NOW + after)
    assert found is is_over
    assert rules.is_over(replace(CARD, **card), replace(ENTRY, **entry), at, None, NOW + after)
    off = replace(at, has_auto_buy=False)
    assert rules.is_over(replace(CARD, **card), replace(ENTRY, **entry), off, DAY, NOW + after)


def test_a_card_is_called_by_what_stands_on_it() -> None:
    assert CARD.name == "Visa •••• 4242"
