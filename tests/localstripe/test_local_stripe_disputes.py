"""Disputes: opened by the card that always is, decided by the evidence."""

from __future__ import annotations

import pytest
import stripe


@pytest.fixture
def dispute(client) -> stripe.Dispute:
    params = {"amount": 5000, "currency": "eur", "confirm": True, "return_url": "http://shop.invalid/back"}
    intent = client.v1.payment_intents.create(params | {"payment_method": "pm_card_createDispute"})
    assert intent.status == "succeeded"
    return client.v1.disputes.list({"payment_intent": intent.id}).data[0]


def test_a_disputed_charge_loses_its_money_and_a_fee(client, dispute):
    charge = client.v1.charges.retrieve(dispute.charge)
    assert (charge.disputed, dispute.status, dispute.reason) == (True, "needs_response", "fraudulent")
    assert [row.net for row in dispute.balance_transactions] == [-7000]


@pytest.mark.parametrize(("text", "status", "moves"), [("winning_evidence", "won", 2), ("losing_evidence", "lost", 1)])
def test_the_evidence_decides(client, dispute, text, status, moves):
    decided = client.v1.disputes.update(dispute.id, {"evidence": {"uncategorized_text": text}})
    assert (decided.status, len(decided.balance_transactions)) == (status, moves)
    assert "charge.dispute.closed" in {event.type for event in client.v1.events.list({"limit": 50}).data}


def test_a_dispute_is_closed_once(client, dispute):
    assert client.v1.disputes.close(dispute.id).status == "lost"
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.disputes.close(dispute.id)


def test_a_disputed_charge_cannot_be_refunded(client, dispute):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"charge": dispute.charge})
    assert refused.value.code == "charge_disputed"


def test_staged_evidence_is_not_submitted(client, dispute):
    winning = {"uncategorized_text": "winning_evidence"}
    staged = client.v1.disputes.update(dispute.id, {"evidence": winning, "submit": False})
    details = staged.evidence_details
    assert (staged.status, details.has_evidence, details.submission_count) == ("needs_response", True, 0)
    assert client.v1.disputes.update(dispute.id, {"submit": True}).status == "won"


def test_a_won_dispute_gives_everything_back(client, dispute, happened):
    won = {"evidence": {"uncategorized_text": "winning_evidence"}}
    rows = client.v1.disputes.update(dispute.id, won).balance_transactions
    assert [row.net for row in rows] == [-7000, 7000]
    types = happened()
    assert types.index("charge.dispute.funds_reinstated") < types.index("charge.dispute.closed")


def test_nobody_answered_in_time(local, client, dispute):
    local.control("clock", advance_seconds=8 * 86_400)
    late = client.v1.disputes.retrieve(dispute.id)
    assert (late.status, late.evidence_details.past_due) == ("lost", True)


@pytest.fixture
def inquiry(client, pay) -> stripe.Dispute:
    return client.v1.disputes.list({"payment_intent": pay("pm_card_createDisputeInquiry").id}).data[0]


def test_an_inquiry_takes_no_money_and_the_charge_can_be_refunded(client, inquiry):
    assert (inquiry.status, inquiry.balance_transactions) == ("warning_needs_response", [])
    assert client.v1.refunds.create({"charge": inquiry.charge}).status == "succeeded"


def test_an_inquiry_becomes_a_dispute(client, inquiry):
    escalate = {"evidence": {"uncategorized_text": "escalate_inquiry_evidence"}}
    dispute = client.v1.disputes.update(inquiry.id, escalate)
    assert (dispute.status, len(dispute.balance_transactions)) == ("needs_response", 1)


def test_a_dispute_names_its_reason(client, pay):
    intent = pay("pm_card_createDisputeProductNotReceived")
    assert client.v1.disputes.list({"payment_intent": intent.id}).data[0].reason == "product_not_received"


def test_a_charge_is_disputed_weeks_later(local, client, pay):
    charge = pay().latest_charge
    local.control("clock", advance_seconds=30 * 86_400)
    local.control("disputes", charge=charge, reason="product_not_received")
    assert client.v1.disputes.list({"charge": charge}).data[0].status == "needs_response"
    assert local.refused("disputes", charge=charge)
