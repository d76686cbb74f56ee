"""Money goes back in a browser: staff refund tickets, a buyer gives them back, an event is called off."""

import pytest
from playwright.sync_api import expect

from tests.browser.buying import Look, Open, add, published
from tests.browser.selling import order_opened, signed_in
from tests.shop import Shop, wait_for

RULES = {
    "refunds": "rules",
    "rules": [
        {"hours_before": 168, "percent": "100", "fee_minor": {"EUR": 200}},
        {"hours_before": 24, "percent": "50"},
    ],
    "self_service": True,
}


@pytest.mark.req("INV-2")
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_staff_see_what_a_refund_does_and_do_it_once(
    shop: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    event, product = shop.on_sale()
    order = shop.buyer("Bea Buyer").buy(event, product, 3)
    page, drawer = order_opened(shop, open_page, order, width=width, scheme=scheme)
    drawer.get_by_role("button", name="Refund…").click()
    drawer.get_by_role("checkbox", name="2. Standard, Bea Buyer").check()
    drawer.get_by_role("combobox", name="Reason").click()
    page.get_by_role("option", name="The buyer asked for it").click()
    expect(drawer.get_by_text("Ticket 2 admits nobody any more")).to_be_visible()
    drawer.get_by_role("button", name="Refund €25.00").scroll_into_view_if_needed()
    look(page, f"refund-form-{width}")
    drawer.get_by_role("button", name="Refund €25.00").dblclick()
    refunds = drawer.get_by_role("list", name="Refunds")
    expect(refunds.get_by_text("Refunded", exact=True)).to_be_visible(timeout=20_000)
    refunds.scroll_into_view_if_needed()
    look(page, f"refund-done-{width}")
    assert [one["amount_minor"] for one in shop.get(f"/orders/{order['id']}/refunds")["items"]] == [2500]


@pytest.mark.req("INV-9", "INV-11")
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_a_buyer_gives_a_ticket_back_by_the_rules_that_were_shown(
    shop: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    made = shop.new_event(policy=RULES)
    product = shop.new_product(made["id"])
    url = shop.post(f"/events/{made['id']}/publish", {})["page_url"]
    wait_for(lambda: shop.session.get(url, timeout=10).ok, "the page")
    assert "Until 7 days before the start: the full price back, less 2.00 EUR a ticket." in shop.session.get(url).text
    order = shop.buyer().buy(made["id"], product["id"], 2)
    link = f"{shop.cloud.settings.url}/order/?o={order['id']}#t={order['token']}"
    page = open_page(link, width=width, height=900, scheme=scheme)
    page.get_by_text("You cannot come?").click()
    page.get_by_role("checkbox").first.check()
    expect(page.get_by_text("You get €23.00 back, the way you paid.")).to_be_visible()
    look(page, f"give-back-{width}")
    page.get_by_role("button", name="Give them back…").click()
    expect(page.get_by_role("heading", name="Give 1 ticket back?")).to_be_focused()
    look(page, f"give-back-sure-{width}")
    page.get_by_role("button", name="Yes, give back").click()
    expect(page.locator(".tickets li")).to_have_count(1)
    wait_for(lambda: shop.order(order["id"])["refunded_minor"] == 2300, "the refund")
    page.reload()
    expect(page.get_by_text("Refunded")).to_be_visible()
    look(page, f"give-back-done-{width}")


@pytest.mark.req("INV-9", "INV-10")
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_a_buyer_gives_two_of_three_tickets_back_with_their_part_of_the_order_s_fee(
    shop: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    event = shop.new_event(policy={"refunds": "rules", "rules": [{"hours_before": 24}], "self_service": True})["id"]
    product = shop.new_product(event, price_minor=1000)["id"]
    add(shop, event, "fees", "Order fee", per="order", amounts={"EUR": 100})
    published(shop, event)
    order = shop.buyer().buy(event, product, 3)
    link = f"{shop.cloud.settings.url}/order/?o={order['id']}#t={order['token']}"
    page = open_page(link, width=width, height=900, scheme=scheme)
    page.get_by_text("You cannot come?").click()
    page.get_by_role("checkbox").nth(0).check()
    expect(page.get_by_text("You get €10.33 back, the way you paid.")).to_be_visible()
    page.get_by_role("checkbox").nth(1).check()
    look(page, f"give-two-back-{width}")
    page.get_by_role("button", name="Give them back…").click()
    expect(page.get_by_role("heading", name="Give 2 tickets back?")).to_be_focused()
    expect(page.get_by_text("You get €20.67 back, the way you paid.")).to_be_visible()
    look(page, f"give-two-back-sure-{width}")
    page.get_by_role("button", name="Yes, give back").click()
    expect(page.locator(".tickets li")).to_have_count(1)
    wait_for(lambda: shop.order(order["id"])["refunded_minor"] == 2067, "the refund")
    page.get_by_text("You cannot come?").click()
    page.get_by_role("checkbox").check()
    expect(page.get_by_text("You get €10.33 back, the way you paid.")).to_be_visible()


@pytest.mark.req("INV-1")
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_an_event_is_called_off_by_typing_its_title(
    shop: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    event, product = shop.on_sale()
    for quantity in (2, 1, 3):
        shop.buyer("Bea Buyer").buy(event, product, quantity)
    shop.buyer().reserve(event, product)
    path = f"/dashboard/#/events/{event}/cancellation"
    page = signed_in(shop, open_page, path, width=width, height=900, scheme=scheme)
    expect(page.get_by_text("€150.00", exact=True)).to_be_visible()
    look(page, f"call-off-{width}")
    button = page.get_by_role("button", name="Call it off and give €150.00 back")
    expect(button).to_be_disabled()
    page.get_by_label("Type Summer Night to confirm").fill("Summer Night")
    button.click()
    expect(page.get_by_text("All orders are done.")).to_be_visible(timeout=60_000)
    look(page, f"called-off-{width}")
    expect(page.get_by_text("Cancelled and refunded.")).to_have_count(3)


@pytest.mark.req("INV-12")
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_an_organizer_writes_rules_of_refunds(shop: Shop, open_page: Open, look: Look, width: int, scheme: str) -> None:
    event = shop.new_event()
    path = f"/dashboard/#/events/{event['id']}/edit"
    page = signed_in(shop, open_page, path, width=width, height=900, scheme=scheme)
    page.get_by_role("button", name="Refunds Buyers ask, you decide").click()
    page.get_by_role("radio", name="By rules: the earlier, the more").check()
    rule = page.get_by_role("group", name="Rule 1")
    rule.get_by_label("Until so many hours before the start").fill("168")
    rule.get_by_label("Percent of the price that goes back").fill("101")
    rule.get_by_label("Kept of each ticket in EUR").fill("2,50")
    page.get_by_role("checkbox", name="Buyers may cancel by themselves").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    rule.get_by_label("Percent of the price that goes back").fill("80")
    rule.scroll_into_view_if_needed()
    look(page, f"refund-rules-{width}")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("tab", name="Overview")).to_be_visible()
    assert shop.get(f"/events/{event['id']}")["policy"] == {
        "refunds": "rules",
        "rules": [{"hours_before": 168, "percent": "80", "fee_minor": {"EUR": 250}}],
        "keeps_fees": False,
        "self_service": True,
    }
