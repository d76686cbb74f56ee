"""Connected accounts: created through API v2, active once the organizer has been onboarded."""

from __future__ import annotations

import pytest
import stripe
from playwright.sync_api import Page, expect

INCLUDE = {"include": ["configuration.merchant", "requirements"]}
WANTED = {
    "display_name": "Harbour Concerts",
    "contact_email": "office@harbour.invalid",
    "dashboard": "express",
    "identity": {"country": "de"},
    "configuration": {"merchant": {"capabilities": {"card_payments": {"requested": True}}}},
}


def card_payments(client: stripe.StripeClient, account_id: str) -> str:
    account = client.v2.core.accounts.retrieve(account_id, INCLUDE)
    return account.configuration.merchant.capabilities.card_payments.status


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("Give all details", "active"),
        ("Give details that are checked for an hour", "pending"),
        ("Leave for later", "restricted"),
    ],
)
def test_an_account_is_active_when_onboarding_was_finished(local, client, page: Page, answer, status):
    account = client.v2.core.accounts.create(WANTED)
    assert card_payments(client, account.id) == "restricted"
    details = {"refresh_url": f"{local.url}/?again", "return_url": f"{local.url}/?back"}
    link = client.v2.core.account_links.create(
        {"account": account.id, "use_case": {"type": "account_onboarding", "account_onboarding": details}}
    )
    page.goto(link.url)
    page.get_by_role("button", name=answer).click()
    expect(page).to_have_url(details["return_url"])
    assert card_payments(client, account.id) == status


def test_an_account_shows_its_configuration_only_on_request(client):
    account = client.v2.core.accounts.create(WANTED)
    assert account.configuration is None
    assert account.applied_configurations == ["merchant"]


def test_a_parameter_unknown_to_api_v2_is_refused(client):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v2.core.accounts.create(WANTED | {"country": "de"})
    assert refused.value.error.code == "parameter_unknown"


@pytest.mark.parametrize("dashboard", ["express", "full", "none"])
def test_every_kind_of_dashboard_onboards(local, client, page: Page, dashboard):
    account = client.v2.core.accounts.create(WANTED | {"dashboard": dashboard})
    assert account.dashboard == dashboard
    page.goto(link_for(client, account.id, local.url))
    expect(page.get_by_text("card payments")).to_be_visible()
    page.get_by_role("button", name="Give all details").click()
    expect(page).to_have_url(f"{local.url}/?back")
    assert card_payments(client, account.id) == "active"


def link_for(client: stripe.StripeClient, account_id: str, url: str) -> str:
    details = {"refresh_url": f"{url}/?again", "return_url": f"{url}/?back"}
    use_case = {"type": "account_onboarding", "account_onboarding": details}
    return client.v2.core.account_links.create({"account": account_id, "use_case": use_case}).url


def test_an_old_link_leads_to_the_refresh_address(local, client, page: Page):
    account = client.v2.core.accounts.create(WANTED)
    link = link_for(client, account.id, local.url)
    local.control("clock", advance_seconds=700)
    page.goto(link)
    expect(page).to_have_url(f"{local.url}/?again")


def test_requirements_name_what_is_missing_and_what_it_restricts(client):
    entry = client.v2.core.accounts.create(WANTED | INCLUDE).requirements.entries[0]
    assert entry.awaiting_action_from == "user"
    assert entry.impact.restricts_capabilities[0].capability == "card_payments"


def test_checks_end_after_an_hour(local, client):
    account = client.v2.core.accounts.create(WANTED)
    local.control("accounts", account=account.id, onboard="hand_in")
    assert card_payments(client, account.id) == "pending"
    local.control("clock", advance_seconds=3_700)
    assert card_payments(client, account.id) == "active"


def test_an_account_that_may_not_take_cards_cannot_sell(local, client):
    account = client.v2.core.accounts.create(WANTED)
    sale = {"amount": 1000, "currency": "eur"}, {"stripe_account": account.id}
    with pytest.raises(stripe.InvalidRequestError, match="No valid payment method types"):
        client.v1.payment_intents.create(*sale)
    local.control("accounts", account=account.id, onboard="finish")
    assert client.v1.payment_intents.create(*sale).payment_method_types == ["card"]
    local.control("accounts", account=account.id, capability="card_payments", status="restricted")
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_intents.create(*sale)


def test_an_account_asks_for_more_capabilities_later(local, client):
    account = client.v2.core.accounts.create(WANTED)
    local.control("accounts", account=account.id, onboard="finish")
    more = {"capabilities": {"sepa_debit_payments": {"requested": True}}}
    changed = client.v2.core.accounts.update(account.id, {"configuration": {"merchant": more}} | INCLUDE)
    capabilities = changed.configuration.merchant.capabilities
    assert (capabilities.card_payments.status, capabilities.sepa_debit_payments.status) == ("active", "active")


def test_accounts_are_listed_and_closed(client):
    kept, closed = (client.v2.core.accounts.create(WANTED).id for _ in range(2))
    assert client.v2.core.accounts.close(closed).closed
    assert [account.id for account in client.v2.core.accounts.list().data] == [kept]
    assert [account.id for account in client.v2.core.accounts.list({"closed": True}).data] == [closed]
