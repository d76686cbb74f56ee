"""What is sold out on the listing: it says so by itself, comes back by itself, and is waited for."""

import pytest
from playwright.sync_api import expect

from tests.browser.buying import Look, Open, add, one_more, published
from tests.shop import Shop


@pytest.mark.req("CAP-4")
def test_what_is_sold_out_says_so_by_itself_and_comes_back_by_itself(shop: Shop, open_page: Open, look: Look) -> None:
    event = shop.new_event()["id"]
    product = add(shop, event, "products", "Standard", price_minor=2000, capacity=1)
    page = open_page(published(shop, event))
    one_more(page, "Standard")
    buyer = shop.buyer()
    held = buyer.reserve(event, product)
    page.wait_for_timeout(1100)  # what the browser may keep of the listing
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_text("Standard is not available any more.")).to_be_visible()
    expect(page.get_by_text("Sold out")).to_be_visible()
    look(page, "shop-sold-out")
    buyer.on(held, "cancel")
    page.wait_for_timeout(1100)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("button", name="One more: Standard")).to_be_visible()
    expect(page.get_by_text("Sold out")).to_have_count(0)


@pytest.mark.req("CAP-14")
def test_a_place_on_the_waiting_list_is_taken_where_something_is_sold_out(
    shop: Shop, open_page: Open, look: Look
) -> None:
    event = shop.new_event()["id"]
    product = add(shop, event, "products", "Standard", price_minor=2000, capacity=1)
    url = published(shop, event)
    shop.buyer().reserve(event, product)
    page = open_page(url)
    page.get_by_role("button", name="Join the waiting list: Standard").click()
    page.get_by_role("button", name="Put me on the list").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter your name.")
    page.get_by_label("Name").fill("Bea Buyer")
    page.get_by_label("E-mail").fill("bea@example.com")
    look(page, "shop-waiting")
    page.get_by_role("button", name="Put me on the list").click()
    expect(page.get_by_text("You are on the waiting list for Standard.")).to_be_visible()
    expect(page.get_by_text("Your place: 1.")).to_be_visible()


@pytest.mark.req("CAP-14")
def test_whoever_waits_sees_their_place_and_lets_go_of_it(shop: Shop, open_page: Open, look: Look) -> None:
    event = shop.new_event()["id"]
    product = add(shop, event, "products", "Standard", price_minor=2000, capacity=1)
    published(shop, event)
    shop.buyer().reserve(event, product)
    entry = {"product_id": product, "name": "Bea Buyer", "email": "bea@example.com", "quantity": 1}
    place = shop.post(f"/public/events/{event}/waitlist", entry)
    page = open_page(f"{shop.cloud.settings.url}/waitlist/?w={place['id']}#t={place['token']}")
    expect(page.get_by_role("heading", name="You are on the waiting list")).to_be_visible()
    assert place["token"] not in page.url
    look(page, "shop-waiting-place")
    page.get_by_role("button", name="I no longer want to wait").click()
    expect(page.get_by_role("heading", name="You are no longer on the waiting list")).to_be_visible()
