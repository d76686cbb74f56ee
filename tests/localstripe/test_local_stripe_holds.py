"""Manual capture: money held, then taken in whole or part, let go, or lost with time."""

from __future__ import annotations

import pytest
import stripe

DAY = 86_400


@pytest.fixture
def held(pay, direct) -> stripe.PaymentIntent:
    return pay(options=direct, capture_method="manual", application_fee_amount=50)


def test_a_hold_takes_nothing_yet(client, direct, held, happened):
    charge = client.v1.charges.retrieve(held.latest_charge, options=direct)
    assert (held.status, held.amount_capturable, held.amount_received) == ("requires_capture", 1000, 0)
    assert (charge.captured, charge.paid, charge.balance_transaction) == (False, True, None)
    assert charge.payment_method_details.card.capture_before == charge.created + 7 * DAY
    assert happened(direct)[-1] == "payment_intent.amount_capturable_updated"


def test_a_part_is_captured_once_and_the_rest_goes_back(client, direct, held, happened):
    taken = client.v1.payment_intents.capture(held.id, {"amount_to_capture": 600}, direct)
    charge = client.v1.charges.retrieve(held.latest_charge, {"expand": ["application_fee"]}, direct)
    assert (taken.status, taken.amount_received, taken.amount_capturable) == ("succeeded", 600, 0)
    assert (charge.amount_captured, charge.amount_refunded, charge.application_fee.amount) == (600, 400, 50)
    assert happened(direct)[-2:] == ["charge.captured", "payment_intent.succeeded"]
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payment_intents.capture(held.id, {}, direct)
    assert refused.value.code == "payment_intent_unexpected_state"


def test_no_more_than_is_held_can_be_captured(client, direct, held):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payment_intents.capture(held.id, {"amount_to_capture": 1001}, direct)
    assert refused.value.param == "amount_to_capture"


def test_a_hold_is_let_go_by_canceling(client, direct, held):
    canceled = client.v1.payment_intents.cancel(held.id, {}, direct)
    charge = client.v1.charges.retrieve(held.latest_charge, options=direct)
    assert (canceled.status, canceled.amount_capturable, charge.refunded) == ("canceled", 0, True)


def test_a_hold_runs_out_after_seven_days(local, client, direct, held, happened):
    local.control("clock", advance_seconds=7 * DAY - 60)
    assert client.v1.payment_intents.retrieve(held.id, options=direct).status == "requires_capture"
    local.control("clock", advance_seconds=120)
    gone = client.v1.payment_intents.retrieve(held.id, options=direct)
    assert (gone.status, gone.cancellation_reason) == ("canceled", "automatic")
    assert happened(direct)[-2:] == ["charge.expired", "payment_intent.canceled"]
