"""What a payment means for its order: each state of the order × each word of the provider."""

from typing import Any, get_args

import pytest

from chalicelib.domain.orders import State
from chalicelib.domain.payments import settle
from tests.unit.making import intent, order, payment

OUTCOMES = {
    # order          open      approved   processing    succeeded   cancelled
    "RESERVED": ("wait", "capture", "processing", "complete", "nothing"),
    "AWAITING_APPROVAL": ("wait", "wait", "wait", "complete", "nothing"),
    "AWAITING_OFFLINE_PAYMENT": ("wait", "wait", "wait", "complete", "nothing"),
    "EXPIRING": ("wait", "wait", "processing", "complete", "nothing"),
    "PROCESSING": ("failed", "failed", "wait", "complete", "failed"),
    "COMPLETED": ("wait", "wait", "wait", "refund", "nothing"),
    "EXPIRED": ("wait", "wait", "wait", "retake", "nothing"),
    "CANCELLED": ("wait", "wait", "wait", "retake", "nothing"),
    "PARTLY_PAID": ("wait", "wait", "wait", "refund", "nothing"),
    "REVIEW": ("wait", "wait", "wait", "complete", "nothing"),
}
WORDS = ("open", "approved", "processing", "succeeded", "cancelled")
TABLE = [(state, word, OUTCOMES[state][column]) for state in OUTCOMES for column, word in enumerate(WORDS)]


@pytest.mark.parametrize("received", [5000, 4999])
def test_money_that_took_days_goes_back_if_its_event_is_called_off(received: int) -> None:
    came = intent(received_minor=received)
    assert settle(order(state="PROCESSING"), payment(state="PROCESSING"), came, is_called_off=True) == "call_off"


@pytest.mark.parametrize(("word", "outcome"), [("processing", "wait"), ("open", "failed"), ("cancelled", "failed")])
def test_money_that_has_not_come_is_waited_for_though_its_event_is_called_off(word: str, outcome: str) -> None:
    assert settle(order(state="PROCESSING"), payment(), intent(status=word), is_called_off=True) == outcome


def test_the_table_knows_every_state() -> None:
    assert set(OUTCOMES) == set(get_args(State))


@pytest.mark.parametrize(("state", "word", "outcome"), TABLE)
def test_each_word_means_one_thing_for_each_state(state: str, word: str, outcome: str) -> None:
    assert settle(order(state=state), payment(), intent(status=word)) == outcome


@pytest.mark.parametrize("state", ["RESERVED", "EXPIRING", "COMPLETED", "EXPIRED", "CANCELLED"])
def test_what_was_begun_to_be_taken_is_taken_to_its_end(state: str) -> None:
    """Its answer was lost: only asking again tells whether there is money."""
    assert settle(order(state=state), payment(state="PROCESSING"), intent(status="approved")) == "capture"


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
