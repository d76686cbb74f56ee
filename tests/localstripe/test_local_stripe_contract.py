"""Requests that Stripe would refuse are refused in its words."""

from __future__ import annotations

import pytest
import stripe
import stripe.v2.core

GOOD = {"amount": 2500, "currency": "eur"}


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        (GOOD | {"colour": "red"}, "parameter_unknown", "colour"),
        (GOOD | {"payment_method_types": ["card"]}, "parameter_unknown", "payment_method_types"),
        (
            GOOD | {"automatic_payment_methods": {"enabled": True, "always": 1}},
            "parameter_unknown",
            "automatic_payment_methods[always]",
        ),
        ({"amount": 2500}, "parameter_missing", "currency"),
        (GOOD | {"amount": "25.00"}, "parameter_invalid_integer", "amount"),
        (GOOD | {"amount": ""}, "parameter_invalid_empty", "amount"),
        (GOOD | {"amount": 49}, "amount_too_small", "amount"),
        (GOOD | {"confirm": "perhaps"}, None, "confirm"),
        (GOOD | {"capture_method": "sometimes"}, None, "capture_method"),
        (GOOD | {"metadata": "order"}, None, "metadata"),
        (GOOD | {"amount": {"value": 1}}, None, "amount"),
        (GOOD | {"expand": ["colour"]}, None, "expand"),
    ],
)
def test_a_wrong_parameter_is_named(client, params, code, param):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payment_intents.create(params)
    assert (refused.value.http_status, refused.value.code, refused.value.param) == (400, code, param)


def test_an_unknown_address_is_answered_as_stripe_does(client):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.subscriptions.list()
    assert refused.value.http_status == 404
    assert "Unrecognized request URL" in str(refused.value)


def test_the_return_address_is_asked_for_when_methods_may_redirect(client):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payment_intents.create(GOOD | {"confirm": True, "payment_method": "pm_card_visa"})
    assert refused.value.param == "return_url"
    assert client.v1.payment_intents.list().data == []


def test_every_object_carries_what_its_class_declares(local, client, pay):
    """The SDK promises these attributes, so code that reads one must find it, empty or not."""
    disputed, reviewed, warned = (
        pay(card) for card in ("pm_card_createDispute", "pm_card_riskLevelElevated", "pm_card_createIssuerFraudRecord")
    )
    pay("pm_card_bypassPending", amount=90_000)
    account = client.v2.core.accounts.create({"dashboard": "full"})
    found = [
        disputed,
        client.v1.charges.retrieve(disputed.latest_charge),
        client.v1.disputes.list({"payment_intent": disputed.id}).data[0],
        client.v1.reviews.retrieve(reviewed.review),
        client.v1.radar.early_fraud_warnings.list({"payment_intent": warned.id}).data[0],
        client.v1.refunds.create({"payment_intent": warned.id}),
        client.v1.balance.retrieve(),
        client.v1.balance_transactions.list().data[0],
        client.v1.payouts.create({"amount": 100, "currency": "eur"}),
        client.v1.payment_method_domains.create({"domain_name": "tickets.example"}),
        client.v1.payment_method_configurations.list().data[0],
        client.v1.accounts.retrieve(account.id),
        account,
        client.v2.core.events.list().data[0],
    ]
    for each in found:
        declared = {name for name in type(each).__annotations__ if name[0] != "_" and name.islower()}
        assert declared - {"deleted"} <= set(each.to_dict()), type(each)
