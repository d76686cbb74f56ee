"""The browser script in Chromium, inside a shop with a strict Content-Security-Policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

HERE = Path(__file__).parent


def pay(page: Page, number: str) -> None:
    card = page.frame_locator("#payment iframe")
    card.get_by_label("Card number").fill(number)
    card.get_by_label("Expiry date").fill("1234")
    card.get_by_label("Security code").fill("123")
    page.get_by_role("button", name="Pay").click()


def test_a_good_card_pays(checkout, client, direct, page):
    intent = checkout()
    pay(page, "4242 4242 4242 4242")
    expect(page.get_by_role("status")).to_have_text("succeeded")
    assert client.v1.payment_intents.retrieve(intent, options=direct).status == "succeeded"


def test_a_declined_card_says_so_and_another_pays(checkout, page):
    checkout()
    pay(page, "4000000000000002")
    declined = "card_error: card_declined: Your card was declined."
    expect(page.get_by_role("status")).to_have_text(declined)
    pay(page, "4242424242424242")
    expect(page.get_by_role("status")).to_have_text("succeeded")


@pytest.mark.parametrize(
    ("answer", "result"),
    [("Complete", "succeeded"), ("Fail", "invalid_request_error: payment_intent_authentication_failure")],
)
def test_3d_secure_is_asked_over_the_page(checkout, page, answer, result):
    checkout()
    pay(page, "4000002500003155")
    bank = page.frame_locator("dialog iframe")
    bank.get_by_role("button", name=answer).click()
    expect(page.get_by_role("status")).to_contain_text(result)
    expect(page.locator("dialog")).to_have_count(0)


def test_the_buyer_comes_back_to_the_return_address(checkout, page):
    checkout(redirect="always")
    pay(page, "4242424242424242")
    expect(page.get_by_role("status")).to_have_text("back: succeeded")


def test_the_bank_page_of_a_redirect_leads_back(client, shop, page):
    params = {"amount": 2500, "currency": "eur", "confirm": True, "return_url": f"{shop}?order=o1"}
    intent = client.v1.payment_intents.create(params | {"payment_method": "pm_card_authenticationRequired"})
    page.goto(intent.next_action.redirect_to_url.url)
    page.get_by_role("button", name="Complete").click()
    expect(page.get_by_role("status")).to_have_text("back: succeeded")
    assert f"order=o1&payment_intent={intent.id}" in page.url


def test_an_incomplete_card_is_refused_before_anything_is_sent(checkout, local, page):
    checkout()
    pay(page, "4242")
    expect(page.get_by_role("status")).to_contain_text("validation_error: incomplete_number")
    assert not any("confirm" in row["path"] for row in local.requests())


def test_a_listed_test_card_fills_the_form(checkout, page):
    checkout()
    card = page.frame_locator("#payment iframe")
    card.get_by_label("Card number").fill("4242")
    # The complaint about the number appears while the mouse is down: the form must not move under it.
    card.get_by_text("Test cards").click()
    card.get_by_role("button", name="4242 4242 4242 4242").click()
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_role("status")).to_have_text("succeeded")


def test_the_pages_for_people_show_the_payment_and_its_life(checkout, local, page):
    intent = checkout()
    pay(page, "4242424242424242")
    expect(page.get_by_role("status")).to_have_text("succeeded")
    page.goto(local.url)
    page.get_by_role("link", name="25.00 EUR").click()
    expect(page).to_have_url(f"{local.url}/payments/{intent}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("succeeded")
    expect(page.get_by_text("payment_intent.succeeded")).to_be_visible()
