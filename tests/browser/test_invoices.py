"""An owner says who sells, and opens an order's invoice: in a browser."""

import re

import pytest
from playwright.sync_api import expect

from localstack.launcher import Running
from tests.browser.buying import Look, Open
from tests.browser.selling import signed_in
from tests.shop import Shop, wait_for


@pytest.mark.req("INV-13")
@pytest.mark.req("INV-14")
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_an_owner_fills_in_the_seller_and_opens_an_orders_invoice(
    cloud: Running, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    shop = Shop.opened(cloud)
    page = signed_in(shop, open_page, "/dashboard/#/invoices", width=width, height=900, scheme=scheme)
    expect(page.get_by_role("link", name="← All events")).to_have_attribute("href", "#/")
    page.get_by_label("Legal name").fill("Harbour Hall GmbH")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("is required").first).to_be_visible()
    page.get_by_label("Street and number").fill("Am Kai 7")
    page.get_by_label("City").fill("Hamburg")
    page.get_by_role("combobox", name="Country").click()
    page.get_by_role("option", name="Germany").click()
    page.get_by_role("textbox", name="Invoices").fill("FY{year}/INV{number:05}")
    expect(page.get_by_text(re.compile(r"Looks like FY\d{4}/INV00001"))).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Paid orders get invoices from now on.")).to_be_visible()
    look(page, f"dashboard-invoices-{width}")
    assert shop.get("/account/invoicing")["legal_name"] == "Harbour Hall GmbH"

    event, product = shop.on_sale()
    order = shop.buyer().buy(event, product)
    wait_for(lambda: shop.get(f"/orders/{order['id']}/invoices")["items"], "the invoice")
    page.goto(page.url.partition("#")[0] + f"#/events/{event}/orders/{order['id']}")
    link = page.get_by_role("link", name=re.compile(r"Invoice FY\d{4}.INV00001"))
    expect(link).to_be_visible()
    answer = page.request.get(link.get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf"
    look(page, f"dashboard-order-invoice-{width}")


def test_two_owners_at_once_lose_nothing(cloud: Running, open_page: Open) -> None:
    shop = Shop.opened(cloud)
    page = signed_in(shop, open_page, "/dashboard/#/invoices", width=1280, height=900)
    page.get_by_label("Legal name").fill("Mine")
    page.get_by_role("switch").click()
    theirs = {"is_on": False, "tax_id": "DE1"}
    assert shop.send("PUT", "/account/invoicing", theirs, **{"If-Match": '"0"'}).ok
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Load the new version, keep what I typed").click()
    expect(page.get_by_label("Tax ID")).to_have_value("DE1")
    expect(page.get_by_label("Legal name")).to_have_value("Mine")


def test_who_gets_no_invoice_is_not_kept_looking_for_it(shop: Shop, open_page: Open) -> None:
    """Invoices are off as an account begins: neither page asks again and again."""
    event, product = shop.on_sale()
    order = shop.buyer().buy(event, product)
    asked: list[str] = []
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/orders", width=1440, height=900)
    page.on("request", lambda one: asked.append(one.url) if one.url.endswith("/invoices") else None)
    page.get_by_role("link", name=order["reference"]).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    wait_for(lambda: page.wait_for_timeout(200) or asked, "the look for invoices")
    page.wait_for_timeout(4_000)
    assert len(asked) == 1
    page.goto(f"{shop.cloud.settings.url}/order/?o={order['id']}#t={order['token']}")
    wait_for(lambda: page.wait_for_timeout(200) or asked[1:], "the buyer's look for invoices")
    page.wait_for_timeout(4_000)
    assert len(asked) == 2
