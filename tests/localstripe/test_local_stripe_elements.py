"""The Payment Element's methods and the Express Checkout Element, in Chromium, under a strict policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import FrameLocator, Page, expect


def form(page: Page) -> FrameLocator:
    return page.frame_locator("#payment iframe")


def result(page: Page):
    return page.get_by_role("status")


def pay(page: Page) -> None:
    page.get_by_role("button", name="Pay", exact=True).click()


@pytest.mark.parametrize(
    ("currency", "methods"),
    [
        ("eur", ["Card", "SEPA debit", "Klarna"]),
        ("usd", ["Card", "US bank account", "Klarna", "Afterpay"]),
    ],
)
def test_the_methods_of_the_intent_are_offered(checkout, page, currency, methods):
    checkout(currency)
    offered = form(page).get_by_role("radio")
    expect(offered).to_have_count(len(methods))
    for name in methods:
        expect(form(page).get_by_role("radio", name=name)).to_be_visible()
    expect(form(page).get_by_role("radio", name="Card")).to_be_checked()


def test_one_method_alone_needs_no_choice(checkout, page):
    checkout("jpy")
    expect(form(page).get_by_label("Card number")).to_be_visible()
    expect(form(page).get_by_role("radio")).to_have_count(0)


def test_the_keyboard_alone_pays_by_debit(checkout, client, direct, page):
    intent = checkout()
    form(page).get_by_role("radio", name="Card").focus()
    page.keyboard.press("ArrowRight")
    expect(form(page).get_by_label("IBAN")).to_be_visible()
    expect(form(page).get_by_label("Card number")).to_be_hidden()
    for text in ("DE89370400440532013000", "Ada Example", "ada@example.org"):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    expect(page).to_have_title("sepa_debit true")
    pay(page)
    expect(result(page)).to_have_text("processing")
    assert client.v1.payment_intents.retrieve(intent, options=direct).status == "processing"


def test_a_mistyped_iban_is_told_beside_its_field(checkout, local, page):
    checkout()
    form(page).get_by_role("radio", name="SEPA debit").check()
    iban = form(page).get_by_label("IBAN")
    iban.fill("DE89370400440532013001")
    pay(page)
    expect(result(page)).to_contain_text("validation_error: invalid_iban")
    expect(iban).to_have_attribute("aria-invalid", "true")
    expect(iban).to_have_accessible_description("Your IBAN is invalid.")
    assert not any("confirm" in row["path"] for row in local.requests())


def test_a_listed_test_account_fills_the_form(checkout, page):
    checkout("usd")
    form(page).get_by_role("radio", name="US bank account").check()
    form(page).locator("summary:visible").click()
    form(page).get_by_role("button", name="0001 2345 6789").click()
    pay(page)
    expect(result(page)).to_have_text("processing")


@pytest.mark.parametrize(("answer", "back"), [("Authorize", "succeeded"), ("Fail", "failed")])
def test_klarna_leads_away_and_back(checkout, page, answer, back):
    checkout()
    form(page).get_by_role("radio", name="Klarna").check()
    form(page).get_by_label("Email").fill("ada@example.org")
    form(page).get_by_label("Country").select_option("DE")
    pay(page)
    expect(page.get_by_text("This page stands for Klarna")).to_be_visible()
    page.get_by_role("button", name=f"{answer} test payment").click()
    expect(result(page)).to_have_text(f"back: {back}")


@pytest.mark.parametrize(("wallet", "kind"), [("Apple Pay", "apple_pay"), ("Google Pay", "google_pay")])
def test_a_wallet_pays(checkout, client, direct, page, wallet, kind):
    intent = checkout(express="1")
    page.frame_locator("#express iframe").get_by_role("button", name=f"Pay with {wallet}").click()
    sheet = page.frame_locator("dialog iframe")
    expect(sheet.get_by_text("25.00 EUR")).to_be_visible()
    sheet.get_by_role("button", name="Pay").click()
    expect(result(page)).to_have_text("succeeded")
    paid = client.v1.payment_intents.retrieve(intent, {"expand": ["latest_charge"]}, direct)
    assert paid.latest_charge.payment_method_details.card.wallet.type == kind


def test_a_wallet_can_be_put_away_and_a_card_pays(checkout, page):
    checkout(express="1")
    page.frame_locator("#express iframe").get_by_role("button", name="Pay with Apple Pay").click()
    page.frame_locator("dialog iframe").get_by_role("button", name="Cancel").click()
    expect(result(page)).to_have_text("cancelled")
    expect(page.locator("dialog")).to_have_count(0)
    form(page).get_by_text("Test cards").click()
    form(page).get_by_role("button", name="4242 4242 4242 4242").click()
    pay(page)
    expect(result(page)).to_have_text("succeeded")


def test_no_wallet_shows_where_it_is_switched_off(checkout, client, direct, page):
    configuration = client.v1.payment_method_configurations.list({}, direct).data[0]
    off = {"display_preference": {"preference": "off"}}
    client.v1.payment_method_configurations.update(configuration.id, {"apple_pay": off}, direct)
    checkout(express="1")
    buttons = page.frame_locator("#express iframe").get_by_role("button")
    expect(buttons).to_have_count(1)
    expect(buttons).to_have_accessible_name("Pay with Google Pay")


@pytest.mark.parametrize(("theme", "ink"), [("stripe", "rgb(26, 34, 48)"), ("night", "rgb(232, 236, 243)")])
def test_the_form_is_light_or_dark_as_the_shop_is(checkout, page, theme, ink):
    checkout(theme=theme)
    expect(form(page).locator("body")).to_have_css("color", ink)


@pytest.mark.parametrize(("locale", "label"), [("de", "Kartennummer"), ("fr", "Numéro de carte")])
def test_the_form_speaks_the_language_of_the_shop(checkout, page, locale, label):
    checkout(locale=locale)
    expect(form(page).get_by_label(label)).to_be_visible()


def test_what_the_server_confirmed_is_finished_in_the_page(client, shop, page):
    given = {"amount": 2500, "currency": "eur", "confirm": True, "payment_method": "pm_card_authenticationRequired"}
    intent = client.v1.payment_intents.create(given | {"use_stripe_sdk": True, "return_url": shop})
    page.goto(f"{shop}?secret={intent.client_secret}&confirmed=1")
    page.frame_locator("dialog iframe").get_by_role("button", name="Complete").click()
    expect(result(page)).to_have_text("handled: succeeded")
