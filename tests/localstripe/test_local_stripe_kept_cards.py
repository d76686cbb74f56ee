"""Cards that are kept with a customer and charged while their owner is away, through the official SDK."""

from __future__ import annotations

import pytest
import stripe

BACK = "http://shop.invalid/back"


def customer(client: stripe.StripeClient) -> str:
    return client.v1.customers.create({"email": "ada@example.org", "metadata": {"card_id": "card_1"}}).id


def kept(client: stripe.StripeClient, card: str = "pm_card_visa", owner: str = "") -> stripe.SetupIntent:
    given = {"customer": owner or customer(client), "allowed_payment_method_types": ["card"], "usage": "off_session"}
    made = client.v1.setup_intents.create(given)
    return client.v1.setup_intents.confirm(made.id, {"payment_method": card, "return_url": BACK})


def agreed(client: stripe.StripeClient, local, card: str) -> stripe.SetupIntent:
    """The bank asked first, and its customer has agreed."""
    import urllib.request

    asked = kept(client, card)
    assert asked.status == "requires_action"
    url = asked.next_action.redirect_to_url.url + "?embedded=1"
    urllib.request.urlopen(url, data=b"answer=complete", timeout=10).close()
    return client.v1.setup_intents.retrieve(asked.id)


def charged(client: stripe.StripeClient, setup: stripe.SetupIntent, **more: object) -> stripe.PaymentIntent:
    given = {"amount": 2500, "currency": "eur", "customer": setup.customer, "payment_method": setup.payment_method}
    return client.v1.payment_intents.create(given | {"confirm": True, "off_session": True, "return_url": BACK} | more)


def test_new_objects_carry_every_attribute_that_the_sdk_declares(client):
    made = kept(client)
    for one, kind in ((made, stripe.SetupIntent), (client.v1.customers.retrieve(made.customer), stripe.Customer)):
        declared = {name for name in kind.__annotations__ if name.islower() and name not in ("deleted",)}
        assert declared <= set(one.to_dict())


def test_a_kept_card_is_charged_while_its_owner_is_away(client, happened):
    made = kept(client)
    method = client.v1.payment_methods.retrieve(made.payment_method)
    assert (made.status, method.customer, method.card.last4) == ("succeeded", made.customer, "4242")
    assert charged(client, made).status == "succeeded"
    assert happened()[:5] == [
        "customer.created", "setup_intent.created", "payment_method.attached", "setup_intent.succeeded",
        "payment_intent.created",
    ]  # fmt: skip
    listed = client.v1.payment_methods.list({"customer": made.customer, "type": "card"}).data
    assert [one.id for one in listed] == [method.id]


def test_a_card_that_was_authenticated_once_is_not_asked_again(client, local):
    made = agreed(client, local, "pm_card_authenticationRequiredOnSetup")
    assert made.status == "succeeded"
    assert charged(client, made).status == "succeeded"


def test_a_card_that_always_asks_cannot_be_charged_while_its_owner_is_away(client, local):
    made = agreed(client, local, "pm_card_authenticationRequired")
    with pytest.raises(stripe.CardError) as refused:
        charged(client, made)
    error = refused.value.error
    assert (error.code, error.to_dict()["decline_code"]) == ("authentication_required", "authentication_required")
    assert error.payment_intent.status == "requires_payment_method"


def test_a_card_that_can_be_kept_may_decline_when_it_is_charged(client):
    made = kept(client, "pm_card_chargeCustomerFail")
    assert made.status == "succeeded"
    with pytest.raises(stripe.CardError) as refused:
        charged(client, made)
    assert refused.value.error.code == "card_declined"


def test_a_card_that_declines_is_not_kept_and_another_may_be(client):
    made = client.v1.setup_intents.create({"customer": customer(client)})
    with pytest.raises(stripe.CardError) as refused:
        client.v1.setup_intents.confirm(made.id, {"payment_method": "pm_card_visa_chargeDeclined"})
    assert refused.value.error.setup_intent.status == "requires_payment_method"
    assert client.v1.setup_intents.retrieve(made.id).last_setup_error.code == "card_declined"
    assert client.v1.setup_intents.confirm(made.id, {"payment_method": "pm_card_visa"}).status == "succeeded"


def test_a_card_expires_while_it_is_kept(client, local):
    made = kept(client)
    local.control("cards", method=made.payment_method, becomes="4000000000000069")
    with pytest.raises(stripe.CardError) as refused:
        charged(client, made)
    assert refused.value.error.code == "expired_card"
    assert local.refused("cards", method=made.payment_method, becomes="1")


def test_what_is_kept_with_one_customer_is_charged_for_no_other(client):
    made = kept(client)
    with pytest.raises(stripe.InvalidRequestError, match="belongs to a Customer"):
        charged(client, made, customer=customer(client))


def test_what_was_let_go_of_is_never_charged_again(client):
    made = kept(client)
    client.v1.payment_methods.detach(made.payment_method)
    with pytest.raises(stripe.InvalidRequestError, match="may not be used again"):
        charged(client, made)
    with pytest.raises(stripe.InvalidRequestError, match="not attached"):
        client.v1.payment_methods.detach(made.payment_method)


def test_a_deleted_customer_takes_their_cards_along(client):
    made = kept(client)
    assert client.v1.customers.delete(made.customer).deleted
    assert client.v1.customers.retrieve(made.customer).to_dict()["deleted"]
    with pytest.raises(stripe.InvalidRequestError) as refused:
        charged(client, made)
    assert refused.value.code == "resource_missing"
    assert client.v1.customers.list().data == []


def test_a_setup_that_was_cancelled_keeps_nothing(client):
    made = client.v1.setup_intents.create({"customer": customer(client)})
    assert client.v1.setup_intents.cancel(made.id).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.setup_intents.confirm(made.id, {"payment_method": "pm_card_visa"})
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.setup_intents.cancel(made.id)
    assert [one.id for one in client.v1.setup_intents.list({"customer": made.customer}).data] == [made.id]


def test_a_card_that_is_paid_with_may_be_kept_at_once(client):
    owner = customer(client)
    given = {"amount": 2500, "currency": "eur", "customer": owner, "setup_future_usage": "off_session"}
    paid = client.v1.payment_intents.create(
        given | {"payment_method": "pm_card_visa", "confirm": True, "return_url": BACK}
    )
    assert client.v1.payment_methods.retrieve(paid.payment_method).customer == owner


def test_a_bare_card_is_attached_to_a_customer(client):
    owner = customer(client)
    method = client.v1.payment_methods.attach("pm_card_visa", {"customer": owner})
    assert method.customer == owner
