"""What a payment means for its order: each state of the order × each word of the provider."""

from typing import Any, get_args

import pytest

from chalicelib.domain.orders import State
from chalicelib.domain.payments import settle
from tests.unit.making import intent, order, payment

OUTCOMES = {
    # order          open      processing    succeeded   cancelled
    "RESERVED": ("wait", "processing", "complete", "nothing"),
    "AWAITING_APPROVAL": ("wait", "wait", "complete", "nothing"),
    "AWAITING_OFFLINE_PAYMENT": ("wait", "wait", "complete", "nothing"),
    "EXPIRING": ("wait", "processing", "complete", "nothing"),
    "PROCESSING": ("failed", "wait", "complete", "failed"),
    "COMPLETED": ("wait", "wait", "refund", "nothing"),
    "EXPIRED": ("wait", "wait", "retake", "nothing"),
    "CANCELLED": ("wait", "wait", "retake", "nothing"),
    "REVIEW": ("wait", "wait", "complete", "nothing"),
}
WORDS = ("open", "processing", "succeeded", "cancelled")
TABLE = [(state, word, OUTCOMES[state][column]) for state in OUTCOMES for column, word in enumerate(WORDS)]


def test_the_table_knows_every_state() -> None:
    assert set(OUTCOMES) == set(get_args(State))


@pytest.mark.parametrize(("state", "word", "outcome"), TABLE)
def test_each_word_means_one_thing_for_each_state(state: str, word: str, outcome: str) -> None:
    assert settle(order(state=state), payment(), intent(status=word)) == outcome


@pytest.mark.parametrize("state", ["RESERVED", "EXPIRING", "PROCESSING", "COMPLETED", "EXPIRED", "CANCELLED"])
def test_a_payment_that_was_settled_is_never_settled_again(state: str) -> None:
    assert settle(order(state=state), payment(state="SUCCEEDED"), intent()) == "nothing"


@pytest.mark.parametrize(
    "fields",
    [{"received_minor": 4999}, {"received_minor": 5001}, {"currency": "USD"}, {"order_id": "ord_other"}],
    ids=["too little", "too much", "another currency", "another order"],
)
def test_money_that_does_not_match_is_looked_at_by_somebody(fields: dict[str, Any]) -> None:
    assert settle(order(), payment(), intent(**fields)) == "review"


@pytest.mark.parametrize("state", ["EXPIRED", "CANCELLED"])
def test_money_that_does_not_match_a_finished_order_goes_back(state: str) -> None:
    assert settle(order(state=state), payment(), intent(received_minor=4999)) == "refund"


def test_money_for_a_complete_order_goes_back_even_if_it_does_not_match() -> None:
    assert settle(order(state="COMPLETED"), payment(), intent(received_minor=1)) == "refund"
