"""Two tabs of one box office: whoever saves second is told, keeps what they typed, and overwrites nothing unseen."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.api.paying_in_parts import in_parts
from tests.browser.buying import Look, Open
from tests.browser.selling import order_opened, signed_in
from tests.shop import Shop

pytestmark = pytest.mark.req("API-1")

SCREENS = [(390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")]


def another_tab(page: Page) -> Page:
    """The same screen once more, as the same browser opens it."""
    tab = page.context.new_page()
    tab.set_default_timeout(15_000)
    tab.goto(page.url)
    return tab


def merged(form: Locator) -> None:
    """Told that somebody was quicker, and both put together."""
    expect(form.get_by_text("Somebody was quicker")).to_be_visible()
    form.get_by_role("button", name="Load the new version, keep what I typed").click()


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_a_money_form_in_two_tabs_loses_nothing(
    shop: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    own = Shop.opened(shop.cloud)
    mine = signed_in(own, open_page, "/dashboard/#/payments", width=width, height=900, scheme=scheme)
    theirs = another_tab(mine)
    here, there = (tab.get_by_role("region", name="Protection against fraud") for tab in (mine, theirs))
    here.get_by_label("Payments an hour for one e-mail").fill("7")
    there.get_by_label("Orders a day with one card").fill("3")
    there.get_by_role("button", name="Save").click()
    expect(theirs.get_by_text("Saved. It holds within seconds.")).to_be_visible()
    here.get_by_role("button", name="Save").click()
    expect(here.get_by_text("Somebody was quicker")).to_be_visible()
    look(mine, f"stale-protection-{width}-{scheme}")
    merged(here)
    expect(here.get_by_label("Orders a day with one card")).to_have_value("3")
    expect(here.get_by_label("Payments an hour for one e-mail")).to_have_value("7")
    here.get_by_role("button", name="Save").click()
    expect(mine.get_by_text("Saved. It holds within seconds.")).to_be_visible()
    saved = own.get("/account/payments/protection")
    assert (saved["checkouts_per_email"], saved["orders_per_card"]) == (7, 3)


def test_one_s_own_saves_make_no_other_form_of_the_page_stale(shop: Shop, open_page: Open) -> None:
    """What is paid and what is refused lie in one row, and have a version each."""
    own = Shop.opened(shop.cloud)
    page = signed_in(own, open_page, "/dashboard/#/payments", width=1440, height=900)
    ways = page.get_by_role("region", name="Ways to pay")
    protection = page.get_by_role("region", name="Protection against fraud")
    protection.get_by_label("Orders a day with one card").fill("3")
    ways.get_by_label("On invoice").uncheck()
    ways.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. Events offer nothing else from now on.")).to_be_visible()
    protection.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. It holds within seconds.")).to_be_visible()
    ways.get_by_label("In cash").uncheck()
    ways.get_by_role("button", name="Save").click()
    expect(ways.get_by_text("Somebody was quicker")).to_have_count(0)
    page.wait_for_function("fetch('/api/account/payments').then(r => r.json()).then(r => r.methods.length === 2)")


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_an_order_s_details_in_two_tabs_lose_nothing(
    shop: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    event, product = shop.on_sale(price_minor=0)
    order = shop.buyer("Bea Byuer").buy(event, product)
    mine, here = order_opened(shop, open_page, order, width=width, scheme=scheme)
    theirs = another_tab(mine)
    forms = []
    for drawer in (here, theirs.get_by_role("dialog")):
        drawer.get_by_role("button", name="Edit the buyer").click()
        forms.append(drawer.get_by_role("form", name="Details of the buyer"))
    form, their_form = forms
    form.get_by_label("Name").fill("Bea Buyer")
    their_form.get_by_label("E-mail").fill("bea@example.com")
    their_form.get_by_role("button", name="Save").click()
    expect(their_form).to_have_count(0)
    mine.wait_for_timeout(6_000)  # the drawer reads the order again meanwhile: that must not make the edit a new one
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("Ada Lovelace has saved this in the meantime. Changed: email.")).to_be_visible()
    look(mine, f"stale-order-{width}-{scheme}")
    merged(form)
    expect(form.get_by_label("E-mail")).to_have_value("bea@example.com")
    expect(form.get_by_label("Name")).to_have_value("Bea Buyer")
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)
    assert shop.order(order["id"])["buyer"] == {"name": "Bea Buyer", "email": "bea@example.com"}


def test_a_part_s_day_and_a_limit_tell_who_comes_second(shop: Shop, open_page: Open, look: Look) -> None:
    order = shop.order(in_parts(shop)[1]["id"])
    page, drawer = order_opened(shop, open_page, order, width=390)
    drawer.get_by_role("button", name="Change the day of part 2…").click()
    day = drawer.get_by_role("form", name="A new day for part 2")
    day.get_by_label("Part 2 falls due").fill("2031-03-20T12:00")
    seen = {"If-Match": f'"{order["instalments"]["parts"][1]["version"]}"'}
    shop.patch(f"/orders/{order['id']}/instalments/2", {"due_at": "2031-03-21T12:00:00Z"}, **seen)
    day.get_by_role("button", name="Save").click()
    merged(day)
    expect(day.get_by_label("Part 2 falls due")).to_have_value("2031-03-20T12:00")
    look(page, "stale-part-390")
    day.get_by_role("button", name="Save").click()
    expect(day).to_have_count(0)

    event, _ = shop.on_sale(capacity=50)
    page.goto(f"{shop.cloud.settings.url}/dashboard/#/events/{event}/limits")
    page.get_by_role("button", name="Change how many: Standard").click()
    field = page.get_by_label("How many: Standard")
    field.fill("70")
    [pool] = shop.get(f"/events/{event}/catalogue")["pools"]
    shop.patch(f"/events/{event}/pools/{pool['id']}", {"capacity": 60}, **{"If-Match": f'"{pool["version"]}"'})
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Somebody has made it 60 meanwhile. Save again to make it 70.")).to_be_visible()
    look(page, "stale-limit-390")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Standard: 70 now.")).to_be_visible()
