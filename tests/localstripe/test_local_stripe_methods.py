"""Payment methods beside the card: redirects, bank debits, and which of them are on offer."""

from __future__ import annotations

import pytest
import requests
import stripe

BACK = "http://shop.invalid/back"
KLARNA = {"type": "klarna", "billing_details": {"email": "ada@example.org", "address": {"country": "DE"}}}
DAY = 86_400


def offered(client: stripe.StripeClient, currency: str = "eur", options: dict | None = None, **more: object):
    return client.v1.payment_intents.create(
        {"amount": 2500, "currency": currency, **more}, options
    ).payment_method_types


@pytest.mark.parametrize(
    ("currency", "methods"),
    [
        ("eur", ["card", "sepa_debit", "klarna"]),
        ("usd", ["card", "us_bank_account", "klarna", "afterpay_clearpay"]),
        ("jpy", ["card"]),
    ],
)
def test_the_currency_decides_which_methods_are_offered(client, currency, methods):
    assert offered(client, currency) == methods


def test_the_shop_leaves_methods_out(client):
    assert offered(client, excluded_payment_method_types=["sepa_debit"]) == ["card", "klarna"]
    assert offered(client, allowed_payment_method_types=["card"]) == ["card"]
    stays = {"enabled": True, "allow_redirects": "never"}
    assert offered(client, automatic_payment_methods=stays) == ["card", "sepa_debit"]
    assert offered(client, capture_method="manual") == ["card", "klarna"]


def test_an_update_leaves_methods_out_as_well(client):
    intent = client.v1.payment_intents.create({"amount": 2500, "currency": "eur"})
    changed = client.v1.payment_intents.update(intent.id, {"excluded_payment_method_types": ["klarna"]})
    assert changed.payment_method_types == ["card", "sepa_debit"]


def test_a_method_that_is_not_offered_is_refused(client, pay):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        pay("pm_usBankAccount_success")
    assert refused.value.param == "payment_method"


def test_a_method_is_switched_off_by_the_configuration(client, direct):
    configuration = client.v1.payment_method_configurations.list({}, direct).data[0]
    off = {"klarna": {"display_preference": {"preference": "off"}}}
    changed = client.v1.payment_method_configurations.update(configuration.id, off, direct)
    assert changed.klarna.display_preference.value == "off"
    assert offered(client, options=direct) == ["card", "sepa_debit"]
    assert "klarna" in offered(client)


@pytest.mark.parametrize(("answer", "status"), [("complete", "succeeded"), ("fail", "requires_payment_method")])
def test_klarna_sends_the_buyer_to_its_own_page(client, answer, status):
    given = {"amount": 2500, "currency": "eur", "confirm": True, "return_url": BACK, "payment_method_data": KLARNA}
    intent = client.v1.payment_intents.create(given)
    assert (intent.status, intent.next_action.type) == ("requires_action", "redirect_to_url")
    page = requests.post(intent.next_action.redirect_to_url.url, {"answer": answer}, allow_redirects=False, timeout=5)
    assert page.headers["Location"].startswith(f"{BACK}?payment_intent={intent.id}")
    assert client.v1.payment_intents.retrieve(intent.id).status == status


def test_klarna_asks_for_the_country_of_the_buyer(client):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payment_methods.create({"type": "klarna", "billing_details": {"email": "ada@example.org"}})
    assert refused.value.param == "billing_details[address][country]"


def test_a_redirect_needs_an_address_to_return_to(local, client):
    intent = client.v1.payment_intents.create({"amount": 2500, "currency": "eur"})
    method = client.v1.payment_methods.create(KLARNA)
    browser = {"client_secret": intent.client_secret, "payment_method": method.id, "key": "pk_test_x"}
    answer = requests.post(f"{local.url}/v1/payment_intents/{intent.id}/confirm", browser, timeout=5)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "return_url")


@pytest.mark.parametrize(
    ("method", "status", "code"),
    [
        ("pm_usBankAccount_success", "succeeded", None),
        ("pm_usBankAccount_accountClosed", "requires_payment_method", "account_closed"),
        ("pm_usBankAccount_insufficientFunds", "requires_payment_method", "insufficient_funds"),
        ("pm_usBankAccount_processing", "processing", None),
    ],
)
def test_an_ach_debit_is_processing_until_the_bank_answers(local, client, pay, method, status, code):
    intent = pay(method, currency="usd")
    assert intent.status == "processing"
    local.control("clock", advance_seconds=DAY)
    now = client.v1.payment_intents.retrieve(intent.id)
    assert (now.status, now.last_payment_error and now.last_payment_error.code) == (status, code)


def test_a_debit_can_be_disputed_after_it_cleared_and_nothing_can_be_said_against_it(local, client, pay, happened):
    intent = pay("pm_sepaDebit_disputed_at")
    local.control("clock", advance_seconds=600)
    dispute = client.v1.disputes.list({"payment_intent": intent.id}).data[0]
    assert (dispute.status, dispute.payment_method_details.type) == ("lost", "sepa_debit")
    assert happened()[-3:] == [
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.closed",
    ]


def test_a_refund_of_a_debit_is_pending_first(local, client, pay):
    intent = pay("pm_sepaDebit_success_de")
    local.control("clock", advance_seconds=600)
    assert client.v1.refunds.create({"payment_intent": intent.id}).status == "pending"


@pytest.mark.parametrize(("name", "status"), [("tickets.example", "active"), ("nowhere.invalid", "inactive")])
def test_a_domain_is_checked_before_wallets_show_on_it(client, direct, name, status):
    domain = client.v1.payment_method_domains.create({"domain_name": name}, direct)
    checked = client.v1.payment_method_domains.validate(domain.id, {}, direct)
    assert (checked.apple_pay.status, checked.google_pay.status) == (status, status)
    assert client.v1.payment_method_domains.create({"domain_name": name}, direct).id == domain.id
    assert [row.domain_name for row in client.v1.payment_method_domains.list({}, direct).data] == [name]
    assert client.v1.payment_method_domains.list().data == []


@pytest.mark.parametrize(
    ("host", "wallets"), [("localhost", True), ("tickets.example", True), ("other.example", False)]
)
def test_wallets_show_where_the_domain_is_registered(local, client, host, wallets):
    client.v1.payment_method_domains.create({"domain_name": "tickets.example"})
    query = {"key": "pk_test_x", "currency": "eur", "amount": "2500", "host": host}
    shown = requests.get(f"{local.url}/elements/session", query, timeout=5).json()
    assert (shown["wallets"], shown["money"]) == (["apple_pay", "google_pay"] if wallets else [], "25.00 EUR")
