"""Words longer than a telephone is wide: every page breaks them, and amounts stay whole and in sight."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.buying import Look, Open
from tests.browser.selling import signed_in
from tests.shop import Shop, wait_for

ORGANIZER = "Rindfleischetikettierungsüberwachungsverein"
TITLE = "Donaudampfschifffahrtsgesellschaftskapitänsabend"
TICKET = "Kapitänsmützenabzeichenverleihungszeremoniekarte"
BUYER = "Wolfeschlegelsteinhausenbergerdorff"

pytestmark = pytest.mark.req("MOB-1")
WIDTHS = pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1440, "dark")])

_STANDING = """shown => {
    const range = document.createRange();
    range.selectNodeContents(shown);
    const lines = new Set([...range.getClientRects()].map(({ top }) => top)).size;
    const { left, right } = shown.getBoundingClientRect();
    return { lines, isBeside: left < 0 || right > innerWidth };
}"""


@dataclass(frozen=True)
class Wordy:
    shop: Shop
    event: dict[str, Any]
    organizer_url: str
    order: dict[str, Any]


@pytest.fixture(scope="module")
def wordy(shop: Shop) -> Wordy:
    """An event, its organizer and an order whose every name is one long word."""
    own = Shop.opened(shop.cloud)
    address = f"https://kulturzentrum.example/{TITLE}"
    organizer = {"name": ORGANIZER, "website": address, "bio": {"en": f"<p>{address}</p>"}, "privacy": "public"}
    own.put(f"/organizers/{own.organizer_id}", organizer)
    event = own.new_event(title={"en": TITLE}, location={"name": TICKET, "city": TITLE})["id"]
    product = own.new_product(event, name={"en": TICKET})["id"]
    own.post(f"/events/{event}/publish", {})
    order = own.buyer(BUYER).buy(event, product)
    own.post("/webhooks", {"url": f"https://hooks.example/{'h' * 900}", "description": TITLE})
    found = own.get(f"/events/{event}")
    organizer_url = own.get(f"/organizers/{own.organizer_id}")["page_url"]
    for url in (found["page_url"], organizer_url):
        wait_for(lambda url=url: TITLE in own.session.get(url, timeout=10).content.decode(), "the page")
    return Wordy(own, found, organizer_url, order)


def _check_whole(amount: Locator) -> None:
    """On one line, and on the screen from side to side."""
    expect(amount).to_be_visible()
    assert amount.evaluate(_STANDING) == {"lines": 1, "isBeside": False}


@WIDTHS
def test_a_buyer_s_pages_break_long_words(wordy: Wordy, open_page: Open, look: Look, width: int, scheme: str) -> None:
    order = wordy.order
    places = {
        "organizer": wordy.organizer_url,
        "event": wordy.event["page_url"],
        "order": f"{wordy.shop.cloud.settings.url}/order/?o={order['id']}#t={order['token']}",
    }
    page = open_page("about:blank", width=width, height=900, scheme=scheme)
    for name, url in places.items():
        page.goto(url)
        expect(page.get_by_text(TITLE).first).to_be_visible()
        page.wait_for_load_state("networkidle")
        look(page, f"long-words-{name}-{width}")
    _check_whole(page.locator(".summary tfoot td").first)


@WIDTHS
def test_the_dashboard_breaks_long_words(wordy: Wordy, open_page: Open, look: Look, width: int, scheme: str) -> None:
    event = f"/events/{wordy.event['id']}"
    parts = ("", "/tickets", "/limits", "/orders", "/attendees", "/cancellation")
    page = signed_in(wordy.shop, open_page, width=width, height=900, scheme=scheme)
    for path in [*(event + part for part in parts), "/webhooks", "/settings"]:
        page.goto(f"{wordy.shop.cloud.settings.url}/dashboard/#{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(".mantine-Skeleton-root")).to_have_count(0)
        look(page, f"long-words{path.replace(wordy.event['id'], 'one').replace('/', '-')}-{width}")
    page.goto(f"{wordy.shop.cloud.settings.url}/dashboard/#{event}/orders/{wordy.order['id']}")
    lines = page.get_by_role("dialog").get_by_role("table", name="Lines")
    expect(lines.get_by_text("€25.00")).to_have_count(2)
    for amount in lines.get_by_text("€25.00").all():
        _check_whole(amount)
    look(page, f"long-words-drawer-{width}")
