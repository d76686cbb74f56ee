"""Webhooks, idempotency, injected faults, and a restart."""

from __future__ import annotations

import threading

import pytest
import stripe

PAID = {
    "amount": 1000,
    "currency": "eur",
    "confirm": True,
    "payment_method": "pm_card_visa",
    "return_url": "http://x.invalid",
}


def test_events_arrive_signed_and_name_their_account(local, client, direct, eventually):
    intent = client.v1.payment_intents.create(PAID, direct)
    eventually(lambda: len(local.receiver.got) == 3)
    assert set(local.receiver.types()) == {
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
    }
    succeeded = next(event for event in local.receiver.events() if event.type == "payment_intent.succeeded")
    assert (succeeded.account, succeeded.data.object["id"]) == (direct["stripe_account"], intent.id)
    assert succeeded.api_version == stripe.api_version
    eventually(lambda: client.v1.events.retrieve(succeeded.id, options=direct).pending_webhooks == 0)


def test_a_delivery_that_failed_comes_again_with_the_same_id(local, client, eventually):
    local.receiver.statuses[:] = [500]
    client.v1.payment_intents.create({"amount": 1000, "currency": "eur"})
    eventually(lambda: len(local.receiver.got) == 2)
    first, second = local.receiver.events()
    assert first.id == second.id


def test_webhooks_can_be_lost_and_sent_after_all(local, client, eventually):
    local.control("webhooks", mode="lost")
    client.v1.payment_intents.create(PAID)
    assert local.receiver.got == []
    local.control("webhooks", mode="normal")
    assert local.control("redeliver")["redelivered"] == 3
    eventually(lambda: len(local.receiver.got) == 3)


def test_webhooks_can_come_twice(local, client, eventually):
    local.control("webhooks", mode="duplicate")
    client.v1.payment_intents.create({"amount": 1000, "currency": "eur"})
    eventually(lambda: local.receiver.types() == ["payment_intent.created"] * 2)


def test_the_same_key_and_parameters_give_the_same_answer(local, client):
    key = {"idempotency_key": "pi:pay_1:1"}
    first, second = (client.v1.payment_intents.create(PAID, key) for _ in range(2))
    assert first.id == second.id
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    assert [row["replayed"] for row in local.requests()] == [False, True]
    assert len(client.v1.payment_intents.list().data) == 1


def test_the_same_key_with_other_parameters_is_refused(client):
    key = {"idempotency_key": "pi:pay_1:1"}
    client.v1.payment_intents.create(PAID, key)
    with pytest.raises(stripe.IdempotencyError) as refused:
        client.v1.payment_intents.create(PAID | {"amount": 1001}, key)
    assert refused.value.http_status == 400


def test_a_key_still_at_work_is_refused(local, client, eventually):
    local.control("faults", match="POST /v1/payment_intents", kind="slow", seconds=1)
    key = {"idempotency_key": "pi:pay_1:1"}
    first = threading.Thread(target=client.v1.payment_intents.create, args=(PAID, key))
    first.start()
    eventually(lambda: bool(local.requests()))
    with pytest.raises(stripe.StripeError) as refused:
        local.client().v1.payment_intents.create(PAID, key)
    first.join()
    assert (refused.value.http_status, refused.value.error.code) == (409, "idempotency_key_in_use")


def test_a_decline_is_remembered_under_its_key(client):
    key = {"idempotency_key": "pi:pay_1:1"}
    for _ in range(2):
        with pytest.raises(stripe.CardError) as declined:
            client.v1.payment_intents.create(PAID | {"payment_method": "pm_card_visa_chargeDeclined"}, key)
    assert declined.value.headers["Idempotent-Replayed"] == "true"
    assert len(client.v1.charges.list().data) == 1


@pytest.mark.parametrize(("kind", "made"), [("500_before", 0), ("500_after", 1), ("timeout_after", 1), ("429", 0)])
def test_a_fault_strikes_before_or_after_the_work(local, client, kind, made):
    local.control("faults", match="POST /v1/payment_intents", kind=kind)
    with pytest.raises(stripe.StripeError):
        client.v1.payment_intents.create(PAID)
    assert len(client.v1.payment_intents.list().data) == made


def test_the_sdk_retries_an_answer_that_was_lost_and_pays_once(local):
    local.control("faults", match="POST /v1/payment_intents", kind="500_after")
    client = local.client(retries=2)
    assert client.v1.payment_intents.create(PAID).status == "succeeded"
    assert len(client.v1.charges.list().data) == 1


def test_platform_and_accounts_have_endpoints_and_secrets_of_their_own(tmp_path, serve, local, direct, eventually):
    receiver = local.receiver
    own = ("--webhook-to", receiver.url, "--webhook-secret", "whsec_platform")
    connect = ("--connect-webhook-to", f"{receiver.url}/thin", "--connect-webhook-secret", "whsec_connect")
    with serve(tmp_path / "stripe.json", *own, *connect) as divided:
        divided.client().v1.payment_intents.create(PAID)
        divided.client().v1.payment_intents.create(PAID, direct)
        eventually(lambda: len(receiver.got) == len(receiver.thin) == 3)
    for body, signature in receiver.got:
        assert "account" not in stripe.Webhook.construct_event(body, signature, "whsec_platform").to_dict()
    for body, signature in receiver.thin:
        event = stripe.Webhook.construct_event(body, signature, "whsec_connect")
        assert event.account == direct["stripe_account"]


def test_everything_outlives_a_restart(tmp_path, serve):
    state = tmp_path / "stripe.json"
    key = {"idempotency_key": "pi:pay_1:1"}
    with serve(state) as first:
        intent = first.client().v1.payment_intents.create(PAID, key)
    with serve(state) as second:
        client = second.client()
        assert client.v1.payment_intents.create(PAID, key).id == intent.id
        assert client.v1.refunds.create({"payment_intent": intent.id}).status == "succeeded"
