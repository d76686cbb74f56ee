"""Everything that can be put on sale, through the dashboard and on to the buyer's page."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.buying import Look, Open, card_form, confirmed, event_page, go_on_as, pay
from tests.browser.selling import at, more, opened, sent, signed_in
from tests.shop import Shop, wait_for


def _add_tickets_with_tiers(page: Page) -> None:
    form = opened(page, "Add tickets")
    form.get_by_label("Name").fill("Standard")
    form.get_by_label("Price in EUR").fill("20")
    form.get_by_label("How many").fill("80")
    form.get_by_role("button", name=re.compile("More prices")).click()
    form.get_by_role("button", name="Add a price").click()
    form.get_by_role("group", name="Early bird").get_by_label("How many").fill("5")
    form.get_by_role("button", name="Add another price").click()
    second = form.get_by_role("group", name="Price 2")
    second.get_by_label("Price in EUR").fill("30")
    second.get_by_label("Name of this price").fill("Regular")
    sent(form, "Add the tickets")


def _add_tax_and_fee(page: Page) -> None:
    form = opened(page, "Add a tax")
    form.get_by_label("Name").fill("VAT")
    form.get_by_label("Rate in percent").fill("19")
    sent(form, "Add the tax")
    form = opened(page, "Add a fee")
    form.get_by_label("Name").fill("Booking fee")
    form.get_by_label("Amount in EUR").fill("1,50")
    sent(form, "Add the fee")


def _add_code_and_question(shop: Shop, page: Page, event: str) -> None:
    at(shop, page, event, "codes")
    form = opened(page, "Add a code")
    form.get_by_role("textbox", name="Code").fill("friends")
    form.get_by_label("Percent off").fill("50")
    form.get_by_label("How often it can be used").fill("3")
    sent(form, "Add the code")
    at(shop, page, event, "questions")
    form = opened(page, "Add a question")
    form.get_by_role("textbox", name="Question", exact=True).fill("How did you hear of us?")
    form.get_by_text("Once for an order").click()
    form.get_by_role("switch", name="An answer is required").check()
    sent(form, "Add the question")


def _names(page: Page) -> list[str]:
    labels = page.get_by_role("button", name=re.compile("^Move ")).all()
    return [str(button.get_attribute("aria-label")).removeprefix("Move ") for button in labels]


@pytest.mark.req("PRC-1", "PRC-5", "PRC-11", "ORD-6")
def test_what_the_dashboard_puts_on_sale_is_bought_with_its_code(shop: Shop, open_page: Open, look: Look) -> None:
    event = shop.new_event()["id"]
    page = signed_in(shop, open_page, width=1280, height=900)
    at(shop, page, event, "prices")
    _add_tax_and_fee(page)
    at(shop, page, event, "tickets")
    _add_tickets_with_tiers(page)
    expect(page.get_by_text("0 of 5 · €20.00")).to_be_visible()
    at(shop, page, event, "prices")
    expect(page.get_by_text("costs the buyer €21.50")).to_be_visible()
    expect(page.get_by_text("€20.00 price (incl. €3.19 VAT) + €1.50 Booking fee")).to_be_visible()
    _add_code_and_question(shop, page, event)
    page.get_by_role("tab", name="Overview").click()
    page.get_by_role("button", name="Publish the event").click()
    expect(page.get_by_text("Your page is public")).to_be_visible()
    at(shop, page, event, "prices")
    expect(page.get_by_text("€20.00 price (incl. €3.19 VAT) + €1.50 Booking fee")).to_be_visible()
    look(page, "catalogue-prices")

    buyer = open_page(event_page(shop, event))
    buyer.get_by_role("button", name=re.compile("code", re.I)).first.click()
    buyer.locator("#code").fill("Friends")
    buyer.get_by_role("button", name="Apply").click()
    expect(buyer.get_by_text("FRIENDS")).to_be_visible()
    buyer.get_by_role("button", name=re.compile("One more")).first.click()
    buyer.get_by_role("button", name="Get tickets").click()
    buyer.get_by_label("How did you hear of us?").fill("From a friend")
    go_on_as(buyer)
    expect(card_form(buyer).get_by_label("Card number")).to_be_visible()
    pay(buyer)
    confirmed(buyer)
    order = shop.order(shop.get(f"/events/{event}/orders")["items"][0]["id"])
    assert (order["subtotal_minor"], order["discount_minor"], order["total_minor"]) == (2000, 1000, 1150)

    at(shop, page, event, "codes")
    expect(page.get_by_text("1 of 3 uses")).to_be_visible()
    page.get_by_role("button", name="More about FRIENDS").click()
    expect(page.get_by_role("menuitem", name="Used already")).to_be_disabled()


@pytest.mark.req("PRC-5")
def test_a_copied_link_fills_in_the_code(shop: Shop, open_page: Open) -> None:
    event, _ = shop.on_sale(price_minor=2000)
    shop.post(f"/events/{event}/codes", {"code": "FRIENDS", "discount": "percent", "percent": "50"})
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/codes")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    event_page(shop, event)
    more(page, "FRIENDS", "Copy a link with it")
    expect(page.get_by_text("The link is copied")).to_be_visible()
    buyer = open_page(page.evaluate("navigator.clipboard.readText()"))
    expect(buyer.get_by_text("FRIENDS")).to_be_visible()


@pytest.mark.req("EVT-12")
def test_a_stale_save_of_tickets_loses_nothing(shop: Shop, open_page: Open, look: Look) -> None:
    event, product = shop.on_sale()
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/tickets", width=1280, height=900)
    form = opened(page, "Edit Standard")
    form.get_by_label("Name").fill("Mine")
    theirs = {"price_minor": 3100}
    assert shop.send("PATCH", f"/events/{event}/products/{product}", theirs, **{"If-Match": '"1"'}).ok
    form.get_by_role("button", name="Save", exact=True).click()
    expect(form.get_by_text("Somebody was quicker")).to_be_visible()
    look(page, "catalogue-stale")
    form.get_by_role("button", name=re.compile("Load the new version")).click()
    expect(form.get_by_label("Price in EUR")).to_have_value("31.00")
    expect(form.get_by_label("Name")).to_have_value("Mine")
    sent(form, "Save")
    saved = shop.get(f"/events/{event}/products")["items"][0]
    assert (saved["name"]["en"], saved["price_minor"]) == ("Mine", 3100)


@pytest.mark.req("CAP-8")
def test_a_limit_is_not_lowered_below_what_is_sold(shop: Shop, open_page: Open) -> None:
    event, product = shop.on_sale(price_minor=0)
    shop.buyer().buy(event, product, 2)
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/tickets")
    page.get_by_role("button", name="Change how many: Standard").click()
    page.get_by_label("How many: Standard").fill("1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 are sold or held")).to_be_visible()
    page.get_by_label("How many: Standard").fill("60")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 of 60 sold or held · 58 free")).to_be_visible()


def test_tickets_are_put_in_order_by_keys_by_menu_and_by_hand(shop: Shop, open_page: Open) -> None:
    event = shop.new_event()["id"]
    for name in ("One", "Two", "Three"):
        shop.new_product(event, name={"en": name})
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/tickets", width=1280, height=900)
    page.get_by_role("button", name="Move Three").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("status").filter(has_text="Three: place 1 of 3")).to_have_count(1)
    expect(page.get_by_role("button", name="Move Three")).to_be_focused()
    more(page, "Three", "Move down")
    assert _names(page) == ["One", "Three", "Two"]
    page.get_by_role("button", name="Move One").hover()
    page.mouse.down()
    box = page.get_by_role("button", name="Move Two").bounding_box()
    assert box
    page.mouse.move(box["x"], box["y"] + 150, steps=8)
    page.mouse.up()
    assert _names(page) == ["Three", "Two", "One"]
    wait_for(
        lambda: (
            [one["name"]["en"] for one in shop.get(f"/events/{event}/products")["items"]] == ["Three", "Two", "One"]
        ),
        "the order",
    )


def test_what_was_removed_comes_back_where_it_was(shop: Shop, open_page: Open) -> None:
    event = shop.new_event()["id"]
    for name in ("One", "Two"):
        shop.new_product(event, name={"en": name}, max_per_buyer=4)
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/tickets")
    more(page, "One", "Remove")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Edit One")).to_be_visible()
    wait_for(
        lambda: (
            [(one["name"]["en"], one["max_per_buyer"]) for one in shop.get(f"/events/{event}/products")["items"]]
            == [("One", 4), ("Two", 4)]
        ),
        "the undoing",
    )
