"""The books on a telephone: what is wider than the screen can be scrolled without a finger."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Route, expect

from tests.browser.buying import Look, Open
from tests.browser.selling import signed_in
from tests.shop import Shop, wait_for

_TAX = {"name": "Value added tax", "rate": "19", "collected_minor": 123_456_789, "returned_minor": 12_345_678}


def _with_much_tax(route: Route) -> None:
    """The true answer, with a tax whose figures are too wide for a telephone."""
    answer = route.fetch()
    books = answer.json()
    for sums in books["currencies"]:
        sums["taxes"] = [_TAX]
    route.fulfill(response=answer, json=books)


@pytest.mark.req("MOB-1")
def test_the_tax_table_is_scrolled_with_the_keyboard(shop: Shop, open_page: Open, look: Look) -> None:
    own = Shop.opened(shop.cloud)
    own.buyer().buy(*own.on_sale())
    month = datetime.now(UTC).strftime("%Y-%m")
    wait_for(lambda: own.get(f"/finance/summary?month={month}")["currencies"], "the books")
    page = signed_in(own, open_page, width=320)
    page.route("**/api/finance/summary**", _with_much_tax)
    page.goto(f"{own.cloud.settings.url}/dashboard/#/books")
    table = page.get_by_role("region", name="Tax in EUR")
    expect(table).to_contain_text("Value added tax")
    assert table.evaluate("shown => shown.scrollWidth > shown.clientWidth")
    look(page, "books-tax-320")
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("shown => shown.scrollLeft > 0", arg=table.element_handle())
