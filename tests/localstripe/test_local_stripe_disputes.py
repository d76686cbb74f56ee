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
