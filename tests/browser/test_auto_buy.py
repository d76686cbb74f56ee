"""A card that buys for whoever waits: entered, seen and withdrawn in a browser, and seen by the organizer."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.api.auto_buying import sold_out
from tests.api.waiting import joined
from tests.shop import Shop, wait_for

Open = Callable[..., Page]
Look = Callable[[Page, str], None]
pytestmark = [pytest.mark.req("PAY-15"), pytest.mark.usefixtures("aws")]


def agree(page: Page, most: str = "30.00") -> None:
    expect(page.get_by_text("Now it costs €25.00.")).to_be_visible()
    page.get_by_label("At most, with all fees and taxes").fill(most)
    page.get_by_label("I let this box office keep my card").check()
    page.get_by_role("button", name="Go on to the card").click()


def enter(page: Page, number: str = "4242 4242 4242 4242") -> None:
    card = page.frame_locator(".payment iframe")
    card.get_by_label("Card number").fill(number)
    card.get_by_label("Expiry date").fill("1234")
    card.get_by_label("Security code").fill("123")
    page.get_by_role("button", name="Keep my card for this").click()


def test_whoever_joins_a_list_lets_a_card_buy_and_the_tickets_come(shop: Shop, open_page: Open, look: Look) -> None:
    event, _, holder, order = sold_out(shop)
    url = shop.get(f"/events/{event}")["page_url"]
    wait_for(lambda: shop.session.get(url, timeout=10).ok, "the event page")
    page = open_page(url)
    bea = shop.buyer("Bea Buyer")
    page.get_by_role("button", name="Join the waiting list: Standard").click()
    page.get_by_label("Name").fill(bea.name)
    page.get_by_label("E-mail").fill(bea.email)
    page.get_by_role("button", name="Put me on the list").click()
    expect(page.get_by_role("group", name="Let my card buy for me")).to_be_visible()
    page.get_by_role("button", name="Go on to the card").click()
    expect(page.get_by_role("alert")).to_contain_text("We need your consent to keep a card.")
    agree(page, "12.00")
    expect(page.get_by_role("alert")).to_contain_text("Enter €25.00 or more.")
    agree(page)
    expect(page.frame_locator(".payment iframe").get_by_label("Card number")).to_be_visible()
    look(page, "shop-auto-buy-card")
    enter(page)
    expect(page.get_by_text("Visa •••• 4242")).to_be_visible()
    look(page, "shop-auto-buy-kept")
    assert holder.on(order, "cancel").ok
    wait_for(lambda: any("Your tickets" in mail["subject"] for mail in bea.mails()), "the tickets")


def test_a_card_is_withdrawn_on_the_page_of_the_place(shop: Shop, open_page: Open, look: Look) -> None:
    event, product, _, _ = sold_out(shop)
    ada = shop.buyer("Ada")
    place = joined(ada, event, product)
    page = open_page(f"{shop.cloud.settings.url}/waitlist/?w={place['id']}#t={place['token']}")
    expect(page.get_by_text("Now it costs €25.00.")).to_be_visible()
    look(page, "shop-auto-buy-offer")
    agree(page)
    enter(page, "4000 0025 0000 3155")
    bank = page.frame_locator("dialog iframe")
    bank.get_by_role("button", name="Complete").click()
    expect(page.get_by_text("Visa •••• 3155")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Visa •••• 3155")).to_be_visible()
    page.get_by_role("button", name="Withdraw my card").click()
    expect(page.get_by_role("button", name="Go on to the card")).to_be_visible()
    expect(page.get_by_text("Visa •••• 3155")).to_have_count(0)
    agree(page)
    enter(page, "4000 0000 0000 0002")
    expect(page.get_by_role("alert")).to_contain_text("Your card was declined.")
