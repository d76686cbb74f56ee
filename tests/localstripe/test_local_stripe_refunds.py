"""Refunds, and the platform's fee given back with them."""

from __future__ import annotations

import pytest
import stripe

BACK = "http://shop.invalid/back"


def pay(client: stripe.StripeClient, card: str = "pm_card_visa", options: dict | None = None, **more: object):
    params = {
        "amount": 1000,
        "currency": "eur",
        "confirm": True,
        "payment_method": card,
        "return_url": BACK,
        **more,
    }
    return client.v1.payment_intents.create(params, options or {})


def test_parts_are_refunded_until_nothing_is_left(client):
    paid = pay(client)
    for amount in (300, 700):
        refund = client.v1.refunds.create({"payment_intent": paid.id, "amount": amount, "metadata": {"row": "r1"}})
        assert (refund.status, refund.charge, refund.metadata["row"]) == (
            "succeeded",
            paid.latest_charge,
            "r1",
        )
    charge = client.v1.charges.retrieve(paid.latest_charge, {"expand": ["refunds"]})
    assert (charge.refunded, charge.amount_refunded, len(charge.refunds.data)) == (True, 1000, 2)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"payment_intent": paid.id})
    assert refused.value.code == "charge_already_refunded"


def test_no_more_than_was_paid_is_refunded(client):
    paid = pay(client)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"charge": paid.latest_charge, "amount": 1001})
    assert refused.value.param == "amount"


def test_a_pending_refund_succeeds_later(local, client):
    refund = client.v1.refunds.create({"payment_intent": pay(client, "pm_card_pendingRefund").id})
    assert refund.status == "pending"
    local.control("clock", advance_seconds=600)
    assert client.v1.refunds.retrieve(refund.id).status == "succeeded"


def test_a_refund_that_fails_later_opens_the_charge_again(local, client):
    paid = pay(client, "pm_card_refundFail")
    refund = client.v1.refunds.create({"payment_intent": paid.id})
    assert refund.status == "succeeded"
    local.control("clock", advance_seconds=600)
    failed = client.v1.refunds.retrieve(refund.id)
    assert failed.status == "failed"
    assert failed.failure_reason
    charge = client.v1.charges.retrieve(paid.latest_charge)
    assert (charge.refunded, charge.amount_refunded) == (False, 0)
    types = {event.type for event in client.v1.events.list({"limit": 100}).data}
    assert {"refund.updated", "refund.failed"} <= types


def test_the_fee_goes_back_in_the_same_share(client, direct):
    paid = pay(client, options=direct, application_fee_amount=101)
    charge = client.v1.charges.retrieve(paid.latest_charge, options=direct)
    shares = []
    for amount in (333, 333, 334):
        params = {"payment_intent": paid.id, "amount": amount, "refund_application_fee": True}
        client.v1.refunds.create(params, direct)
        shares.append(client.v1.application_fees.retrieve(charge.application_fee).amount_refunded)
    assert shares == [33, 67, 101]


def test_an_exact_part_of_the_fee_is_given_back(client, direct):
    paid = pay(client, options=direct, application_fee_amount=100)
    charge = client.v1.charges.retrieve(paid.latest_charge, options=direct)
    returned = client.v1.application_fees.refunds.create(charge.application_fee, {"amount": 40})
    assert (returned.amount, returned.fee) == (40, charge.application_fee)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.application_fees.refunds.create(charge.application_fee, {"amount": 61})


def test_with_an_empty_balance_a_refund_waits_for_money(local, client, direct):
    paid = pay(client, options=direct)
    local.control("refunds", account=direct["stripe_account"], mode="wait")
    refund = client.v1.refunds.create({"payment_intent": paid.id}, direct)
    assert (refund.status, refund.pending_reason) == ("pending", "insufficient_funds")
    local.control("clock", advance_seconds=86_400)
    assert client.v1.refunds.retrieve(refund.id, options=direct).status == "pending"
    local.control("refunds", account=direct["stripe_account"], mode="normal")
    assert client.v1.refunds.retrieve(refund.id, options=direct).status == "succeeded"


def test_with_an_empty_balance_a_refund_can_be_refused(local, client, direct):
    paid = pay(client, options=direct)
    local.control("refunds", account=direct["stripe_account"], mode="refuse")
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"payment_intent": paid.id}, direct)
    assert refused.value.code == "balance_insufficient"
    assert client.v1.charges.retrieve(paid.latest_charge, options=direct).amount_refunded == 0


def test_a_pending_refund_fails_and_opens_the_charge_again(local, client):
    paid = pay(client)
    local.control("refunds", mode="fail")
    refund = client.v1.refunds.create({"payment_intent": paid.id})
    assert refund.status == "pending"
    local.control("clock", advance_seconds=600)
    assert client.v1.refunds.retrieve(refund.id).status == "failed"
    assert client.v1.charges.retrieve(paid.latest_charge).amount_refunded == 0


def test_what_the_platform_gives_back_of_its_fee_is_listed(client, direct):
    paid = pay(client, options=direct, application_fee_amount=100)
    fee = client.v1.charges.retrieve(paid.latest_charge, options=direct).application_fee
    for amount in (30, 20):
        client.v1.application_fees.refunds.create(fee, {"amount": amount, "metadata": {"row": "r1"}})
    assert [row.amount for row in client.v1.application_fees.refunds.list(fee).data] == [20, 30]
    given_back = client.v1.balance_transactions.list({"type": "application_fee_refund"}, direct).data
    assert sum(row.net for row in given_back) == 50
