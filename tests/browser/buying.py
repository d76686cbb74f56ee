"""How a buyer's browser is led from the listing to the tickets: the steps that many tests share."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.shop import Shop, wait_for

Open = Callable[..., Page]
Look = Callable[[Page, str], None]


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
