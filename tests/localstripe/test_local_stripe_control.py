"""Faults by operation, deliveries by event type, and a clock that stops at everything on its way."""

from __future__ import annotations

import pytest
import stripe

pytestmark = pytest.mark.req("BEY-6")

NEW = {"amount": 1000, "currency": "eur"}
DAY = 86_400


def confirm(client: stripe.StripeClient, intent: stripe.PaymentIntent) -> stripe.PaymentIntent:
    how = {"payment_method": "pm_card_visa", "return_url": "http://shop.invalid/back"}
    return client.v1.payment_intents.confirm(intent.id, how)


def test_a_fault_named_after_an_operation_meets_no_other(local, client):
    local.control("faults", match="POST /v1/payment_intents/{id}", kind="500_before")
    intent = client.v1.payment_intents.create(NEW)
    confirm(client, client.v1.payment_intents.create(NEW))
    with pytest.raises(stripe.APIError):
        client.v1.payment_intents.update(intent.id, {"amount": 1100})
    assert [row["left"] for row in local.control_read("faults")] == [0]


def test_a_fault_skips_and_repeats(local, client):
    local.control("faults", match="POST /v1/payment_intents/*/confirm", kind="500_after", skip=1, times=2)
    results = []
    for _ in range(4):
        intent = client.v1.payment_intents.create(NEW)
        try:
            results.append(confirm(client, intent).status)
        except stripe.APIError:
            results.append("lost " + client.v1.payment_intents.retrieve(intent.id).status)
    assert results == ["succeeded", "lost succeeded", "lost succeeded", "succeeded"]


def test_a_fault_meets_one_account_only(local, client, direct):
    local.control("faults", match="GET /v1/balance", kind="429", account=direct["stripe_account"])
    client.v1.balance.retrieve()
    with pytest.raises(stripe.RateLimitError):
        client.v1.balance.retrieve({}, direct)


def test_faults_are_taken_away(local, client):
    local.control("faults", match="*", kind="500_before", times=9)
    local.control("faults", clear=True)
    assert client.v1.payment_intents.create(NEW).status == "requires_payment_method"


def test_one_type_of_event_is_lost_and_another_comes_twice(local, client, pay, eventually):
    local.control("webhooks", mode="lost", match="payment_intent.succeeded", times=1)
    local.control("webhooks", mode="duplicate", match="charge.*")
    pay()
    pay()
    eventually(lambda: len(local.receiver.got) == 7)
    types = local.receiver.types()
    assert types.count("payment_intent.succeeded") == 1
    assert types.count("charge.succeeded") == 4
    assert local.control("redeliver", match="charge.*")["redelivered"] == 0
    assert local.control("redeliver")["redelivered"] == 1
    eventually(lambda: local.receiver.types().count("payment_intent.succeeded") == 2)


def test_a_late_event_comes_after_a_later_one(local, client, eventually):
    local.control("webhooks", mode="delay", match="payment_intent.created", seconds=0.4)
    confirm(client, client.v1.payment_intents.create(NEW))
    eventually(lambda: len(local.receiver.got) == 3)
    assert local.receiver.types()[-1] == "payment_intent.created"


def test_normal_for_all_forgets_the_narrower_rules(local, client, eventually):
    local.control("webhooks", mode="lost", match="*")
    local.control("webhooks", mode="normal")
    client.v1.payment_intents.create(NEW)
    eventually(lambda: local.receiver.types() == ["payment_intent.created"])


def test_the_clock_stops_at_everything_that_is_due(local, client, pay):
    intent = pay("pm_sepaDebit_success_de")
    dispute = pay("pm_card_createDispute")
    pay(amount=9_000)
    started = intent.created
    local.control("clock", advance_seconds=30 * DAY)
    happened = {event.type: event.created for event in client.v1.events.list({"limit": 100}).data}
    assert 0 <= happened["charge.dispute.closed"] - started - 7 * DAY <= 30
    cleared = client.v1.payment_intents.retrieve(intent.id)
    assert (cleared.status, client.v1.charges.retrieve(dispute.latest_charge).disputed) == ("succeeded", True)
    assert happened["payout.paid"] < started + 10 * DAY


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("faults", {"kind": "nonsense"}),
        ("webhooks", {"mode": "nonsense"}),
        ("refunds", {"mode": "nonsense"}),
        ("payouts", {"fail": "nonsense"}),
        ("settings", {"nonsense": True}),
        ("accounts", {"account": "acct_none", "onboard": "finish"}),
        ("redeliver", {"event": "evt_none"}),
    ],
)
def test_nonsense_is_refused(local, name, body):
    assert local.refused(name, **body)
