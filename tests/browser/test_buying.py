"""The buyer's way in a browser: reloads, double clicks, declined cards, the last ticket."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.shop import Shop, wait_for

Open = Callable[..., Page]
Look = Callable[[Page, str], None]
_REFERENCE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")


def _event_page(shop: Shop, event: str) -> str:
    url = shop.get(f"/events/{event}")["page_url"]
    wait_for(lambda: shop.session.get(url, timeout=10).ok, "the event page")
    return url


def _choose(page: Page, quantity: int = 1) -> None:
    for _ in range(quantity):
        page.get_by_role("button", name="One more: Standard").click()
    page.get_by_role("button", name="Get tickets").click()


def _say_who(page: Page, name: str = "Bea Buyer", email: str = "bea@example.com") -> None:
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("textbox", name="E-mail").fill(email)
    page.get_by_role("button", name=re.compile("Continue|Complete|Get my tickets|Confirm")).click()


def _card_form(page: Page) -> FrameLocator:
    return page.frame_locator("iframe").first


def _type_card(page: Page, number: str) -> None:
    form = _card_form(page)
    form.get_by_label("Card number").fill(number)
    form.get_by_label("Expiry date").fill("12 / 34")
    form.get_by_label("Security code").fill("123")


def _pay(page: Page, number: str = "4242 4242 4242 4242") -> None:
    _type_card(page, number)
    page.get_by_role("button", name=re.compile("^Pay")).click()


def _confirmed(page: Page) -> None:
    expect(page.get_by_role("heading", name="You are going!")).to_be_visible()
    expect(page.get_by_text(_REFERENCE).first).to_be_visible()


def test_a_phone_buys_two_tickets_by_card(shop: Shop, open_page: Open, look: Look) -> None:
    event, _ = shop.on_sale()
    page = open_page(_event_page(shop, event))
    look(page, "buying-1-event")
    _choose(page, 2)
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()
    look(page, "buying-2-details")
    _say_who(page)
    expect(_card_form(page).get_by_label("Card number")).to_be_visible()
    look(page, "buying-3-payment")
    _pay(page)
    _confirmed(page)
    look(page, "buying-4-done")
    orders = shop.get(f"/events/{event}/orders")["items"]
    assert [(order["state"], order["quantity"]) for order in orders] == [("COMPLETED", 2)]


def test_every_step_survives_a_reload(shop: Shop, open_page: Open) -> None:
    event, _ = shop.on_sale()
    page = open_page(_event_page(shop, event))
    _choose(page)
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()
    _say_who(page)
    expect(_card_form(page).get_by_label("Card number")).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name="E-mail")).to_have_value("bea@example.com")
    page.get_by_role("button", name="Continue to payment").click()
    _pay(page)
    _confirmed(page)
    page.reload()
    expect(page.get_by_text(_REFERENCE).first).to_be_visible()
    assert len(shop.get(f"/events/{event}/orders")["items"]) == 1


def test_a_double_click_on_pay_charges_once(shop: Shop, open_page: Open) -> None:
    event, _ = shop.on_sale()
    page = open_page(_event_page(shop, event))
    _choose(page)
    _say_who(page)
    _type_card(page, "4242 4242 4242 4242")
    page.get_by_role("button", name=re.compile("^Pay")).dblclick()
    _confirmed(page)
    order = shop.get(f"/events/{event}/orders")["items"][0]
    assert [payment["state"] for payment in shop.order(order["id"])["payments"]] == ["SUCCEEDED"]


def test_a_declined_card_is_told_kindly_and_another_one_pays(shop: Shop, open_page: Open, look: Look) -> None:
    event, _ = shop.on_sale()
    page = open_page(_event_page(shop, event))
    _choose(page)
    _say_who(page)
    _pay(page, "4000 0000 0000 0002")
    expect(page.get_by_role("alert").filter(has_text="declined").first).to_be_visible()
    look(page, "buying-declined")
    _pay(page)
    _confirmed(page)


def test_a_card_that_asks_for_3d_secure_pays_after_the_challenge(shop: Shop, open_page: Open) -> None:
    event, _ = shop.on_sale()
    page = open_page(_event_page(shop, event))
    _choose(page)
    _say_who(page)
    _pay(page, "4000 0025 0000 3155")
    for frame in _frames(page, "/challenge/"):
        frame.get_by_role("button", name=re.compile("Complete")).click()
    _confirmed(page)


def _frames(page: Page, part: str) -> list:
    return wait_for(lambda: page.wait_for_timeout(100) or [f for f in page.frames if part in f.url], "the challenge")


def test_a_free_ticket_needs_no_payment(shop: Shop, open_page: Open) -> None:
    event, _ = shop.on_sale(price_minor=0)
    page = open_page(_event_page(shop, event), width=1440, height=900, scheme="dark")
    _choose(page)
    _say_who(page)
    _confirmed(page)
    assert shop.get(f"/events/{event}/orders")["items"][0]["state"] == "COMPLETED"


def test_of_two_browsers_with_the_last_ticket_one_is_told_kindly(shop: Shop, open_page: Open, look: Look) -> None:
    event, _ = shop.on_sale(capacity=1, price_minor=0)
    url = _event_page(shop, event)
    first, second = open_page(url), open_page(url)
    for page in (first, second):
        page.get_by_role("button", name="One more: Standard").click()
    for page in (first, second):
        page.get_by_role("button", name="Get tickets").click()
    expect(first.get_by_role("heading", name="Your details")).to_be_visible()
    expect(second.get_by_text(re.compile("gone|sold out|not enough", re.I)).first).to_be_visible()
    look(second, "buying-gone")


def test_with_the_keyboard_alone(shop: Shop, open_page: Open) -> None:
    event, _ = shop.on_sale(price_minor=0)
    page = open_page(_event_page(shop, event), width=1024, height=768)
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
    _confirmed(page)


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
    url = _event_page(shop, event)
    for scheme in ("light", "dark"):
        page = open_page(url, width=width, scheme=scheme)
        expect(page.get_by_role("button", name="Get tickets")).to_be_visible()
        look(page, f"event-{width}-{scheme}")


def test_the_page_loads_little(shop: Shop, open_page: Open) -> None:
    """Budgets in bytes over the wire: under 30 kB of script before the payment step."""
    event, _ = shop.on_sale()
    page = open_page(_event_page(shop, event))
    expect(page.get_by_role("button", name="Get tickets")).to_be_visible()
    loaded = page.evaluate(
        "performance.getEntriesByType('resource').map(e => [new URL(e.name).pathname, e.encodedBodySize])"
    )
    scripts = {path: size for path, size in loaded if path.endswith(".js")}
    assert sum(scripts.values()) < 30_000, scripts
    assert len([path for path, _ in loaded if path != "/favicon.svg"]) <= 4, loaded


def test_the_landing_page_shows_what_is_on_sale(shop: Shop, open_page: Open, look: Look) -> None:
    event = shop.soonest()
    url = _event_page(shop, event)
    listing = f"{shop.cloud.settings.url}/events.json"
    wait_for(lambda: url.rpartition("/e/")[2] in shop.session.get(listing, timeout=10).text, "the list")
    page = open_page(shop.cloud.settings.url)
    entry = page.locator(f"a[href='/e/{url.rpartition('/e/')[2]}']")
    expect(entry).to_contain_text("Summer Night")
    expect(entry).to_contain_text("Harbour Hall")
    look(page, "landing")
