"""Disputes: what a bank is told, and what an order's lists show."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain import disputes
from chalicelib.domain.disputes import DisputeNotOpen, Known
from chalicelib.domain.payments import Charge, Dispute, has_open_dispute
from chalicelib.domain.tickets import Scan
from tests.unit.making import NOW, event, order, payment

OPENED = Dispute("ord_1", "dp_1", "pay_1", 5000, "EUR", "NEEDS_ANSWER", "fraudulent", NOW)


@pytest.mark.parametrize(
    ("states", "shown"),
    [
        ([], ""),
        (["NEEDS_ANSWER"], "open"),
        (["LOST", "UNDER_REVIEW"], "open"),
        (["WON", "LOST"], "lost"),
        (["WON"], "won"),
    ],
)
def test_an_order_shows_the_dispute_that_matters_most(states: list[str], shown: str) -> None:
    found = [replace(OPENED, state=state) for state in states]  # type: ignore[arg-type]
    assert disputes.disputed(found) == shown
    assert has_open_dispute(found) is (shown == "open")


@pytest.mark.parametrize("state", ["UNDER_REVIEW", "WON", "LOST"])
def test_a_bank_is_answered_once(state: str) -> None:
    disputes.check_open(OPENED)
    with pytest.raises(DisputeNotOpen):
        disputes.check_open(replace(OPENED, state=state))  # type: ignore[arg-type]


def test_a_bank_is_told_what_is_known_in_order_and_nothing_empty() -> None:
    bought = order(
        buyer_name="Bea", buyer_email="bea@example.com", completed_at=NOW + timedelta(minutes=2), terms_hash="abc"
    )
    scan = Scan(bought.order_id, 1, "list_1", "evt_1", NOW + timedelta(days=30), "usr_1", "scn_1")
    paid = payment(charge=Charge("ch_1", "card", "DE"))
    mails = [(NOW + timedelta(minutes=3), "confirmation")]
    told = disputes.evidence(Known(bought, [event()], paid, "No refunds.", mails, [scan]), "")
    assert [line.partition(" ")[2] for line in told["access_activity_log"].splitlines()] == [
        "tickets were reserved on our website",
        "the payment was made, with a card issued in DE",
        "mail to the buyer: confirmation",
        "ticket 1 was scanned at the entrance",
    ]
    assert told["product_description"] == f"2 x Standard for Summer Night, order {bought.reference}"
    assert "abc" in told["cancellation_policy_disclosure"]
    assert "uncategorized_text" not in told
    assert "billing_address" not in told


def test_only_mails_that_have_left_are_told() -> None:
    facts = [
        {"name": "MailSent", "at": NOW, "data": {"mail": "refunded:ref_1"}},
        {"name": "OrderPaid", "at": NOW, "data": {}},
    ]
    assert disputes.mails_in(facts) == [(NOW, "refunded")]
