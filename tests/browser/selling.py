"""The dashboard as an organizer clicks through it: signed in, putting things on sale, opening an order."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.buying import Open
from tests.shop import PASSWORD, Shop


def at(shop: Shop, page: Page, event: str, part: str) -> None:
    page.goto(f"{shop.cloud.settings.url}/dashboard/#/events/{event}/{part}")
    expect(page.get_by_role("navigation", name="What is on sale")).to_be_visible()


def opened(page: Page, button: str) -> Locator:
    page.get_by_role("button", name=button, exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def balcony_typed(page: Page) -> Locator:
    """The form of new tickets, filled in and not sent."""
    form = opened(page, "Add tickets")
    form.get_by_role("textbox", name="Name").fill("Balcony")
    form.get_by_label("Price in EUR").fill("30")
    form.get_by_label("How many").fill("80")
    return form


def sent(dialog: Locator, button: str) -> None:
    dialog.get_by_role("button", name=button, exact=True).click()
    expect(dialog).to_have_count(0)


def more(page: Page, name: str, item: str) -> None:
    page.get_by_role("button", name=f"More about {name}").click()
    page.get_by_role("menuitem", name=item).click()


def signed_in(shop: Shop, open_page: Open, path: str = "/dashboard/", **screen: Any) -> Page:
    """The dashboard, or a path of it, of a member who has just signed in."""
    page = open_page(f"{shop.cloud.settings.url}/dashboard/", **screen)
    page.get_by_role("textbox", name="E-mail").fill(shop.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Events")).to_be_visible()
    if path != "/dashboard/":
        page.goto(f"{shop.cloud.settings.url}{path}")
    return page


def order_opened(shop: Shop, open_page: Open, order: dict[str, Any], **screen: Any) -> tuple[Page, Locator]:
    """(the page, the drawer of this order) of a member who has just signed in."""
    path = f"/dashboard/#/events/{order['event']['id']}/orders/{order['id']}"
    page = signed_in(shop, open_page, path, height=900, **screen)
    return page, page.get_by_role("dialog")
