"""The listing as a buyer meets it: prices with everything in them, tiers, gifts, add-ons, dates, currencies."""

import re

import pytest
from playwright.sync_api import expect

from tests.api.baskets import line, reserve
from tests.browser.buying import Look, Open, add, get_tickets, one_more, published, say_who, send, sum_of
from tests.shop import Shop


@pytest.mark.req("PRC-12")
def test_the_price_has_everything_in_it_from_the_first_listing_to_the_order(
    shop: Shop, open_page: Open, look: Look
) -> None:
    event = shop.new_event()["id"]
    add(shop, event, "taxes", "Sales tax", rate="10", is_inclusive=False)
    add(shop, event, "fees", "Booking fee", amounts={"EUR": 150})
    add(shop, event, "products", "Standard", price_minor=2000, capacity=50)
    url = published(shop, event)
    assert "23.50 EUR" in shop.session.get(url, timeout=10).text
    page = open_page(url)
    expect(page.locator(".products .price")).to_have_text("€23.50")
    expect(page.get_by_text("incl. €3.50 fees and taxes")).to_be_visible()
    one_more(page, "Standard", 2)
    sum_of(page, "€47.00")
    look(page, "shop-all-in")
    get_tickets(page)
    for row in ("Booking fee€3.00", "Sales tax 10 %€4.00", "Total€47.00"):
        expect(page.locator(".summary tr").filter(has_text=re.compile(re.escape(row)))).to_be_visible()


@pytest.mark.req("PRC-12")
def test_fees_on_the_order_are_told_on_the_listing_and_quoted_in_the_basket(shop: Shop, open_page: Open) -> None:
    event = shop.new_event()["id"]
    add(shop, event, "fees", "Handling", per="order", percent="5", amounts={"EUR": 100})
    add(shop, event, "products", "Standard", price_minor=2000, capacity=50)
    page = open_page(published(shop, event))
    expect(page.get_by_text("Per order: Handling €1.00 + 5 %")).to_be_visible()
    one_more(page, "Standard", 2)
    sum_of(page, "€43.00")
    expect(page.locator(".shares")).to_contain_text("Handling€3.00")


@pytest.mark.req("PRC-1", "PRC-3")
def test_prices_that_follow_each_other_say_what_comes_next_and_move_on_when_one_is_sold(
    shop: Shop, open_page: Open, look: Look
) -> None:
    event = shop.new_event()["id"]
    tiers = [
        {"name": {"en": "Early bird"}, "price_minor": 1000, "capacity": 2},
        {"name": {"en": "Regular"}, "price_minor": 1500},
    ]
    product = add(shop, event, "products", "Standard", price_minor=1500, capacity=50, tiers=tiers)
    page = open_page(published(shop, event))
    expect(page.get_by_text("Early bird, 2 left at this price, then €15.00")).to_be_visible()
    look(page, "shop-sequence")
    one_more(page, "Standard", 2)
    expect(page.get_by_role("button", name="One more: Standard")).to_be_disabled()
    shop.buyer().reserve(event, product, 2)
    page.get_by_role("button", name="Get tickets").click()
    expect(page.get_by_role("alert")).to_contain_text("Standard now costs €15.00 instead of €10.00.")
    look(page, "shop-price-changed")
    sum_of(page, "€30.00")
    get_tickets(page)
    expect(page.locator(".summary")).to_contain_text("Regular")


@pytest.mark.req("PRC-1", "ORD-3")
def test_each_of_several_prices_is_chosen_by_itself(shop: Shop, open_page: Open, look: Look) -> None:
    event = shop.new_event()["id"]
    tiers = [
        {"name": {"en": "Front row"}, "price_minor": 4000, "capacity": 1},
        {"name": {"en": "Side"}, "price_minor": 3000},
    ]
    seats = {"price_minor": 3000, "capacity": 50, "tiers": tiers, "tier_mode": "choice", "max_per_order": 3}
    add(shop, event, "products", "Balcony", **seats)
    page = open_page(published(shop, event))
    one_more(page, "Front row")
    expect(page.get_by_role("button", name="One more: Front row")).to_be_disabled()
    one_more(page, "Side", 2)
    expect(page.get_by_role("button", name="One more: Side")).to_be_disabled()
    sum_of(page, "€100.00")
    look(page, "shop-choice")
    get_tickets(page)
    expect(page.locator(".summary")).to_contain_text("Front row")


@pytest.mark.req("PRD-7")
def test_a_gift_is_suggested_or_of_ones_own_choice_and_never_below_the_least(
    shop: Shop, open_page: Open, look: Look
) -> None:
    event = shop.new_event()["id"]
    add(shop, event, "products", "Music school", kind="donation", price_minor=200, suggested_minor=[500, 1000])
    page = open_page(published(shop, event))
    page.get_by_role("button", name="€10.00").click()
    sum_of(page, "€10.00")
    own = page.get_by_label("Other amount (EUR)")
    own.fill("1.5")
    expect(page.get_by_text("Enter €2.00 or more.")).to_be_visible()
    look(page, "shop-gift-too-small")
    page.get_by_role("button", name="€5.00").click()
    sum_of(page, "€5.00")
    own.click()
    page.keyboard.type("7,25")
    sum_of(page, "€7.25")
    get_tickets(page)
    say_who(page)
    send(page)
    expect(page.get_by_role("heading", name="Payment")).to_be_visible()
    assert shop.get(f"/events/{event}/orders")["items"][0]["total_minor"] == 725


@pytest.mark.req("PRD-10")
def test_an_add_on_waits_for_its_ticket_and_goes_with_it(shop: Shop, open_page: Open, look: Look) -> None:
    event = shop.new_event()["id"]
    ticket = add(shop, event, "products", "Standard", price_minor=2000, capacity=50)
    shirt = {"kind": "add_on", "price_minor": 1500, "requires": [ticket], "max_per_required": 1}
    add(shop, event, "products", "T-shirt", **shirt)
    page = open_page(published(shop, event))
    more = page.get_by_role("button", name="One more: T-shirt")
    expect(page.get_by_text("Only with Standard, 1 each at most")).to_be_visible()
    expect(more).to_be_disabled()
    one_more(page, "Standard")
    more.click()
    expect(more).to_be_disabled()
    sum_of(page, "€35.00")
    look(page, "shop-add-on")
    page.get_by_role("button", name="One less: Standard").click()
    expect(page.get_by_text("Nothing chosen yet")).to_be_visible()


@pytest.mark.req("EVT-17", "ORD-3")
def test_a_date_of_a_series_is_chosen_first_and_can_be_changed(shop: Shop, open_page: Open, look: Look) -> None:
    event = shop.new_event()["id"]
    place = add(shop, event, "products", "Place", price_minor=1200, capacity=20)
    rule = {"starts_at": "2031-06-01T18:00:00Z", "minutes": 240, "frequency": "weekly", "count": 6}
    shop.post(f"/events/{event}/occurrences", rule)
    days = shop.get(f"/events/{event}/occurrences")["items"]
    cancelled = {"status": "CANCELLED"}
    shop.send("PATCH", f"/events/{event}/occurrences/{days[1]['id']}", cancelled, **{"If-Match": '"1"'})
    url = published(shop, event)
    for _ in range(2):
        reserve(shop.buyer(), event, line(place, 10, occurrence_id=days[4]["id"]))
    page = open_page(url)
    expect(page.get_by_role("heading", name="June 2031")).to_be_visible()
    expect(page.get_by_role("button", name="Sun, Jun 8, 20:00 Cancelled")).to_be_disabled()
    expect(page.get_by_role("button", name="Sun, Jun 29, 20:00 Sold out")).to_be_enabled()
    look(page, "shop-dates")
    page.get_by_role("button", name="Sun, Jun 15, 20:00").click()
    one_more(page, "Place", 2)
    page.get_by_role("button", name="Change date").click()
    page.get_by_role("button", name="Sun, Jun 22, 20:00").click()
    sum_of(page, "€24.00")
    look(page, "shop-date-chosen")
    page.reload()
    expect(page.get_by_text("Sun, Jun 22, 20:00")).to_be_visible()
    get_tickets(page)
    order = shop.get(f"/events/{event}/orders")["items"][0]["id"]
    assert [line["occurrence_id"] for line in shop.order(order)["lines"]] == [days[3]["id"]]


@pytest.mark.req("PRC-13", "PRC-15")
def test_an_event_is_sold_in_another_currency_with_its_own_prices(shop: Shop, open_page: Open, look: Look) -> None:
    event = shop.new_event(extra_currencies=["JPY"])["id"]
    add(shop, event, "products", "Standard", price_minor=2000, capacity=50, other_prices_minor={"JPY": 3300})
    page = open_page(published(shop, event))
    one_more(page, "Standard", 2)
    sum_of(page, "€40.00")
    page.get_by_role("button", name="JPY").click()
    sum_of(page, "¥6,600")
    look(page, "shop-currency")
    get_tickets(page)
    expect(page.locator(".summary tfoot")).to_contain_text("¥6,600")
