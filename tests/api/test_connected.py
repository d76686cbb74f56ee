"""What an organizer's own Stripe account allows: publishing, wallets, ways to pay."""

import time

import pytest
import requests

from chalicelib.gateways import stripe_accounts
from tests.api.connecting import asked, connect, connected, control, refusal, settings
from tests.shop import Shop


@pytest.mark.req("PAY-1")
def test_a_paid_event_is_not_published_while_its_account_cannot_charge(own: Shop) -> None:
    account = connect(own)
    event = own.new_event()["id"]
    own.new_product(event)
    refused = own.send("POST", f"/events/{event}/publish", {})
    assert refusal(refused) == (409, "cards_not_ready")
    assert "the bank account for payouts" in refused.json()["detail"]
    free = own.new_event()["id"]
    own.new_product(free, price_minor=0)
    own.post(f"/events/{free}/publish", {})
    offline = own.new_event(payment_methods=["card", "bank"])["id"]
    own.new_product(offline)
    own.post(f"/events/{offline}/publish", {})
    control(own.cloud, "webhooks", mode="lost", match="v2.core.account*", times=20)
    control(own.cloud, "accounts", account=account, onboard="finish")
    assert own.post(f"/events/{event}/publish", {})["status"] == "LIVE"
    assert settings(own)["status"] == "ready"


@pytest.mark.req("PAY-16")
def test_wallets_are_set_up_for_the_deployment_s_domain_when_onboarding_is_done(own: Shop) -> None:
    """Stripe looks at the domain from outside: it cannot know a machine's own name, and says so."""
    account = connected(own)
    seen = settings(own)
    assert (seen["wallets"], seen["wallet_domain"]) == ("inactive", "localhost")
    assert account in {entry["account"] for entry in asked(own.cloud, "POST", "/v1/payment_method_domains")}


@pytest.mark.req("PAY-16")
def test_a_public_domain_is_registered_once_and_shows_wallets(own: Shop, aws: None) -> None:
    account = connected(own)
    for _ in range(3):
        assert stripe_accounts.register_domain(account, "tickets.example.com") == "active"
    headers = {"Authorization": "Bearer sk_test_local", "Stripe-Account": account}
    listed = requests.get(f"{own.cloud.settings.stripe_url}/v1/payment_method_domains", headers=headers, timeout=10)
    assert [one["domain_name"] for one in listed.json()["data"]] == ["tickets.example.com"]
    assert stripe_accounts.register_domain(account, "tickets.invalid") == "inactive"


@pytest.mark.req("PAY-21")
def test_events_offer_what_the_account_allows_and_begin_with_its_usual_way(own: Shop) -> None:
    event = own.new_event(payment_methods=["card"])
    put = own.send("PUT", "/account/payments/methods", {"methods": ["bank"]}, **own.seen("/account/payments"))
    assert put.json()["methods"] == ["bank"]
    time.sleep(1)
    assert own.new_event()["payment_methods"] == ["bank"]
    template = {"organizer_id": own.organizer_id, "payment_methods": ["card"]}
    new = {
        "title": {"en": "X"}, "starts_at": "2031-06-01T18:00:00Z", "ends_at": "2031-06-01T22:00:00Z",
        "timezone": "Europe/Berlin", "currency": "EUR",
    }  # fmt: skip
    refused = own.send("POST", "/events", template | new)
    assert refusal(refused) == (422, "method_not_allowed")
    assert refused.json()["errors"][0]["field"] == "payment_methods"
    kept = {"payment_methods": ["card", "bank"]}
    edited = own.send("PATCH", f"/events/{event['id']}", kept, **{"If-Match": f'"{event["version"]}"'})
    assert edited.json()["payment_methods"] == ["card", "bank"]
