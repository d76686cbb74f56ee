"""A session that ends while somebody is at work: they sign in over their screen, and nothing typed is lost."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.api.test_team import joined
from tests.browser.buying import Look, Open
from tests.browser.selling import at, balcony_typed, sent, signed_in
from tests.shop import PASSWORD, Shop

pytestmark = pytest.mark.req("SEC-4")


def typing(shop: Shop, page: Page, event: str) -> Locator:
    """A form that is filled in, of somebody whose session ends meanwhile."""
    at(shop, page, event, "tickets")
    form = balcony_typed(page)
    page.context.clear_cookies()
    form.get_by_role("button", name="Add the tickets").click()
    return form


def entered(page: Page, email: str) -> Locator:
    asked = page.get_by_role("dialog", name="You have been signed out")
    expect(asked).to_be_visible()
    asked.get_by_role("textbox", name="E-mail").fill(email)
    asked.locator("input[type=password]").fill(PASSWORD)
    asked.get_by_role("button", name="Sign in").click()
    return asked


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_whoever_signs_in_again_goes_on_where_they_were(
    shop: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    event, _ = shop.on_sale()
    page = signed_in(shop, open_page, width=width, height=900, scheme=scheme)
    form = typing(shop, page, event)
    asked = page.get_by_role("dialog", name="You have been signed out")
    expect(asked.get_by_role("textbox", name="E-mail")).to_have_value(shop.email)
    expect(asked.locator("input[type=password]")).to_be_focused()
    look(page, f"signed-out-{width}-{scheme}")
    expect(entered(page, shop.email)).to_have_count(0)
    expect(form.get_by_role("textbox", name="Name")).to_have_value("Balcony")
    sent(form, "Add the tickets")
    expect(page.get_by_text("Balcony", exact=True)).to_be_visible()


def test_whoever_signs_out_does_so_in_each_tab(shop: Shop, open_page: Open) -> None:
    page = signed_in(shop, open_page)
    other = page.context.new_page()
    other.goto(f"{shop.cloud.settings.url}/dashboard/#/team")
    expect(other.get_by_role("region", name="Members")).to_be_visible()
    page.get_by_role("button", name="Account of").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(other.get_by_role("region", name="Members")).to_have_count(0)


def test_somebody_else_who_signs_in_there_begins_at_their_own(shop: Shop, open_page: Open) -> None:
    own = Shop.opened(shop.cloud)
    event, _ = own.on_sale()
    colleague = joined(own, {"role": "read_only"})
    page = signed_in(own, open_page)
    typing(own, page, event)
    entered(page, colleague.email)
    expect(page.get_by_role("heading", name="Events")).to_be_visible()
    expect(page.get_by_role("button", name="Account of Grace")).to_be_visible()
    expect(page.get_by_text("Balcony")).to_have_count(0)
