"""Paying: intents through the official SDK, over the wire."""

from __future__ import annotations

import pytest
import stripe

BACK = "http://shop.invalid/back"


def create(client: stripe.StripeClient, options: dict | None = None, **more: object) -> stripe.PaymentIntent:
    params = {"amount": 2500, "currency": "eur", "automatic_payment_methods": {"enabled": True}, **more}
    return client.v1.payment_intents.create(params, options or {})


def confirm(
    client: stripe.StripeClient, intent: stripe.PaymentIntent, card: str, **options: str
) -> stripe.PaymentIntent:
    return client.v1.payment_intents.confirm(intent.id, {"payment_method": card, "return_url": BACK}, options)


def test_a_new_intent_carries_every_attribute_that_the_sdk_declares(client):
    intent = create(client, metadata={"order": "ord_1"})
    declared = {name for name in stripe.PaymentIntent.__annotations__ if name.islower() and name[0] != "_"}
    assert declared <= set(intent.to_dict())
    assert intent.client_secret.startswith(f"{intent.id}_secret_")
    assert (intent.status, intent.metadata["order"], intent.livemode) == (
        "requires_payment_method",
        "ord_1",
        False,
    )


def test_a_good_card_succeeds_with_a_charge_and_a_fee(client):
    intent = create(client, expand=["latest_charge"])
    paid = client.v1.payment_intents.confirm(
        intent.id,
        {
            "payment_method": "pm_card_visa",
            "return_url": BACK,
            "expand": ["latest_charge.balance_transaction"],
        },
    )
    money = paid.latest_charge.balance_transaction
    assert (paid.status, paid.amount_received, paid.latest_charge.paid) == ("succeeded", 2500, True)
    assert money.net == 2500 - money.fee
    assert money.fee == 38 + 25


@pytest.mark.parametrize(
    ("card", "code", "decline_code"),
    [
        ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", None),
    ],
)
def test_a_declined_card_leaves_the_intent_open_for_another(client, card, code, decline_code):
    intent = create(client)
    with pytest.raises(stripe.CardError) as declined:
        confirm(client, intent, card)
    error = declined.value.error
    assert (declined.value.http_status, error.code, error.to_dict().get("decline_code")) == (
        402,
        code,
        decline_code,
    )
    assert error.payment_intent.status == "requires_payment_method"
    assert confirm(client, intent, "pm_card_visa").status == "succeeded"
    charges = client.v1.charges.list({"payment_intent": intent.id}).data
    assert [charge.status for charge in charges] == ["succeeded", "failed"]


def test_a_card_with_3d_secure_asks_the_buyer_first(client):
    intent = confirm(client, create(client), "pm_card_authenticationRequired")
    assert intent.status == "requires_action"
    assert intent.next_action.redirect_to_url.return_url == BACK


def test_a_succeeded_intent_can_be_neither_confirmed_nor_canceled_nor_changed(client):
    intent = confirm(client, create(client), "pm_card_visa")
    intents = client.v1.payment_intents
    for act in (
        lambda: confirm(client, intent, "pm_card_visa"),
        lambda: intents.cancel(intent.id),
        lambda: intents.update(intent.id, {"amount": 1}),
    ):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            act()
        assert refused.value.code == "payment_intent_unexpected_state"
        assert refused.value.error.payment_intent.status == "succeeded"


def test_an_open_intent_is_changed_and_canceled(client):
    intent = create(client, metadata={"a": "1", "b": "2"})
    changed = client.v1.payment_intents.update(intent.id, {"amount": 3000, "metadata": {"a": "", "c": "3"}})
    assert (changed.amount, changed.metadata.to_dict()) == (3000, {"b": "2", "c": "3"})
    canceled = client.v1.payment_intents.cancel(intent.id, {"cancellation_reason": "abandoned"})
    assert (canceled.status, canceled.cancellation_reason) == ("canceled", "abandoned")


def test_another_amount_ends_a_challenge_that_asked_for_the_first(client):
    intent = confirm(client, create(client), "pm_card_authenticationRequired")
    changed = client.v1.payment_intents.update(intent.id, {"amount": 9900})
    assert (changed.status, changed.next_action) == ("requires_confirmation", None)


def test_a_debit_is_processing_until_the_bank_answers(local, client):
    iban = {"good": "DE89370400440532013000", "bad": "DE62370400440532013001"}
    intents = {}
    for name, number in iban.items():
        who = {"name": "Ada Example", "email": "ada@example.org"}
        method = {"type": "sepa_debit", "sepa_debit": {"iban": number}, "billing_details": who}
        params = {"payment_method_data": method, "return_url": BACK}
        intents[name] = client.v1.payment_intents.confirm(create(client).id, params)
    assert {intent.status for intent in intents.values()} == {"processing"}
    local.control("clock", advance_seconds=600)
    now = {name: client.v1.payment_intents.retrieve(intent.id).status for name, intent in intents.items()}
    assert now == {"good": "succeeded", "bad": "requires_payment_method"}


def test_accounts_do_not_see_each_other(client, direct):
    intent = create(client, direct)
    assert client.v1.payment_intents.retrieve(intent.id, options=direct).id == intent.id
    with pytest.raises(stripe.InvalidRequestError) as missing:
        client.v1.payment_intents.retrieve(intent.id)
    assert (missing.value.http_status, missing.value.code) == (404, "resource_missing")


def test_a_direct_charge_pays_the_platform_its_fee(client, direct):
    intent = create(client, direct, application_fee_amount=125)
    paid = confirm(client, intent, "pm_card_visa", **direct)
    charge = client.v1.charges.retrieve(paid.latest_charge, {"expand": ["balance_transaction"]}, direct)
    fee = client.v1.application_fees.retrieve(charge.application_fee)
    assert (fee.amount, fee.account, fee.charge) == (125, direct["stripe_account"], charge.id)
    assert charge.balance_transaction.fee == 125 + 38 + 25


def test_a_fee_without_a_connected_account_is_refused(client):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        create(client, application_fee_amount=125)
    assert refused.value.param == "application_fee_amount"


def test_a_revoked_account_answers_403(local, client, direct):
    local.control("accounts", account=direct["stripe_account"], revoked=True)
    with pytest.raises(stripe.PermissionError) as refused:
        create(client, direct)
    assert refused.value.error.code == "account_invalid"


@pytest.mark.parametrize("key", ["sk_live_x", "rk_live_x", "nonsense"])
def test_only_test_keys_are_taken(local, key):
    with pytest.raises(stripe.AuthenticationError):
        create(local.client(key))


def test_a_publishable_key_cannot_create(local):
    with pytest.raises(stripe.PermissionError):
        create(local.client("pk_test_foyer"))


def test_lists_are_paged_newest_first(client):
    made = [create(client, amount=1000 + number).id for number in range(25)]
    first = client.v1.payment_intents.list({"limit": 10})
    assert first.has_more
    assert [intent.id for intent in first.data] == made[:14:-1]
    assert [intent.id for intent in first.auto_paging_iter()] == made[::-1]
