"""How a buyer's browser is led from the listing to the tickets: the steps that many tests share."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import FrameLocator, Page, expect

from tests.shop import Shop, wait_for

Open = Callable[..., Page]
Look = Callable[[Page, str], None]
REFERENCE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")


def published(shop: Shop, event: str) -> str:
    """Put an event on sale; the address of its page, once that is there."""
    url: str = shop.post(f"/events/{event}/publish", {})["page_url"]
    wait_for(lambda: shop.session.get(url, timeout=10).ok, "the event page")
    return url


def add(shop: Shop, event: str, what: str, name: str, **fields: Any) -> str:
    """A product, category, tax or fee of an event; its id."""
    added: str = shop.post(f"/events/{event}/{what}", {"name": {"en": name}, **fields})["id"]
    return added


def ask(shop: Shop, event: str, label: str, kind: str = "text", scope: str = "order", **fields: Any) -> str:
    """A question of an event; its id."""
    body = {"kind": kind, "scope": scope, "label": {"en": label}, **fields}
    added: str = shop.post(f"/events/{event}/questions", body)["id"]
    return added


def one_more(page: Page, name: str, times: int = 1) -> None:
    """Press a product's plus."""
    for _ in range(times):
        page.get_by_role("button", name=f"One more: {name}").click()


def get_tickets(page: Page) -> None:
    """Reserve what is chosen, and wait for the form."""
    page.get_by_role("button", name=re.compile("^(Get tickets|Choose and request)$")).click()
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()


def say_who(page: Page, name: str = "Bea Buyer", email: str = "bea@example.com") -> None:
    """Fill in the buyer."""
    page.locator("#f-buyer-name").fill(name)
    page.locator("#f-buyer-email").fill(email)


def send(page: Page) -> None:
    """Send the form, whatever its button is called."""
    page.locator("form .primary").click()


def sum_of(page: Page, amount: str) -> None:
    """The total below the listing."""
    expect(page.locator(".sum b")).to_have_text(amount)


def event_page(shop: Shop, event: str) -> str:
    """The address of an event's page, once that is there."""
    url = shop.get(f"/events/{event}")["page_url"]
    wait_for(lambda: shop.session.get(url, timeout=10).ok, "the event page")
    return url


def choose(page: Page, quantity: int = 1) -> None:
    """So many of the only thing on sale, and on to the details."""
    for _ in range(quantity):
        page.get_by_role("button", name="One more: Standard").click()
    page.get_by_role("button", name="Get tickets").click()


def go_on_as(page: Page, name: str = "Bea Buyer", email: str = "bea@example.com") -> None:
    """Fill in the buyer by what the fields are called, and go on."""
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("textbox", name="E-mail").fill(email)
    page.get_by_role("button", name=re.compile("Continue|Complete|Get my tickets|Confirm")).click()


def card_form(page: Page) -> FrameLocator:
    """Stripe's own form for a card."""
    return page.frame_locator(".payment:not(.wallets) iframe")


def type_card(page: Page, number: str) -> None:
    """Type a card that is good in the future."""
    form = card_form(page)
    form.get_by_label("Card number").fill(number)
    form.get_by_label("Expiry date").fill("12 / 34")
    form.get_by_label("Security code").fill("123")


def pay(page: Page, number: str = "4242 4242 4242 4242") -> None:
    """Pay with a card."""
    type_card(page, number)
    page.get_by_role("button", name=re.compile("^Pay")).click()


def confirmed(page: Page) -> None:
    """See that all is done, and the order's reference."""
    expect(page.get_by_role("heading", name="You are going!")).to_be_visible()
    expect(page.get_by_text(REFERENCE).first).to_be_visible()
