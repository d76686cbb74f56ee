"""The buyer's way in a browser: reloads, double clicks, declined cards, the last ticket."""

import re

import pytest
import requests
from playwright.sync_api import Page, expect

from localstack.launcher import Running
from tests.api.connecting import connected
from tests.browser.buying import (
    REFERENCE,
    Look,
    Open,
    card_form,
    choose,
    confirmed,
    event_page,
    go_on_as,
    pay,
    type_card,
)
from tests.shop import Shop, wait_for


def test_a_phone_buys_two_tickets_by_card(shop: Shop, open_page: Open, look: Look) -> None:
    event, _ = shop.on_sale()
    page = open_page(event_page(shop, event))
    look(page, "buying-1-event")
    choose(page, 2)
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()
    look(page, "buying-2-details")
    go_on_as(page)
    expect(card_form(page).get_by_label("Card number")).to_be_visible()
    look(page, "buying-3-payment")
    pay(page)
    confirmed(page)
    look(page, "buying-4-done")
    orders = shop.get(f"/events/{event}/orders")["items"]
    assert [(order["state"], order["quantity"]) for order in orders] == [("COMPLETED", 2)]


def test_every_step_survives_a_reload(shop: Shop, open_page: Open) -> None:
    event, _ = shop.on_sale()
    page = open_page(event_page(shop, event))
    choose(page)
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()
    go_on_as(page)
    expect(card_form(page).get_by_label("Card number")).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name="E-mail")).to_have_value("bea@example.com")
    page.get_by_role("button", name="Continue to payment").click()
    pay(page)
    confirmed(page)
    page.reload()
    expect(page.get_by_text(REFERENCE).first).to_be_visible()
    assert len(shop.get(f"/events/{event}/orders")["items"]) == 1


def test_a_double_click_on_pay_charges_once(shop: Shop, open_page: Open) -> None:
    event, _ = shop.on_sale()
    page = open_page(event_page(shop, event))
    choose(page)
    go_on_as(page)
    type_card(page, "4242 4242 4242 4242")
    page.get_by_role("button", name=re.compile("^Pay")).dblclick()
    confirmed(page)
    order = shop.get(f"/events/{event}/orders")["items"][0]
    assert [payment["state"] for payment in shop.order(order["id"])["payments"]] == ["SUCCEEDED"]


@pytest.mark.req("PAY-16")
def test_a_wallet_of_the_device_pays_without_a_card_number(shop: Shop, open_page: Open, look: Look) -> None:
    event, _ = shop.on_sale()
    page = open_page(event_page(shop, event))
    choose(page)
    go_on_as(page)
    page.frame_locator(".wallets iframe").get_by_role("button", name="Pay with Google Pay").click()
    sheet = page.frame_locator("dialog iframe")
    expect(sheet.get_by_text("25.00 EUR")).to_be_visible()
    look(page, "buying-wallet")
    sheet.get_by_role("button", name="Pay").click()
    confirmed(page)
    order = shop.get(f"/events/{event}/orders")["items"][0]
    assert [payment["state"] for payment in shop.order(order["id"])["payments"]] == ["SUCCEEDED"]


@pytest.mark.req("TEN-3", "PAY-4")
def test_a_card_is_charged_on_the_organizers_own_account(cloud: Running, open_page: Open) -> None:
    shop = Shop.opened(cloud)
    account = connected(shop)
    event, _ = shop.on_sale()
    page = open_page(event_page(shop, event))
    choose(page)
    go_on_as(page)
    pay(page)
    confirmed(page)
    paid = requests.get(
        f"{cloud.settings.stripe_url}/v1/charges", timeout=10,
        headers={"Authorization": "Bearer sk_test_local", "Stripe-Account": account},
    ).json()["data"]  # fmt: skip
    assert [charge["amount"] for charge in paid] == [2500]


def test_a_declined_card_is_told_kindly_and_another_one_pays(shop: Shop, open_page: Open, look: Look) -> None:
    event, _ = shop.on_sale()
    page = open_page(event_page(shop, event))
    choose(page)
    go_on_as(page)
    pay(page, "4000 0000 0000 0002")
    expect(page.get_by_role("alert").filter(has_text="declined").first).to_be_visible()
    look(page, "buying-declined")
    pay(page)
    confirmed(page)


@pytest.mark.req("PAY-5")
def test_a_card_that_asks_for_3d_secure_pays_after_the_challenge(shop: Shop, open_page: Open) -> None:
    event, _ = shop.on_sale()
    page = open_page(event_page(shop, event))
    choose(page)
    go_on_as(page)
    pay(page, "4000 0025 0000 3155")
    for frame in _frames(page, "/challenge/"):
        frame.get_by_role("button", name=re.compile("Complete")).click()
    confirmed(page)


def _frames(page: Page, part: str) -> list:
    return wait_for(lambda: page.wait_for_timeout(100) or [f for f in page.frames if part in f.url], "the challenge")


def test_a_free_ticket_needs_no_payment(shop: Shop, open_page: Open) -> None:
    event, _ = shop.on_sale(price_minor=0)
    page = open_page(event_page(shop, event), width=1440, height=900, scheme="dark")
    choose(page)
    go_on_as(page)
    confirmed(page)
    assert shop.get(f"/events/{event}/orders")["items"][0]["state"] == "COMPLETED"


def test_of_two_browsers_with_the_last_ticket_one_is_told_kindly(shop: Shop, open_page: Open, look: Look) -> None:
    event, _ = shop.on_sale(capacity=1, price_minor=0)
    url = event_page(shop, event)
    first, second = open_page(url), open_page(url)
    for page in (first, second):
        page.get_by_role("button", name="One more: Standard").click()
    first.get_by_role("button", name="Get tickets").click()
    expect(first.get_by_role("heading", name="Your details")).to_be_visible()
    second.get_by_role("button", name="Get tickets").click()
    expect(second.get_by_text(re.compile("gone|sold out|not enough", re.I)).first).to_be_visible()
    look(second, "buying-gone")


def test_with_the_keyboard_alone(shop: Shop, open_page: Open) -> None:
    event, _ = shop.on_sale(price_minor=0)
    page = open_page(event_page(shop, event), width=1024, height=768)
    page.get_by_role("button", name="One more: Standard").focus()
    page.keyboard.press("Enter")
    _tab_to(page, "Get tickets")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()
    _tab_to(page, "Name")
    page.keyboard.type("Kay Board")
    page.keyboard.press("Tab")
    page.keyboard.type("kay@example.com")
    page.keyboard.press("Enter")
    confirmed(page)


def _tab_to(page: Page, name: str) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "document.activeElement.labels?.[0]?.innerText || document.activeElement.innerText || ''"
        )
        if name in focused:
            return
    raise AssertionError(f"{name} cannot be reached with Tab")


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_the_event_page_fits_every_screen(shop: Shop, open_page: Open, look: Look, width: int) -> None:
    event, _ = shop.on_sale()
    url = event_page(shop, event)
    for scheme in ("light", "dark"):
        page = open_page(url, width=width, scheme=scheme)
        expect(page.get_by_role("button", name="Get tickets")).to_be_visible()
        look(page, f"event-{width}-{scheme}")


def test_the_page_loads_little(shop: Shop, open_page: Open) -> None:
    """Budgets in bytes over the wire: under 30 kB of script before the payment step."""
    event, _ = shop.on_sale()
    page = open_page(event_page(shop, event))
    expect(page.get_by_role("button", name="Get tickets")).to_be_visible()
    loaded = page.evaluate(
        "performance.getEntriesByType('resource').map(e => [new URL(e.name).pathname, e.encodedBodySize])"
    )
    scripts = {path: size for path, size in loaded if path.endswith(".js")}
    assert sum(scripts.values()) < 30_000, scripts
    assert len([path for path, _ in loaded if path != "/favicon.svg"]) <= 4, loaded


def test_the_landing_page_shows_what_is_on_sale(shop: Shop, open_page: Open, look: Look) -> None:
    event = shop.soonest()
    url = event_page(shop, event)
    listing = f"{shop.cloud.settings.url}/events.json"
    wait_for(lambda: url.rpartition("/e/")[2] in shop.session.get(listing, timeout=10).text, "the list")
    page = open_page(shop.cloud.settings.url)
    entry = page.locator(f"a[href='/e/{url.rpartition('/e/')[2]}']")
    expect(entry).to_contain_text("Summer Night")
    expect(entry).to_contain_text("Harbour Hall")
    look(page, "landing")
