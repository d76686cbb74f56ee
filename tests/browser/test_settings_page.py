"""The account's settings: what is saved is what the form of a new event begins with."""

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser.buying import Look, Open
from tests.browser.selling import more, sent, signed_in
from tests.shop import Shop, wait_for


def choose(page: Page, label: str, typed: str, option: str) -> None:
    page.get_by_role("combobox", name=label).fill(typed)
    page.get_by_role("option", name=option).first.click()


@pytest.mark.req("TEN-12")
def test_what_is_saved_is_what_a_new_event_begins_with(shop: Shop, open_page: Open, look: Look) -> None:
    own = Shop.opened(shop.cloud)
    page = signed_in(own, open_page)
    page.goto(f"{own.cloud.settings.url}/dashboard/#/settings")
    choose(page, "Currency", "JPY", "JPY")
    choose(page, "Time zone", "Tokyo", "Asia/Tokyo")
    choose(page, "Language", "Japanese", "Japanese")
    look(page, "settings")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. New events begin like this.")).to_be_visible()
    page.goto(f"{own.cloud.settings.url}/dashboard/#/events/new")
    expect(page.get_by_role("combobox", name="Time zone")).to_have_value("Asia/Tokyo")
    expect(page.get_by_text("JPY ·")).to_be_visible()


@pytest.mark.req("EVT-18")
@pytest.mark.req("EVT-19")
def test_an_organizer_s_page_shows_what_was_written(shop: Shop, open_page: Open, look: Look) -> None:
    own = Shop.opened(shop.cloud)
    own.on_sale()
    page = signed_in(own, open_page, "/dashboard/#/settings")
    more(page, "Harbour Hall", "Settings and page")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("About").fill("Concerts since 1921.\n\nOn the pier.")
    dialog.get_by_label("E-mail").fill("hall@example.com")
    dialog.get_by_label("Elsewhere").fill("https://mastodon.social/@harbour")
    dialog.get_by_label("City").fill("Hamburg")
    look(page, "organizer_form")
    sent(dialog, "Save")
    url = own.get("/organizers")["items"][0]["page_url"]
    wait_for(lambda: "On the pier." in requests.get(url, timeout=10).text, "the page")
    for width, scheme in [(390, "light"), (1440, "light"), (1440, "dark"), (390, "dark")]:
        seen = open_page(url, width=width, scheme=scheme)
        expect(seen.get_by_role("heading", name="Harbour Hall")).to_be_visible()
        expect(seen.get_by_role("heading", name="Past")).to_be_hidden()
        look(seen, f"organizer_{width}_{scheme}")
    seen.get_by_role("link", name="Summer Night").click()
    expect(seen.get_by_role("heading", name="Summer Night")).to_be_visible()


@pytest.mark.req("EVT-19")
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")])
def test_a_topic_is_told_to_nobody_if_that_is_chosen(
    shop: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    own = Shop.opened(shop.cloud)
    page = signed_in(own, open_page, "/dashboard/#/settings", width=width, height=900, scheme=scheme)
    more(page, "Harbour Hall", "Settings and page")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Disputed payments").first.click()
    page.get_by_role("option", name="Nobody").click()
    dialog.get_by_label("Name").first.click()
    look(page, f"organizer_nobody_{width}_{scheme}")
    sent(dialog, "Save")
    assert own.get(f"/organizers/{own.organizer_id}")["notifications"] == {"disputes": []}


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "dark")])
def test_settings_read_well_on_every_screen(shop: Shop, open_page: Open, look: Look, width: int, scheme: str) -> None:
    page = signed_in(shop, open_page, "/dashboard/#/settings", width=width, scheme=scheme)
    expect(page.get_by_role("combobox", name="Currency")).to_be_visible()
    look(page, f"settings_{width}_{scheme}")
