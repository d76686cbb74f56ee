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


@pytest.mark.parametrize(("answer", "status"), [("Give all details", "active"), ("Leave for later", "restricted")])
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
