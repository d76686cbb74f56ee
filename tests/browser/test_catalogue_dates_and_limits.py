"""Dates, members, blocks, limits and waiting lists in the dashboard, and all its screens of the sale."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.buying import Look, Open
from tests.browser.selling import at, more, opened, sent, signed_in
from tests.shop import Shop

SCREENS = [(320, "dark"), (390, "light"), (768, "dark"), (1280, "light")]


PARTS = ["tickets", "prices", "codes", "questions", "dates", "limits", "blocks", "waitlist"]


def _full_event(shop: Shop) -> str:
    event = str(shop.new_event(languages=["en", "de"], extra_currencies=["USD"])["id"])
    category = shop.post(f"/events/{event}/categories", {"name": {"en": "Extras"}})["id"]
    shop.post(f"/events/{event}/taxes", {"name": {"en": "VAT"}, "rate": "19"})
    shop.post(f"/events/{event}/fees", {"name": {"en": "Booking fee"}, "amounts": {"EUR": 100}})
    tiers = [{"name": {"en": "Early bird"}, "price_minor": 2000, "capacity": 20},
             {"name": {"en": "Regular"}, "price_minor": 2500}]  # fmt: skip
    product = shop.new_product(event, tiers=tiers)["id"]
    shop.new_product(event, name={"en": "Parking"}, kind="add_on", category_id=category, requires=[product])
    shop.post(f"/events/{event}/codes", {"code": "FRIENDS", "discount": "percent", "percent": "20", "max_uses": 50})
    shop.post(f"/events/{event}/questions", {"preset": "diet"})
    shop.post(f"/events/{event}/pools", {"name": {"en": "Main hall"}, "capacity": 200})
    return event


@pytest.mark.req("EVT-17")
def test_a_series_is_made_by_a_rule_and_one_date_differs(shop: Shop, open_page: Open, look: Look) -> None:
    event = shop.new_event()["id"]
    shop.new_product(event)
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/dates", width=1280, height=900)
    form = opened(page, "Make a series")
    form.get_by_label("How many dates").fill("3")
    expect(form.get_by_text("Sun, 15 Jun 2031, 20:00")).to_be_visible()
    look(page, "catalogue-series")
    sent(form, "Make these dates")
    form = opened(page, "Edit Sun 8 Jun, 20:00")
    form.get_by_label("Standard in EUR").fill("19")
    sent(form, "Save")
    expect(page.get_by_text("with prices of its own")).to_be_visible()
    more(page, "Sun 15 Jun, 20:00", "Cancel this date")
    expect(page.get_by_text("Cancelled", exact=True)).to_be_visible()
    days = shop.get(f"/events/{event}/occurrences")["items"]
    assert [day["status"] for day in days] == ["SCHEDULED", "SCHEDULED", "CANCELLED"]
    assert [next(iter(prices.values()))["EUR"] for prices in [day["prices"] for day in days] if prices] == [1900]


@pytest.mark.req("EVT-10")
def test_a_test_order_opens_as_its_buyer_would_see_it(shop: Shop, open_page: Open) -> None:
    event = shop.new_event()["id"]
    shop.new_product(event)
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/tickets")
    page.get_by_role("button", name="Place a test order").click()
    expect(page).to_have_url(re.compile("/order/"))
    expect(page.get_by_text("Standard").first).to_be_visible()


@pytest.mark.req("PRD-12")
def test_members_are_pasted_and_taken_back(shop: Shop, open_page: Open, look: Look) -> None:
    event, product = shop.on_sale(shown_to="members")
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/tickets")
    more(page, "Standard", "Members…")
    form = page.get_by_role("dialog")
    form.get_by_label("Add members").fill("Ada <ada@example.com>, @example.org")
    form.get_by_role("button", name="Add them").click()
    expect(form.get_by_text("@example.org", exact=True)).to_be_visible()
    look(page, "catalogue-members")
    form.get_by_role("button", name="Remove @example.org").click()
    expect(form.get_by_role("button", name="Remove @example.org")).to_have_count(0)
    assert shop.get(f"/events/{event}/products/{product}/members")["items"] == ["ada@example.com"]


@pytest.mark.req("CAP-12", "CAP-13")
def test_tickets_are_kept_apart_given_away_and_put_back(shop: Shop, open_page: Open, look: Look) -> None:
    event, _ = shop.on_sale(capacity=10)
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/blocks")
    form = opened(page, "Keep tickets apart")
    form.get_by_label("Name").fill("Sponsors")
    form.get_by_label("How many").fill("4")
    look(page, "catalogue-block-form")
    sent(form, "Keep them apart")
    assert shop.free(event) == 6
    more(page, "Sponsors", "Give tickets…")
    form = page.get_by_role("dialog")
    form.get_by_label("Name").fill("Grace Guest")
    form.get_by_label("E-mail").fill("grace@example.com")
    form.get_by_role("button", name="Give the tickets").click()
    expect(page.get_by_text("1 of 4 taken")).to_be_visible()
    look(page, "catalogue-blocks")
    more(page, "Sponsors", "Put back on sale…")
    page.get_by_role("dialog").get_by_role("button", name="Put them on sale").click()
    expect(page.get_by_text("Released", exact=True)).to_be_visible()
    assert shop.free(event) == 9


@pytest.mark.req("CAP-10")
def test_a_change_of_a_limit_is_planned_and_dropped_again(shop: Shop, open_page: Open, look: Look) -> None:
    event, _ = shop.on_sale(capacity=10)
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/limits")
    more(page, "Standard", "Plan a change…")
    form = page.get_by_role("dialog")
    form.get_by_label("How many then").fill("25")
    form.get_by_label("From").fill("2031-05-01T10:00")
    form.get_by_role("button", name="Plan it").click()
    expect(form.get_by_text("25 from 1 May, 10:00")).to_be_visible()
    look(page, "catalogue-release")
    form.get_by_role("button", name=re.compile("^Do not change it")).click()
    expect(form.get_by_text("Planned", exact=True)).to_have_count(0)


@pytest.mark.req("CAP-7")
def test_a_shared_limit_is_renamed_and_removed(shop: Shop, open_page: Open, look: Look) -> None:
    event = shop.new_event()["id"]
    hall = shop.post(f"/events/{event}/pools", {"name": {"en": "Hall"}, "capacity": 5})["id"]
    shop.new_product(event, pool_ids=[hall])
    shop.post(f"/events/{event}/pools", {"name": {"en": "Garden"}, "capacity": 9})
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/limits")
    more(page, "Hall", "Rename…")
    form = page.get_by_role("dialog")
    form.get_by_label("Name").fill("Great hall")
    sent(form, "Rename the limit")
    more(page, "Great hall", "Remove")
    expect(page.get_by_text("It limits Standard: take it out there first.")).to_be_visible()
    look(page, "catalogue-limit-used")
    more(page, "Garden", "Remove")
    expect(page.get_by_text("Garden is removed.")).to_be_visible()
    assert [one["name"] for one in shop.get(f"/events/{event}/catalogue")["pools"] if one["kind"] == "shared"] == [
        {"en": "Great hall"}
    ]


@pytest.mark.req("CAP-14")
def test_whoever_waits_is_listed(shop: Shop, open_page: Open, look: Look) -> None:
    event, product = shop.on_sale(capacity=1, price_minor=0)
    shop.buyer().buy(event, product)
    entry = {"product_id": product, "name": "Wanda Waits", "email": "wanda@example.com"}
    shop.post(f"/public/events/{event}/waitlist", entry)
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/waitlist")
    expect(page.get_by_text("Wanda Waits")).to_be_visible()
    expect(page.get_by_text("Waits", exact=True)).to_be_visible()
    look(page, "catalogue-waitlist")


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_every_screen_of_the_sale_fits(shop: Shop, open_page: Open, look: Look, width: int, scheme: str) -> None:
    event = _full_event(shop)
    page = signed_in(shop, open_page, width=width, height=900, scheme=scheme)
    for part in PARTS:
        at(shop, page, event, part)
        expect(page.get_by_role("heading", level=2).first).to_be_visible()
        expect(page.locator(".mantine-Skeleton-root")).to_have_count(0)
        look(page, f"catalogue-{part}-{width}")
    for part, button in (
        ("tickets", "Edit Standard"),
        ("codes", "Edit FRIENDS"),
        ("questions", "Edit Dietary requirements"),
    ):
        at(shop, page, event, part)
        form = opened(page, button)
        closed = form.locator("[aria-expanded=false][data-accordion-control]")
        while closed.count():
            closed.first.click()
        look(page, f"catalogue-{part}-form-{width}")
        form.get_by_role("button", name="Close").click()
