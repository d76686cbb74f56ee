"""What a page cannot show leaves the rest standing: an unknown time zone, an odd date, a screen that broke."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.buying import Look, Open
from tests.browser.conftest import close
from tests.browser.selling import signed_in
from tests.shop import Shop

SCREENS = [(390, "light"), (1440, "dark")]
LISTED = {"starts_at": "2031-06-01T18:00:00Z", "timezone": "Europe/Berlin", "place": "Hamburg", "category": "music"}
ODD = {"Known": {}, "Odd": {"starts_at": "some day"}, "Nowhere": {"timezone": "Nowhere/Atlantis"}}


def _in_nobodys_zone(route: Route) -> None:
    """The true answer, as if it came from a server that knows more zones than the browser."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("Europe/Berlin", "Nowhere/Atlantis"))


def _on_an_odd_day(route: Route) -> None:
    """The true answer, but for a date that no clock can read."""
    answer = route.fetch()
    route.fulfill(response=answer, json={**answer.json(), "starts_at": "some day"})


@pytest.fixture
def noisy_page(chromium: Browser) -> Iterator[Open]:
    """New pages whose console may complain, as that of a broken screen does."""
    contexts = []

    def opened(url: str, **_: Any) -> Page:
        contexts.append(chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce"))
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        close(context)


def test_the_home_page_lists_every_event_that_it_can_show(shop: Shop, open_page: Open, look: Look) -> None:
    events = [{**LISTED, "title": {"en": name}, "url": f"/e/{name}/", **odd} for name, odd in ODD.items()]
    page = open_page("about:blank", width=320)
    page.route("**/events.json", lambda route: route.fulfill(json=events))
    page.goto(shop.cloud.settings.url)
    expect(page.locator("#events strong")).to_have_text(["Known", "Nowhere"])
    expect(page.get_by_role("listitem").last).to_contain_text("18:00 UTC")
    look(page, "home-unknown-zone")


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_dashboard_shows_an_event_of_an_unknown_zone_in_utc(
    shop: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    event, _ = shop.on_sale()
    page = signed_in(shop, open_page, width=width, height=900, scheme=scheme)
    page.route("**/api/events**", _in_nobodys_zone)
    page.route("**/api/events/**", _in_nobodys_zone)
    page.reload()
    expect(page.get_by_text("1 Jun, 18:00 UTC").first).to_be_visible()
    page.goto(f"{shop.cloud.settings.url}/dashboard/#/events/{event}")
    expect(page.get_by_text("18:00–22:00 UTC")).to_be_visible()
    look(page, f"event-unknown-zone-{width}")
    page.goto(f"{shop.cloud.settings.url}/dashboard/#/events/{event}/edit")
    expect(page.get_by_label("Starts")).to_have_value("2031-06-01T18:00")


def test_a_screen_that_broke_says_so_and_the_next_one_is_whole(shop: Shop, noisy_page: Open, look: Look) -> None:
    event, _ = shop.on_sale()
    page = signed_in(shop, noisy_page)
    page.route(f"**/api/events/{event}", _on_an_odd_day)
    page.goto(f"{shop.cloud.settings.url}/dashboard/#/events/{event}")
    expect(page.get_by_role("alert")).to_contain_text("This screen broke")
    look(page, "screen-broken")
    page.get_by_role("link", name="All events", exact=True).click()
    expect(page.get_by_role("heading", name="Events")).to_be_visible()
    page.goto(f"{shop.cloud.settings.url}/dashboard/#/events/{event}")
    page.unroute(f"**/api/events/{event}")
    page.get_by_role("button", name="Reload").click()
    expect(page.get_by_role("heading", name="Summer Night")).to_be_visible()
