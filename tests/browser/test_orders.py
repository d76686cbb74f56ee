"""The organizer finds, corrects and cancels orders; a buyer sees theirs: in a browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.buying import Look, Open
from tests.browser.selling import order_opened, signed_in
from tests.shop import Shop, wait_for


@pytest.mark.req("ORD-10")
@pytest.mark.req("ORD-11")
def test_an_order_is_found_while_typing_and_by_filters(shop: Shop, open_page: Open, look: Look) -> None:
    event, product = shop.on_sale(price_minor=0)
    shop.buyer("Zoë Kravitz").buy(event, product)
    shop.buyer("Adam Ant").buy(event, product)
    wait_for(lambda: shop.get(f"/events/{event}/orders?q=zoe&state=COMPLETED")["items"], "the index")
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/orders", width=1440, height=900)
    field = page.get_by_role("searchbox", name="Search orders")
    expect(page.get_by_text("Adam Ant")).to_be_visible()
    field.fill("zoe kr")
    expect(page.get_by_text("Adam Ant")).not_to_be_visible()
    expect(page.get_by_text("Zoë Kravitz")).to_be_visible()
    page.get_by_role("combobox", name="State").click()
    page.get_by_role("option", name="Completed").click()
    expect(page.get_by_text("Zoë Kravitz")).to_be_visible()
    look(page, "dashboard-orders-search")
    page.get_by_role("link", name=re.compile(r"^\w{4}-\w{4}$")).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(field).to_have_value("zoe kr")
    field.fill("nobody at all")
    expect(page.get_by_text("No order fits.")).to_be_visible()
    look(page, "dashboard-orders-none")
    page.get_by_role("button", name="Show all orders").first.click()
    expect(page.get_by_text("Adam Ant")).to_be_visible()


@pytest.mark.req("ORD-12")
@pytest.mark.req("ORD-13")
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (320, "dark")])
def test_staff_correct_a_name_and_cancel_with_a_reason(
    shop: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    event, product = shop.on_sale()
    order = shop.buyer("Bea Byuer").buy(event, product, 2)
    page, drawer = order_opened(shop, open_page, order, width=width, scheme=scheme)
    drawer.get_by_role("button", name="Edit the buyer").click()
    form = drawer.get_by_role("form", name="Details of the buyer")
    form.get_by_label("Name").fill("Bea Buyer")
    look(page, f"order-edit-{width}")
    form.get_by_role("button", name="Save").click()
    expect(drawer.get_by_text("Buyer’s name: Bea Byuer → Bea Buyer")).to_be_visible()
    drawer.get_by_role("button", name="Cancel the order…").click()
    drawer.get_by_role("combobox", name="Reason").click()
    page.get_by_role("option", name="The buyer asked for it").click()
    drawer.get_by_label("Note").fill("Fell ill.")
    expect(drawer.get_by_text("€50.00 go back the way they were paid")).to_be_visible()
    look(page, f"order-cancel-{width}")
    drawer.get_by_role("button", name="Cancel the order", exact=True).click()
    expect(drawer.get_by_text("Reason: The buyer asked for it")).to_be_visible()
    expect(drawer.get_by_text("“Fell ill.”")).to_be_visible()
    look(page, f"order-cancelled-{width}")
    wait_for(lambda: shop.order(order["id"])["refunded_minor"] == 5000, "the refund")


def test_attendees_are_searched_on_the_server(shop: Shop, open_page: Open, look: Look) -> None:
    event, product = shop.on_sale(price_minor=0)
    shop.buyer("Grace Hopper").buy(event, product)
    shop.buyer("Alan Kay").buy(event, product)
    wait_for(lambda: shop.get(f"/events/{event}/tickets?q=grace")["items"], "the index")
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/attendees")
    page.get_by_role("searchbox", name="Search attendees").fill("hop")
    expect(page.get_by_text("Alan Kay")).not_to_be_visible()
    expect(page.get_by_text("Grace Hopper")).to_be_visible()
    look(page, "attendees-search")


@pytest.mark.req("ORD-17")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_buyer_follows_the_link_to_all_orders(shop: Shop, open_page: Open, look: Look, scheme: str) -> None:
    buyer = shop.buyer("Ida Rhodes")
    for _ in range(2):
        event, product = shop.on_sale(price_minor=0)
        buyer.buy(event, product)
    page = open_page(f"{shop.cloud.settings.url}/my/", width=320, height=700, scheme=scheme)
    look(page, f"my-ask-{scheme}")
    page.get_by_label("The e-mail address that you buy tickets with").fill(buyer.email)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_text("Look into your mailbox")).to_be_visible()
    look(page, f"my-sent-{scheme}")
    from tests.api.test_my_orders import link_of

    page.goto(f"{shop.cloud.settings.url}/my/#t={link_of(buyer)}")
    page.reload()
    expect(page.get_by_role("listitem")).to_have_count(2)
    assert "#t=" not in page.url
    look(page, f"my-orders-{scheme}")
    page.get_by_role("listitem").first.get_by_role("link").click()
    expect(page.get_by_text(re.compile("^Order [0-9A-Z]{4}-[0-9A-Z]{4}$"))).to_be_visible()


def test_an_old_link_offers_a_new_one(shop: Shop, open_page: Open) -> None:
    page = open_page(f"{shop.cloud.settings.url}/my/#t=per_x.1.AAAA")
    expect(page.get_by_role("alert")).to_contain_text("not valid any more")
    expect(page.get_by_role("button", name="Send me a link")).to_be_visible()
