"""How risky a charge looked: Radar's outcome, reviews, early fraud warnings, and what is shown of a card."""

from __future__ import annotations

import pytest
import stripe


def charge_of(client: stripe.StripeClient, intent: stripe.PaymentIntent) -> stripe.Charge:
    return client.v1.charges.retrieve(intent.latest_charge)


def test_an_ordinary_charge_is_normal(client, pay):
    outcome = charge_of(client, pay()).outcome
    assert (outcome.risk_level, outcome.type) == ("normal", "authorized")


@pytest.mark.parametrize("card", ["pm_card_riskLevelHighest", "pm_card_chargeDeclinedFraudulent"])
def test_the_highest_risk_is_blocked(client, pay, card):
    with pytest.raises(stripe.CardError) as blocked:
        pay(card)
    assert (blocked.value.code, blocked.value.error.decline_code) == ("card_declined", "fraudulent")
    outcome = client.v1.charges.list().data[0].outcome
    assert (outcome.type, outcome.risk_level, outcome.reason) == ("blocked", "highest", "highest_risk_level")


def test_the_highest_risk_passes_without_the_rule(local, client, pay):
    local.control("settings", block_highest_risk=False)
    outcome = charge_of(client, pay("pm_card_riskLevelHighest")).outcome
    assert (outcome.type, outcome.risk_level) == ("authorized", "highest")


@pytest.fixture
def review(client, pay) -> stripe.Review:
    intent = pay("pm_card_riskLevelElevated")
    assert (intent.status, charge_of(client, intent).outcome.type) == ("succeeded", "manual_review")
    return client.v1.reviews.retrieve(intent.review)


def test_elevated_risk_is_paid_and_placed_in_review(client, review, happened):
    assert (review.open, review.opened_reason) == (True, "rule")
    assert [row.id for row in client.v1.reviews.list().data] == [review.id]
    assert happened()[-1] == "review.opened"


def test_a_review_is_closed_by_approval(client, review, happened):
    closed = client.v1.reviews.approve(review.id)
    assert (closed.open, closed.closed_reason, happened()[-1]) == (False, "approved", "review.closed")
    assert client.v1.reviews.list().data == []
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.reviews.approve(review.id)


@pytest.mark.parametrize(("reason", "closed"), [("fraudulent", "refunded_as_fraud"), ("duplicate", "refunded")])
def test_a_review_is_closed_by_a_refund(client, review, reason, closed):
    client.v1.refunds.create({"charge": review.charge, "reason": reason})
    assert client.v1.reviews.retrieve(review.id).closed_reason == closed


def test_a_bank_warns_of_fraud_and_a_refund_answers_it(client, pay, happened):
    intent = pay("pm_card_createIssuerFraudRecord")
    warning = client.v1.radar.early_fraud_warnings.list({"payment_intent": intent.id}).data[0]
    assert (warning.actionable, warning.charge) == (True, intent.latest_charge)
    client.v1.refunds.create({"payment_intent": intent.id})
    assert client.v1.radar.early_fraud_warnings.retrieve(warning.id).actionable is False
    assert "radar.early_fraud_warning.created" in happened()


@pytest.mark.parametrize(("card", "country"), [("pm_card_visa", "US"), ("pm_card_de", "DE"), ("pm_card_gb", "GB")])
def test_a_card_shows_its_country(client, pay, card, country):
    assert charge_of(client, pay(card)).payment_method_details.card.country == country


def test_the_same_card_has_the_same_fingerprint_and_another_has_not(client, pay):
    first, second, other = (
        charge_of(client, pay(card)).payment_method_details.card.fingerprint
        for card in ("pm_card_visa", "pm_card_visa", "pm_card_de")
    )
    assert first == second != other


def test_a_wallet_pays_with_a_token_in_place_of_the_number(client, pay):
    method = client.v1.payment_methods.create({"type": "card", "card": {"token": "tok_applePay"}})
    card = charge_of(client, pay(method.id)).payment_method_details.card
    assert (card.wallet.type, card.last4) == ("apple_pay", "4242")
    assert card.fingerprint != charge_of(client, pay()).payment_method_details.card.fingerprint
