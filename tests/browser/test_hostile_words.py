"""Stored XSS in a real browser: every hostile word at once, on the page, the order, the mail and the dashboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.buying import Open
from tests.browser.selling import signed_in
from tests.hostile import HOSTILE
from tests.shop import Shop, wait_for

_WATCH = (
    "window.ran = []; for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => window.ran.push(name);"
)


def _check_nothing_ran(page: Page, text: str) -> None:
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text(text).first).to_be_visible()
    assert page.evaluate("window.ran") == []
    acting = (
        "[onclick], [onerror], [onload], iframe, object, embed, base, form[action], a[href^=javascript], a[href^=data]"
    )
    assert page.locator(acting).count() == 0


@pytest.mark.req("EVT-1")
def test_no_hostile_word_runs_where_it_is_shown(shop: Shop, open_page: Open) -> None:
    one_line = [" ".join(words.split())[:200] for words in HOSTILE]
    everything = "<p>Shown.</p>" + "".join(f"<p>{words}</p>" for words in HOSTILE)
    event = shop.new_event(
        title={"en": f"Evening {one_line[3]}"[:200]},
        description={"en": everything},
        terms={"en": everything},
        entry_requirements={"en": "\n".join(one_line)},
        location={"name": one_line[5], "address": one_line[11], "city": one_line[9]},
    )
    for words in one_line[:12]:
        shop.new_product(event["id"], name={"en": words}, description={"en": words}, price_minor=0)
    shop.post(f"/events/{event['id']}/publish", {})
    url = shop.get(f"/events/{event['id']}")["page_url"]
    wait_for(lambda: shop.session.get(url, timeout=10).ok, "the page")
    page = open_page("about:blank")
    page.add_init_script(_WATCH)
    page.goto(url)
    _check_nothing_ran(page, "Shown.")
    page.goto(shop.post(f"/events/{event['id']}/previews", {})["url"])
    _check_nothing_ran(page, "Shown.")
    staff = signed_in(shop, open_page, width=1440, height=900)
    staff.add_init_script(_WATCH)
    for place in ("", "/edit"):
        staff.goto("about:blank")
        staff.goto(f"{shop.cloud.settings.url}/dashboard/#/events/{event['id']}{place}")
        expect(staff.get_by_role("heading", level=1)).to_be_visible()
        staff.wait_for_load_state("networkidle")
        assert staff.evaluate("window.ran") == []
