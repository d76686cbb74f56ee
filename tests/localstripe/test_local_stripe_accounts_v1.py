"""API v1's view of connected accounts, and the end of a platform's access."""

from __future__ import annotations

import pytest
import requests
import stripe


@pytest.fixture
def account(local, client) -> stripe.Account:
    local.control("settings", v1_accounts=True)
    asked = {"card_payments": {"requested": True}, "us_bank_account_ach_payments": {"requested": True}}
    return client.v1.accounts.create(
        {"type": "express", "country": "US", "email": "o@x.invalid", "capabilities": asked}
    )


def test_accounts_are_made_through_v1_only_behind_the_switch(client):
    with pytest.raises(stripe.PermissionError):
        client.v1.accounts.create({"type": "standard"})


def test_both_apis_show_the_same_account(client, account):
    assert (account.charges_enabled, account.capabilities.card_payments, account.type) == (False, "inactive", "express")
    assert account.requirements.currently_due
    include = {"include": ["configuration.merchant"]}
    merchant = client.v2.core.accounts.retrieve(account.id, include).configuration.merchant
    assert merchant.capabilities.ach_debit_payments.status == "restricted"
    assert [row.id for row in client.v1.accounts.list().data] == [account.id]


def test_onboarding_through_v1_enables_charges(client, account):
    link = client.v1.account_links.create(
        {
            "account": account.id,
            "type": "account_onboarding",
            "return_url": "http://shop.invalid/back",
            "refresh_url": "http://shop.invalid/again",
        }
    )
    requests.post(link.url, {"answer": "finish"}, allow_redirects=False, timeout=5)
    now = client.v1.accounts.retrieve(account.id)
    assert (now.charges_enabled, now.details_submitted, now.requirements.currently_due) == (True, True, [])
    assert client.v1.accounts.retrieve_current({}, {"stripe_account": account.id}).id == account.id


def test_a_deauthorized_account_says_so_and_answers_403(local, client, account, eventually):
    client.oauth.deauthorize({"client_id": "ca_LocalPlatform", "stripe_user_id": account.id})
    eventually(lambda: "account.application.deauthorized" in local.receiver.types())
    said = next(event for event in local.receiver.events() if event.type == "account.application.deauthorized")
    assert said.account == account.id
    acts = (
        lambda: client.v1.accounts.retrieve(account.id),
        lambda: client.v2.core.accounts.retrieve(account.id),
        lambda: client.v1.payment_intents.list({}, {"stripe_account": account.id}),
    )
    for act in acts:
        with pytest.raises(stripe.PermissionError) as refused:
            act()
        assert refused.value.error.code == "account_invalid"


def test_the_organizer_takes_back_the_access(local, client, direct, pay, happened):
    pay(options=direct)
    local.control("accounts", account=direct["stripe_account"], revoked=True)
    local.control("accounts", account=direct["stripe_account"], revoked=False)
    assert happened(direct)[-2:] == ["account.application.deauthorized", "account.application.authorized"]
