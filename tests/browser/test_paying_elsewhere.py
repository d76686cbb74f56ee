"""Paying on a provider's own page, from the listing to the tickets and back; and the organizer who connects it."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.buying import confirmed, get_tickets, one_more, published, say_who, send
from tests.browser.selling import signed_in
from tests.resilience.redirect_side import PAYPAL_SECRET, at_btcpay, at_paypal, connect
from tests.shop import Shop

Open = Callable[..., Page]
Look = Callable[[Page, str], None]
SCREENS: list[dict[str, Any]] = [
    {"width": 390, "scheme": "light"},
    {"width": 390, "scheme": "dark"},
    {"width": 1440, "scheme": "light"},
    {"width": 1440, "scheme": "dark"},
]


def name_of(screen: dict[str, Any]) -> str:
    return f"{screen['width']}-{screen['scheme']}"


@pytest.fixture
def own(shop: Shop) -> Shop:
    """An organizer of their own, connected to both."""
    seller = Shop.opened(shop.cloud)
    connect(seller, at_paypal(seller.cloud), "paypal")
    connect(seller, at_btcpay(seller.cloud), "btcpay")
    return seller


def on_sale(own: Shop) -> str:
    event = own.new_event(payment_methods=["card", "paypal", "bitcoin"])["id"]
    own.new_product(event)
    return published(own, event)


@pytest.mark.req("PAY-8")
@pytest.mark.parametrize("screen", SCREENS, ids=name_of)
def test_a_buyer_pays_by_paypal_and_comes_back_to_the_tickets(
    own: Shop, open_page: Open, look: Look, screen: dict[str, Any]
) -> None:
    page = open_page(on_sale(own), **screen)
    one_more(page, "Standard")
    get_tickets(page)
    say_who(page)
    page.get_by_label("PayPal").check()
    look(page, f"paypal-choice-{name_of(screen)}")
    page.get_by_role("button", name="Continue to PayPal").click()
    page.get_by_role("button", name="Pay Now").click()
    confirmed(page)
    assert "token=" not in page.url
    look(page, f"paypal-paid-{name_of(screen)}")


@pytest.mark.req("PAY-8")
def test_who_changes_their_mind_at_paypal_pays_in_another_way(own: Shop, open_page: Open, look: Look) -> None:
    page = open_page(on_sale(own))
    one_more(page, "Standard")
    get_tickets(page)
    say_who(page)
    page.get_by_label("PayPal").check()
    send(page)
    page.get_by_role("button", name="Cancel and return").click()
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()
    expect(page.get_by_label("PayPal")).to_be_checked()
    page.get_by_label("Bitcoin").check()
    look(page, "paypal-cancelled")
    send(page)
    page.get_by_role("button", name="Pay", exact=True).click()
    confirmed(page)


@pytest.mark.req("PAY-8", "PAY-10")
@pytest.mark.parametrize("screen", SCREENS, ids=name_of)
def test_an_organizer_connects_paypal(shop: Shop, open_page: Open, look: Look, screen: dict[str, Any]) -> None:
    own = Shop.opened(shop.cloud)
    page = signed_in(own, open_page, "/dashboard/#/payments", height=900, **screen)
    box = page.get_by_role("region", name="PayPal")
    box.get_by_role("button", name="Connect…").click()
    box.get_by_label("Client ID").fill(f"client-{uuid.uuid4().hex}")
    box.get_by_label("Secret").fill("wrong-secret")
    box.get_by_role("button", name="Connect").click()
    expect(box.get_by_role("alert")).to_contain_text("does not accept")
    look(page, f"connect-paypal-refused-{name_of(screen)}")
    box.get_by_label("Secret").fill(PAYPAL_SECRET)
    box.get_by_role("button", name="Connect").click()
    expect(box.get_by_text("Connected", exact=True)).to_be_visible()
    expect(box.get_by_text("/api/connections/con_")).to_be_visible()
    expect(page.get_by_label("By PayPal")).to_be_checked()
    look(page, f"connect-paypal-{name_of(screen)}")
    box.get_by_role("button", name="Disconnect").click()
    expect(page.get_by_label("By PayPal")).to_have_count(0)
