"""Requests that Stripe would refuse are refused in its words."""

from __future__ import annotations

import pytest
import stripe

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
