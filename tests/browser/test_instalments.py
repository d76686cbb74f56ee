"""Paying in parts in a browser: offered by the organizer, agreed to and paid by the buyer, watched over by members."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.api.paying_in_parts import TERMS, in_parts
from tests.browser.buying import Look, Open, choose, go_on_as, pay, published
from tests.browser.selling import order_opened, signed_in
from tests.shop import Shop, wait_for

pytestmark = [pytest.mark.req("PAY-15"), pytest.mark.usefixtures("aws")]
SCREENS: list[dict[str, Any]] = [{"width": 390, "scheme": "light"}, {"width": 1440, "scheme": "dark"}]


def name_of(screen: dict[str, Any]) -> str:
    return f"{screen['width']}-{screen['scheme']}"


def agree(page: Page) -> None:
    page.get_by_label("In 3 parts: €12.50 now").check()
    expect(page.get_by_text("€18.75 · March 3, 2031")).to_be_visible()


@pytest.mark.parametrize("screen", SCREENS, ids=name_of)
def test_a_buyer_sees_each_part_agrees_and_pays_the_first_and_the_rest(
    shop: Shop, open_page: Open, look: Look, screen: dict[str, Any]
) -> None:
    event = shop.new_event(instalments=TERMS)["id"]
    shop.new_product(event)
    page = open_page(published(shop, event), **screen)
    choose(page, 2)
    agree(page)
    page.get_by_role("textbox", name="Name").fill("Bea Buyer")
    page.get_by_role("button", name="Continue to payment").click()
    expect(page.get_by_text("Please confirm this.").first).to_be_visible()
    page.get_by_label("I pay the first part now").check()
    look(page, f"parts-offer-{name_of(screen)}")
    bea = shop.buyer()
    go_on_as(page, email=bea.email)
    expect(page.get_by_role("button", name="Pay €12.50")).to_be_visible()
    look(page, f"parts-first-{name_of(screen)}")
    pay(page)
    expect(page.get_by_role("heading", name="€12.50 of €50.00 are paid")).to_be_visible()
    expect(page.get_by_text("Each part is charged to Visa •••• 4242 on its day.")).to_be_visible()
    look(page, f"parts-plan-{name_of(screen)}")
    page.get_by_role("button", name="Pay all that is left: €37.50").click()
    expect(page.get_by_role("button", name="Pay €37.50")).to_be_visible()
    pay(page, "5555 5555 5555 4444")
    expect(page.get_by_role("heading", name="You are going!")).to_be_visible()
    wait_for(lambda: any("Your tickets" in mail["subject"] for mail in bea.mails()), "the tickets")


def test_a_buyer_takes_the_card_off_and_pays_a_part_by_hand(shop: Shop, open_page: Open, look: Look) -> None:
    _, order = in_parts(shop)
    page = open_page(f"{shop.cloud.settings.url}/order/?o={order['id']}#t={order['token']}")
    page.get_by_role("button", name="Take my card off").click()
    expect(page.get_by_text("Nothing is charged by itself")).to_be_visible()
    look(page, "parts-without-card")
    page.get_by_role("button", name="Pay €18.75 now").click()
    expect(page.get_by_role("button", name="Pay €18.75")).to_be_visible()
    pay(page, "4000 0000 0000 0002")
    expect(page.get_by_role("alert")).to_contain_text("declined")
    pay(page)
    expect(page.get_by_role("heading", name="€31.25 of €50.00 are paid")).to_be_visible()


@pytest.mark.parametrize("screen", SCREENS, ids=name_of)
def test_a_member_pauses_a_plan_and_puts_a_part_off(
    shop: Shop, open_page: Open, look: Look, screen: dict[str, Any]
) -> None:
    _, order = in_parts(shop)
    page, drawer = order_opened(shop, open_page, order, **screen)
    expect(drawer.get_by_text("€12.50 of €50.00 paid")).to_be_visible()
    look(page, f"parts-order-{name_of(screen)}")
    drawer.get_by_role("button", name="Pause the plan").click()
    expect(drawer.get_by_text("This plan rests")).to_be_visible()
    drawer.get_by_role("button", name="Resume the plan").click()
    drawer.get_by_role("button", name="Change the day of part 2…").click()
    day = drawer.get_by_label("Part 2 falls due")
    day.fill("2031-05-01T12:00")
    drawer.get_by_role("button", name="Save").click()
    expect(drawer.get_by_text("must lie between the parts beside it")).to_be_visible()
    day.fill("2031-03-20T12:00")
    drawer.get_by_role("button", name="Save").click()
    expect(day).to_have_count(0)
    expect(drawer.get_by_text("20 Mar 2031")).to_be_visible()


@pytest.mark.parametrize("screen", SCREENS, ids=name_of)
def test_an_organizer_offers_to_pay_in_parts(shop: Shop, open_page: Open, look: Look, screen: dict[str, Any]) -> None:
    event = shop.new_event()["id"]
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/edit", height=900, **screen)
    page.get_by_role("button", name="Orders and payment").click()
    page.get_by_label("Buyers may pay in parts, by card").click()
    page.get_by_label("Days before the start").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").first).to_contain_text("must name a day")
    page.get_by_label("Days before the start").fill("90, 60")
    look(page, f"parts-terms-{name_of(screen)}")
    page.get_by_role("button", name="Save").click()
    wait_for(lambda: shop.get(f"/events/{event}")["instalments"], "the terms")
    assert shop.get(f"/events/{event}")["instalments"]["due_days_before"] == [90, 60]
