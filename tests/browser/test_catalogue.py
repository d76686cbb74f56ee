"""Everything that can be put on sale, through the dashboard and on to the buyer's page."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_buying import _card_form, _confirmed, _event_page, _pay, _say_who
from tests.browser.test_staff import Look, Open, _signed_in
from tests.shop import Shop, wait_for

SCREENS = [(320, "dark"), (390, "light"), (768, "dark"), (1280, "light")]
PARTS = ["tickets", "prices", "codes", "questions", "dates", "limits", "blocks", "waitlist"]


def _at(shop: Shop, page: Page, event: str, part: str) -> None:
    page.goto(f"{shop.cloud.settings.url}/dashboard/#/events/{event}/{part}")
    expect(page.get_by_role("navigation", name="What is on sale")).to_be_visible()


def _opened(page: Page, button: str) -> Locator:
    page.get_by_role("button", name=button, exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def _sent(dialog: Locator, button: str) -> None:
    dialog.get_by_role("button", name=button, exact=True).click()
    expect(dialog).to_have_count(0)


def _more(page: Page, name: str, item: str) -> None:
    page.get_by_role("button", name=f"More about {name}").click()
    page.get_by_role("menuitem", name=item).click()


def _add_tickets_with_tiers(page: Page) -> None:
    form = _opened(page, "Add tickets")
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
    _sent(form, "Add the tickets")


def _add_tax_and_fee(page: Page) -> None:
    form = _opened(page, "Add a tax")
    form.get_by_label("Name").fill("VAT")
    form.get_by_label("Rate in percent").fill("19")
    _sent(form, "Add the tax")
    form = _opened(page, "Add a fee")
    form.get_by_label("Name").fill("Booking fee")
    form.get_by_label("Amount in EUR").fill("1,50")
    _sent(form, "Add the fee")


def _add_code_and_question(shop: Shop, page: Page, event: str) -> None:
    _at(shop, page, event, "codes")
    form = _opened(page, "Add a code")
    form.get_by_role("textbox", name="Code").fill("friends")
    form.get_by_label("Percent off").fill("50")
    form.get_by_label("How often it can be used").fill("3")
    _sent(form, "Add the code")
    _at(shop, page, event, "questions")
    form = _opened(page, "Add a question")
    form.get_by_role("textbox", name="Question", exact=True).fill("How did you hear of us?")
    form.get_by_text("Once for an order").click()
    form.get_by_role("switch", name="An answer is required").check()
    _sent(form, "Add the question")


@pytest.mark.req("PRC-1", "PRC-5", "PRC-11", "ORD-6")
def test_what_the_dashboard_puts_on_sale_is_bought_with_its_code(shop: Shop, open_page: Open, look: Look) -> None:
    event = shop.new_event()["id"]
    page = _signed_in(shop, open_page, width=1280, height=900)
    _at(shop, page, event, "prices")
    _add_tax_and_fee(page)
    _at(shop, page, event, "tickets")
    _add_tickets_with_tiers(page)
    expect(page.get_by_text("0 of 5 · €20.00")).to_be_visible()
    _at(shop, page, event, "prices")
    expect(page.get_by_text("costs the buyer €21.50")).to_be_visible()
    _add_code_and_question(shop, page, event)
    page.get_by_role("tab", name="Overview").click()
    page.get_by_role("button", name="Publish the event").click()
    expect(page.get_by_text("Your page is public")).to_be_visible()
    _at(shop, page, event, "prices")
    expect(page.get_by_text("€20.00 price (incl. €3.19 VAT) + €1.50 Booking fee")).to_be_visible()
    look(page, "catalogue-prices")

    buyer = open_page(_event_page(shop, event))
    buyer.get_by_role("button", name=re.compile("code", re.I)).first.click()
    buyer.locator("#code").fill("Friends")
    buyer.get_by_role("button", name="Apply").click()
    expect(buyer.get_by_text("FRIENDS")).to_be_visible()
    buyer.get_by_role("button", name=re.compile("One more")).first.click()
    buyer.get_by_role("button", name="Get tickets").click()
    buyer.get_by_label("How did you hear of us?").fill("From a friend")
    _say_who(buyer)
    expect(_card_form(buyer).get_by_label("Card number")).to_be_visible()
    _pay(buyer)
    _confirmed(buyer)
    order = shop.order(shop.get(f"/events/{event}/orders")["items"][0]["id"])
    assert (order["subtotal_minor"], order["discount_minor"], order["total_minor"]) == (2000, 1000, 1150)

    _at(shop, page, event, "codes")
    expect(page.get_by_text("1 of 3 uses")).to_be_visible()
    page.get_by_role("button", name="More about FRIENDS").click()
    expect(page.get_by_role("menuitem", name="Used already")).to_be_disabled()


@pytest.mark.req("PRC-5")
def test_a_copied_link_fills_in_the_code(shop: Shop, open_page: Open) -> None:
    event, _ = shop.on_sale(price_minor=2000)
    shop.post(f"/events/{event}/codes", {"code": "FRIENDS", "discount": "percent", "percent": "50"})
    page = _signed_in(shop, open_page, f"/dashboard/#/events/{event}/codes")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _event_page(shop, event)
    _more(page, "FRIENDS", "Copy a link with it")
    expect(page.get_by_text("The link is copied")).to_be_visible()
    buyer = open_page(page.evaluate("navigator.clipboard.readText()"))
    expect(buyer.get_by_text("FRIENDS")).to_be_visible()


@pytest.mark.req("EVT-12")
def test_a_stale_save_of_tickets_loses_nothing(shop: Shop, open_page: Open, look: Look) -> None:
    event, product = shop.on_sale()
    page = _signed_in(shop, open_page, f"/dashboard/#/events/{event}/tickets", width=1280, height=900)
    form = _opened(page, "Edit Standard")
    form.get_by_label("Name").fill("Mine")
    theirs = {"price_minor": 3100}
    assert shop.send("PATCH", f"/events/{event}/products/{product}", theirs, **{"If-Match": '"1"'}).ok
    form.get_by_role("button", name="Save", exact=True).click()
    expect(form.get_by_text("Somebody was quicker")).to_be_visible()
    look(page, "catalogue-stale")
    form.get_by_role("button", name=re.compile("Load the new version")).click()
    expect(form.get_by_label("Price in EUR")).to_have_value("31.00")
    expect(form.get_by_label("Name")).to_have_value("Mine")
    _sent(form, "Save")
    saved = shop.get(f"/events/{event}/products")["items"][0]
    assert (saved["name"]["en"], saved["price_minor"]) == ("Mine", 3100)


@pytest.mark.req("CAP-8")
def test_a_limit_is_not_lowered_below_what_is_sold(shop: Shop, open_page: Open) -> None:
    event, product = shop.on_sale(price_minor=0)
    shop.buyer().buy(event, product, 2)
    page = _signed_in(shop, open_page, f"/dashboard/#/events/{event}/tickets")
    page.get_by_role("button", name="Change how many: Standard").click()
    page.get_by_label("How many: Standard").fill("1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 are sold or held")).to_be_visible()
    page.get_by_label("How many: Standard").fill("60")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 of 60 sold or held · 58 free")).to_be_visible()


def _names(page: Page) -> list[str]:
    labels = page.get_by_role("button", name=re.compile("^Move ")).all()
    return [str(button.get_attribute("aria-label")).removeprefix("Move ") for button in labels]


def test_tickets_are_put_in_order_by_keys_by_menu_and_by_hand(shop: Shop, open_page: Open) -> None:
    event = shop.new_event()["id"]
    for name in ("One", "Two", "Three"):
        shop.new_product(event, name={"en": name})
    page = _signed_in(shop, open_page, f"/dashboard/#/events/{event}/tickets", width=1280, height=900)
    page.get_by_role("button", name="Move Three").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("status").filter(has_text="Three: place 1 of 3")).to_have_count(1)
    expect(page.get_by_role("button", name="Move Three")).to_be_focused()
    _more(page, "Three", "Move down")
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
    page = _signed_in(shop, open_page, f"/dashboard/#/events/{event}/tickets")
    _more(page, "One", "Remove")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Edit One")).to_be_visible()
    wait_for(
        lambda: (
            [(one["name"]["en"], one["max_per_buyer"]) for one in shop.get(f"/events/{event}/products")["items"]]
            == [("One", 4), ("Two", 4)]
        ),
        "the undoing",
    )


@pytest.mark.req("EVT-17")
def test_a_series_is_made_by_a_rule_and_one_date_differs(shop: Shop, open_page: Open, look: Look) -> None:
    event = shop.new_event()["id"]
    shop.new_product(event)
    page = _signed_in(shop, open_page, f"/dashboard/#/events/{event}/dates", width=1280, height=900)
    form = _opened(page, "Make a series")
    form.get_by_label("How many dates").fill("3")
    expect(form.get_by_text("Sun, Jun 15, 2031, 20:00")).to_be_visible()
    look(page, "catalogue-series")
    _sent(form, "Make these dates")
    form = _opened(page, "Edit Sun, Jun 8, 20:00")
    form.get_by_label("Standard in EUR").fill("19")
    _sent(form, "Save")
    expect(page.get_by_text("with prices of its own")).to_be_visible()
    _more(page, "Sun, Jun 15, 20:00", "Cancel this date")
    expect(page.get_by_text("Cancelled", exact=True)).to_be_visible()
    days = shop.get(f"/events/{event}/occurrences")["items"]
    assert [day["status"] for day in days] == ["SCHEDULED", "SCHEDULED", "CANCELLED"]
    assert [next(iter(prices.values()))["EUR"] for prices in [day["prices"] for day in days] if prices] == [1900]


@pytest.mark.req("EVT-10")
def test_a_test_order_opens_as_its_buyer_would_see_it(shop: Shop, open_page: Open) -> None:
    event = shop.new_event()["id"]
    shop.new_product(event)
    page = _signed_in(shop, open_page, f"/dashboard/#/events/{event}/tickets")
    page.get_by_role("button", name="Place a test order").click()
    expect(page).to_have_url(re.compile("/order/"))
    expect(page.get_by_text("Standard").first).to_be_visible()


@pytest.mark.req("PRD-12")
def test_members_are_pasted_and_taken_back(shop: Shop, open_page: Open, look: Look) -> None:
    event, product = shop.on_sale(shown_to="members")
    page = _signed_in(shop, open_page, f"/dashboard/#/events/{event}/tickets")
    _more(page, "Standard", "Members…")
    form = page.get_by_role("dialog")
    form.get_by_label("Add members").fill("Ada <ada@example.com>, @example.org")
    form.get_by_role("button", name="Add them").click()
    expect(form.get_by_text("@example.org", exact=True)).to_be_visible()
    look(page, "catalogue-members")
    form.get_by_role("button", name="Remove @example.org").click()
    expect(form.get_by_role("button", name="Remove @example.org")).to_have_count(0)
    assert shop.get(f"/events/{event}/products/{product}/members")["items"] == ["ada@example.com"]


@pytest.mark.req("CAP-12", "CAP-13")
def test_tickets_are_kept_apart_given_away_and_put_back(shop: Shop, open_page: Open, look: Look) -> None:
    event, _ = shop.on_sale(capacity=10)
    page = _signed_in(shop, open_page, f"/dashboard/#/events/{event}/blocks")
    form = _opened(page, "Keep tickets apart")
    form.get_by_label("Name").fill("Sponsors")
    form.get_by_label("How many").fill("4")
    look(page, "catalogue-block-form")
    _sent(form, "Keep them apart")
    assert shop.free(event) == 6
    _more(page, "Sponsors", "Give tickets…")
    form = page.get_by_role("dialog")
    form.get_by_label("Name").fill("Grace Guest")
    form.get_by_label("E-mail").fill("grace@example.com")
    form.get_by_role("button", name="Give the tickets").click()
    expect(page.get_by_text("1 of 4 taken")).to_be_visible()
    look(page, "catalogue-blocks")
    _more(page, "Sponsors", "Put back on sale…")
    page.get_by_role("dialog").get_by_role("button", name="Put them on sale").click()
    expect(page.get_by_text("Released", exact=True)).to_be_visible()
    assert shop.free(event) == 9


@pytest.mark.req("CAP-10")
def test_a_change_of_a_limit_is_planned_and_dropped_again(shop: Shop, open_page: Open, look: Look) -> None:
    event, _ = shop.on_sale(capacity=10)
    page = _signed_in(shop, open_page, f"/dashboard/#/events/{event}/limits")
    _more(page, "Standard", "Plan a change…")
    form = page.get_by_role("dialog")
    form.get_by_label("How many then").fill("25")
    form.get_by_label("From").fill("2031-05-01T10:00")
    form.get_by_role("button", name="Plan it").click()
    expect(form.get_by_text("25 from 1 May, 10:00").or_(form.get_by_text("25 from May 1, 10:00"))).to_be_visible()
    look(page, "catalogue-release")
    form.get_by_role("button", name=re.compile("^Do not change it")).click()
    expect(form.get_by_text("Planned", exact=True)).to_have_count(0)


@pytest.mark.req("CAP-14")
def test_whoever_waits_is_listed(shop: Shop, open_page: Open, look: Look) -> None:
    event, product = shop.on_sale(capacity=1, price_minor=0)
    shop.buyer().buy(event, product)
    entry = {"product_id": product, "name": "Wanda Waits", "email": "wanda@example.com"}
    shop.post(f"/public/events/{event}/waitlist", entry)
    page = _signed_in(shop, open_page, f"/dashboard/#/events/{event}/waitlist")
    expect(page.get_by_text("Wanda Waits")).to_be_visible()
    expect(page.get_by_text("Waits", exact=True)).to_be_visible()
    look(page, "catalogue-waitlist")


def _full_event(shop: Shop) -> str:
    event = str(shop.new_event(languages=["en", "de"], extra_currencies=["USD"])["id"])
    category = shop.post(f"/events/{event}/categories", {"name": {"en": "Extras"}})["id"]
    shop.post(f"/events/{event}/taxes", {"name": {"en": "VAT"}, "rate": "19"})
    shop.post(f"/events/{event}/fees", {"name": {"en": "Booking fee"}, "amounts": {"EUR": 100}})
    tiers = [{"name": {"en": "Early bird"}, "price_minor": 2000, "capacity": 20},
             {"name": {"en": "Regular"}, "price_minor": 2500}]  # fmt: skip
    product = shop.new_product(event, tiers=tiers)["id"]
    shop.new_product(event, name={"en": "Parking"}, kind="add_on", category_id=category, requires=[product])
    shop.post(f"/events/{event}/codes", {"code": "FRIENDS", "discount": "percent", "percent": "20", "max_uses": 50})
    shop.post(f"/events/{event}/questions", {"preset": "diet"})
    shop.post(f"/events/{event}/pools", {"name": {"en": "Main hall"}, "capacity": 200})
    return event


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_every_screen_of_the_sale_fits(shop: Shop, open_page: Open, look: Look, width: int, scheme: str) -> None:
    event = _full_event(shop)
    page = _signed_in(shop, open_page, width=width, height=900, scheme=scheme)
    for part in PARTS:
        _at(shop, page, event, part)
        expect(page.get_by_role("heading", level=2).first).to_be_visible()
        expect(page.locator(".mantine-Skeleton-root")).to_have_count(0)
        look(page, f"catalogue-{part}-{width}")
    for part, button in (
        ("tickets", "Edit Standard"),
        ("codes", "Edit FRIENDS"),
        ("questions", "Edit Dietary requirements"),
    ):
        _at(shop, page, event, part)
        form = _opened(page, button)
        closed = form.locator("[aria-expanded=false][data-accordion-control]")
        while closed.count():
            closed.first.click()
        look(page, f"catalogue-{part}-form-{width}")
        form.get_by_role("button", name="Close").click()
