"""Paying later, noting what came, looking at risky payments, answering a bank: in a browser."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.api.disputing import disputed
from tests.api.paying_later import note, ordered
from tests.api.stripe_control import paid
from tests.browser.buying import Look, Open
from tests.browser.selling import order_opened, signed_in
from tests.shop import Shop, wait_for

SCREENS: list[dict[str, Any]] = [{"width": 390, "scheme": "light"}, {"width": 1280, "scheme": "dark"}]


def name_of(screen: dict[str, Any]) -> str:
    return f"{screen['width']}-{screen['scheme']}"


@pytest.mark.req("PAY-7")
@pytest.mark.parametrize("screen", SCREENS, ids=name_of)
def test_members_note_part_of_the_money_then_the_rest(
    shop: Shop, open_page: Open, look: Look, screen: dict[str, Any]
) -> None:
    _, order = ordered(shop)
    page, drawer = order_opened(shop, open_page, order, **screen)
    drawer.get_by_role("button", name="Note a payment…").click()
    form = drawer.get_by_role("region", name="What has come in?")
    amount = form.get_by_label("Amount in EUR")
    expect(amount).to_have_value("50.00")
    amount.fill("20.005")
    expect(form.get_by_text("Enter an amount like 50.00.")).to_be_visible()
    amount.fill("20")
    expect(form.get_by_text("€30.00 will be missing.")).to_be_visible()
    look(page, f"money-note-{name_of(screen)}")
    form.get_by_role("button", name="Note it").click()
    expect(drawer.get_by_text("€20.00 of €50.00 paid")).to_be_visible()
    look(page, f"money-part-{name_of(screen)}")
    drawer.get_by_role("button", name="Note a payment…").click()
    expect(amount).to_have_value("30.00")
    amount.fill("35")
    expect(form.get_by_text("€5.00 is too much")).to_be_visible()
    form.get_by_role("button", name="Note it").click()
    expect(drawer.get_by_text("€5.00 to hand back")).to_be_visible()
    look(page, f"money-surplus-{name_of(screen)}")
    drawer.get_by_role("button", name="Take €35.00 off again…").click()
    drawer.get_by_role("button", name="Take it off").click()
    expect(drawer.get_by_text("taken off")).to_be_visible()
    look(page, f"money-corrected-{name_of(screen)}")


@pytest.mark.req("PAY-7")
@pytest.mark.parametrize("screen", SCREENS, ids=name_of)
def test_a_complete_order_whose_payment_was_taken_off_asks_for_what_is_missing(
    shop: Shop, open_page: Open, look: Look, screen: dict[str, Any]
) -> None:
    _, order = ordered(shop)
    paid = note(shop, order, 5000)["payments"][0]["id"]
    shop.post(f"/orders/{order['id']}/payments/{paid}/correction", {})
    page, drawer = order_opened(shop, open_page, order, **screen)
    drawer.get_by_role("button", name="Note a payment…").click()
    form = drawer.get_by_role("region", name="What has come in?")
    amount = form.get_by_label("Amount in EUR")
    expect(amount).to_have_value("50.00")
    expect(form.get_by_text("The order stays complete, and nothing is missing any more.")).to_be_visible()
    amount.fill("20")
    expect(form.get_by_text("The order stays complete: €30.00 will be missing.")).to_be_visible()
    look(page, f"money-missing-again-{name_of(screen)}")
    form.get_by_role("button", name="Note it").click()
    expect(drawer.get_by_text("€20.00 of €50.00 paid")).to_be_visible()
    drawer.get_by_role("button", name="Note a payment…").click()
    expect(amount).to_have_value("30.00")
    form.get_by_role("button", name="Note it").click()
    drawer.get_by_role("button", name="Note a payment…").click()
    expect(amount).to_have_value("")
    amount.fill("1")
    expect(form.get_by_text("Nothing is missing: this is too much")).to_be_visible()


@pytest.mark.req("PAY-7")
@pytest.mark.parametrize("screen", SCREENS, ids=name_of)
def test_a_buyer_sees_how_much_of_their_money_has_come(
    shop: Shop, open_page: Open, look: Look, screen: dict[str, Any]
) -> None:
    _, order = ordered(shop)
    note(shop, order, 2000)
    url = f"{shop.cloud.settings.url}/order/?o={order['id']}#t={order['token']}"
    page = open_page(url, height=900, **screen)
    expect(page.get_by_text("€20.00 of €50.00 are here. Thank you!")).to_be_visible()
    for words in ("€30.00", order["reference"], "Pay to DE00 1234"):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.get_by_role("button", name="Copy Reference")).to_be_visible()
    look(page, f"money-buyer-{name_of(screen)}")


@pytest.mark.req("PAY-7")
@pytest.mark.parametrize("screen", SCREENS, ids=name_of)
def test_whoever_still_has_to_pay_is_told_where_although_nobody_else_may_pay_so(
    shop: Shop, open_page: Open, screen: dict[str, Any]
) -> None:
    buyer, order = ordered(shop)
    event = order["event"]["id"]
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/edit", height=900, **screen)
    page.get_by_role("button", name="Orders and payment").click()
    page.get_by_role("checkbox", name="By bank transfer").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("tab", name="Overview")).to_be_visible()
    assert "bank" not in shop.get(f"/events/{event}")["payment_methods"]
    assert buyer.see(order)["to_pay"]["instructions"]["en"].startswith("Pay to DE00 1234")
    page.goto(f"{shop.cloud.settings.url}/order/?o={order['id']}#t={order['token']}")
    expect(page.get_by_text("Pay to DE00 1234").first).to_be_visible()


@pytest.mark.req("PAY-12")
@pytest.mark.parametrize("screen", SCREENS, ids=name_of)
def test_risky_payments_are_one_click_away_and_say_why(
    shop: Shop, open_page: Open, look: Look, screen: dict[str, Any]
) -> None:
    own = Shop.opened(shop.cloud)
    _, order = paid(own, "pm_card_riskLevelElevated")
    event = order["event"]["id"]
    wait_for(lambda: own.get(f"/events/{event}/orders?state=REVIEW")["items"], "the queue")
    page = signed_in(own, open_page, f"/dashboard/#/events/{event}/orders", height=900, **screen)
    page.get_by_role("button", name="Needs a look").click()
    page.get_by_role("link", name=order["reference"]).click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("Stripe finds this payment risky.")).to_be_visible()
    expect(drawer.get_by_text("risk elevated")).to_be_visible()
    look(page, f"money-review-{name_of(screen)}")


@pytest.mark.req("PAY-13")
@pytest.mark.parametrize("screen", SCREENS, ids=name_of)
def test_members_answer_a_bank(shop: Shop, open_page: Open, look: Look, screen: dict[str, Any]) -> None:
    _, order, _ = disputed(shop)
    page, drawer = order_opened(shop, open_page, order, **screen)
    drawer.get_by_label("Your words to the bank").fill("They were here.")
    drawer.get_by_role("button", name="See what goes with it").click()
    expect(drawer.get_by_text("tickets were reserved on our website")).to_be_visible()
    look(page, f"money-dispute-{name_of(screen)}")
    drawer.get_by_role("button", name="Answer the bank…").click()
    drawer.get_by_role("button", name="Send it to the bank").click()
    expect(drawer.get_by_text("The bank decides")).to_be_visible()
    page.goto(f"{shop.cloud.settings.url}/dashboard/#/payments")
    expect(page.get_by_role("link", name=order["reference"])).to_be_visible()
    expect(page.get_by_role("heading", name="Protection against fraud")).to_be_visible()
    look(page, f"money-payments-{name_of(screen)}")


@pytest.mark.req("PAY-7")
@pytest.mark.parametrize("screen", SCREENS, ids=name_of)
def test_an_event_says_how_to_pay_later(shop: Shop, open_page: Open, look: Look, screen: dict[str, Any]) -> None:
    event = shop.new_event()["id"]
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/edit", height=900, **screen)
    page.get_by_role("button", name="Orders and payment").click()
    page.get_by_label("By bank transfer; you note what arrives").check()
    box = page.get_by_role("group", name="Bank transfer")
    box.get_by_label("How to pay").fill("IBAN DE00 1234")
    box.get_by_label("Days to pay").fill("5")
    box.get_by_label("Remind before").fill("2")
    look(page, f"money-event-{name_of(screen)}")
    page.get_by_role("button", name="Save").click()
    terms = wait_for(lambda: shop.get(f"/events/{event}")["offline"].get("bank"), "what was saved")
    assert (terms["instructions"], terms["days"], terms["reminder_days"]) == ({"en": "IBAN DE00 1234"}, 5, 2)
