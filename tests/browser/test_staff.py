"""The organizer's dashboard and the door, in a browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.buying import Look, Open
from tests.browser.selling import signed_in
from tests.shop import PASSWORD, Shop


def test_an_organizer_signs_up_makes_an_event_and_publishes_it(shop: Shop, open_page: Open, look: Look) -> None:
    page = open_page(f"{shop.cloud.settings.url}/dashboard/", width=1440, height=900)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    look(page, "dashboard-sign-in")
    page.get_by_role("link", name="Open an account").click()
    page.get_by_label(re.compile("organi[sz]ation", re.I)).fill("Pier Nine")
    page.get_by_label("Your name").fill("Nina Pier")
    page.get_by_label("E-mail").fill(f"nina-{shop.email}")
    page.locator("input[type=password]").fill(PASSWORD)
    look(page, "dashboard-sign-up")
    page.get_by_role("button", name=re.compile("account|sign up", re.I)).click()
    expect(page.get_by_role("heading", name="Events")).to_be_visible()
    look(page, "dashboard-empty")
    page.get_by_role("link", name=re.compile("Create")).first.click()
    page.get_by_label("Name of the event").fill("Harbour Lights")
    page.get_by_label("Starts").fill("2031-06-01T20:00")
    page.get_by_label("Ends").fill("2031-06-01T23:00")
    page.get_by_role("textbox", name="Venue").fill("Pier Nine")
    look(page, "dashboard-new-event")
    page.get_by_role("button", name=re.compile("Create|Save")).click()
    expect(page.get_by_role("heading", name="Harbour Lights")).to_be_visible()
    page.get_by_role("button", name="Add tickets").first.click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name").fill("Standing")
    form.get_by_label("Price in EUR").fill("12.50")
    form.get_by_label("How many").fill("80")
    look(page, "dashboard-add-product")
    form.get_by_role("button", name=re.compile("Add|Save")).click()
    expect(page.get_by_text("80 free")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Your page is public")).to_be_visible()
    look(page, "dashboard-published")


def test_an_order_arrives_while_the_list_is_open(shop: Shop, open_page: Open, look: Look) -> None:
    event, product = shop.on_sale(price_minor=0)
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/orders", width=1440, height=900)
    buyer = shop.buyer("Grace Hopper")
    order = buyer.buy(event, product)
    expect(page.get_by_text("Grace Hopper").first).to_be_visible(timeout=15_000)
    look(page, "dashboard-orders")
    page.get_by_role("link", name=order["reference"]).click()
    expect(page.get_by_text(re.compile("TicketsIssued|Tickets issued", re.I)).first).to_be_visible()
    look(page, "dashboard-order")


def test_the_dashboard_fits_a_phone_in_the_dark(shop: Shop, open_page: Open, look: Look) -> None:
    event, product = shop.on_sale(price_minor=0)
    shop.buyer("Hedy Lamarr").buy(event, product)
    page = signed_in(shop, open_page, width=320, height=700, scheme="dark")
    look(page, "phone-events")
    for tab in ("orders", "attendees"):
        page.goto(f"{shop.cloud.settings.url}/dashboard/#/events/{event}/{tab}")
        expect(page.get_by_text("Hedy Lamarr").first).to_be_visible()
        look(page, f"phone-{tab}")


def test_the_door_admits_once_and_says_when(shop: Shop, open_page: Open, look: Look) -> None:
    event, product = shop.on_sale(price_minor=0)
    code = shop.buyer("Katherine Johnson").buy(event, product)["tickets"][0]["code"]
    page = signed_in(shop, open_page, f"/checkin/?event={event}#{event}")
    look(page, "checkin-choose")
    if page.get_by_role("button", name="Summer Night").count():
        page.get_by_role("button", name="Summer Night").first.click()
    for name, typed, words in (
        ("admitted", code, "Katherine Johnson"),
        ("again", code, "already|used"),
        ("forged", "F1-A-FORGED-CODE", "not valid|unknown|no ticket"),
    ):
        field = page.get_by_role("textbox").first
        field.fill(typed)
        field.press("Enter")
        verdict = page.get_by_role("alertdialog")
        expect(verdict.get_by_text(re.compile(words, re.I)).first).to_be_visible()
        look(page, f"checkin-{name}")
        verdict.get_by_role("button", name="Next guest").click()


@pytest.mark.parametrize("path", ["/", "/docs/", "/docs/api/", "/docs/webhooks/", "/checkin/", "/nowhere/"])
def test_other_pages_stand_on_a_phone(shop: Shop, open_page: Open, look: Look, path: str) -> None:
    page = open_page(f"{shop.cloud.settings.url}{path}", width=320, height=700)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading").first).to_be_visible()
    if path != "/docs/":  # the reference is a well-kept viewer of its own
        look(page, f"page{path.replace('/', '-')}")
