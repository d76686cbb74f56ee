"""A page in Arabic begins at the right: words, prices and buttons change sides."""

import pytest
from playwright.sync_api import expect

from tests.browser.buying import Look, Open, published
from tests.shop import Shop


@pytest.mark.req("MOB-1")
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1440, "dark")])
def test_an_arabic_page_begins_at_the_right(shop: Shop, open_page: Open, look: Look, width: int, scheme: str) -> None:
    event = shop.new_event(
        title={"ar": "ليلة صيفية في الميناء"}, languages=["ar"], description={"ar": "<p>موسيقى على الماء.</p>"}
    )["id"]
    shop.new_product(event, name={"ar": "تذكرة"}, description={"ar": "الدخول من البوابة الشرقية."})
    page = open_page(published(shop, event), width=width, height=900, scheme=scheme)
    name, more = page.get_by_text("تذكرة", exact=True), page.get_by_role("button", name="One more: تذكرة")
    expect(more).to_be_visible()
    look(page, f"right-to-left-{width}")
    start = "shown => shown.getBoundingClientRect().x"
    assert name.evaluate(start) > more.evaluate(start)
    assert page.get_by_role("heading", level=1).evaluate("shown => getComputedStyle(shown).direction") == "rtl"
    ours = page.get_by_role("button", name="Have a code?")  # the page's own words, which nobody has translated
    assert ours.evaluate("shown => getComputedStyle(shown).unicodeBidi") == "plaintext"
