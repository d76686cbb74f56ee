"""The dashboard as an organizer clicks through it to put things on sale."""

from playwright.sync_api import Locator, Page, expect

from tests.shop import Shop


def at(shop: Shop, page: Page, event: str, part: str) -> None:
    page.goto(f"{shop.cloud.settings.url}/dashboard/#/events/{event}/{part}")
    expect(page.get_by_role("navigation", name="What is on sale")).to_be_visible()


def opened(page: Page, button: str) -> Locator:
    page.get_by_role("button", name=button, exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def sent(dialog: Locator, button: str) -> None:
    dialog.get_by_role("button", name=button, exact=True).click()
    expect(dialog).to_have_count(0)


def more(page: Page, name: str, item: str) -> None:
    page.get_by_role("button", name=f"More about {name}").click()
    page.get_by_role("menuitem", name=item).click()
