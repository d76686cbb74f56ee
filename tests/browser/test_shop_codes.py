"""Codes and members on the listing: what they open, what they take off, and that they outlive a reload."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.buying import Look, Open, add, get_tickets, one_more, published, say_who, send, sum_of
from tests.shop import Shop


def _code(page: Page, code: str) -> None:
    if page.get_by_role("button", name="Have a code?").is_visible():
        page.get_by_role("button", name="Have a code?").click()
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_label("Code", exact=True).press("Enter")


@pytest.mark.req("PRC-5", "PRD-13")
def test_a_code_discounts_and_unlocks_and_outlives_a_reload(shop: Shop, open_page: Open, look: Look) -> None:
    event = shop.new_event()["id"]
    add(shop, event, "products", "Standard", price_minor=2000, capacity=50)
    hidden = add(shop, event, "products", "Backstage", price_minor=500, capacity=5, shown_to="code")
    shop.post(
        f"/events/{event}/codes", {"code": "FRIENDS", "discount": "percent", "percent": "10", "unlocks": [hidden]}
    )
    page = open_page(published(shop, event))
    expect(page.get_by_role("button", name="One more: Standard")).to_be_visible()
    expect(page.get_by_text("Backstage")).to_have_count(0)
    _code(page, "nonsense")
    expect(page.get_by_text("This code is not known here.")).to_be_visible()
    look(page, "shop-code-wrong")
    _code(page, "friends")
    expect(page.get_by_text("This code opens: Backstage")).to_be_visible()
    one_more(page, "Standard")
    sum_of(page, "€18.00")
    look(page, "shop-code")
    page.reload()
    sum_of(page, "€18.00")
    expect(page.get_by_role("button", name="One more: Backstage")).to_be_visible()
    get_tickets(page)
    expect(page.locator(".summary")).to_contain_text("Discount (FRIENDS)−€2.00")


@pytest.mark.req("PRD-14")
def test_a_member_sees_what_is_kept_for_members(shop: Shop, open_page: Open) -> None:
    event = shop.new_event()["id"]
    add(shop, event, "products", "Standard", price_minor=2000, capacity=50)
    row = add(shop, event, "products", "Members' row", price_minor=900, capacity=5, shown_to="members")
    shop.post(f"/events/{event}/products/{row}/members", {"add": ["ada@example.com"]})
    page = open_page(published(shop, event))
    page.get_by_role("button", name="Are you a member?").click()
    page.get_by_label("The e-mail address that you are a member with").fill("ada@example.com")
    page.get_by_role("button", name="Apply").click()
    one_more(page, "Members' row")
    get_tickets(page)
    say_who(page, email="ada@example.com")
    send(page)
    expect(page.get_by_role("heading", name="Payment")).to_be_visible()
