"""How the account is paid, on the dashboard: connecting, what is missing, what it costs, payouts."""

import re

import pytest
from playwright.sync_api import expect

from tests.api.connecting import connected, control, operator, settings
from tests.api.test_payouts import DAY, bought
from tests.browser.buying import Look, Open
from tests.browser.selling import signed_in
from tests.shop import Shop, wait_for

PAGE = "/dashboard/#/payments"


@pytest.mark.req("PAY-1")
def test_an_organizer_connects_stripe_leaves_half_way_and_finishes(own: Shop, open_page: Open, look: Look) -> None:
    page = signed_in(own, open_page, width=1280, height=900)
    page.get_by_role("button", name=re.compile("Account of")).click()
    page.get_by_role("menuitem", name="Payments").click()
    expect(page.get_by_text("Not connected")).to_be_visible()
    look(page, "payments-none")
    page.get_by_role("button", name="Connect Stripe").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_role("radio", name=re.compile("^Simple"))).to_be_checked()
    look(page, "payments-connect")
    form.get_by_role("button", name="Go on at Stripe").click()
    page.get_by_role("button", name="Leave for later").click()
    expect(page.get_by_text("Being set up")).to_be_visible()
    expect(page.get_by_text("the bank account for payouts")).to_be_visible()
    look(page, "payments-onboarding")
    page.get_by_role("button", name="Go on at Stripe").click()
    page.get_by_role("button", name="Give all details").click()
    expect(page.get_by_text("Ready", exact=True)).to_be_visible()
    expect(page.get_by_text("Nothing was paid out yet.")).to_be_visible()
    look(page, "payments-ready")
    page.get_by_role("button", name="Disconnect…").click()
    panel = page.get_by_role("dialog")
    panel.get_by_role("combobox", name="Why?").click()
    page.get_by_role("option", name="It was connected by mistake").click()
    panel.get_by_role("button", name="Disconnect", exact=True).click()
    expect(page.get_by_text("Cards are not on sale")).to_be_visible()
    expect(panel).to_be_hidden()
    look(page, "payments-lost")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_what_we_refuse_ourselves_is_not_blamed_on_stripe(
    own: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    page = signed_in(own, open_page, PAGE, width=width, height=900, scheme=scheme)
    page.get_by_role("button", name="Connect Stripe").click()
    form = page.get_by_role("dialog")
    connected(own)  # in another window
    form.get_by_role("button", name="Go on at Stripe").click()
    expect(form.get_by_role("alert")).to_have_text(re.compile("^This account is connected to Stripe already"))
    look(page, f"payments-connect-refused-{width}")


@pytest.mark.req("PAY-19", "PAY-3")
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light"), (390, "light")])
def test_payouts_their_orders_and_the_fee_are_shown(
    shop: Shop, own: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    account = connected(own)
    plan = {"percent": "2.5", "fixed": {"EUR": 50}, "least": {"EUR": 100}}
    path = f"/platform/accounts/{own.get('/me')['account']['id']}/fees"
    operator(shop.cloud).put(path, {"plan": plan})
    orders = bought(own, account)
    control(own.cloud, "payouts", account=account, fail="account_closed")
    control(own.cloud, "clock", advance_seconds=9 * DAY)
    wait_for(lambda: own.get("/account/payments/payouts")["items"], "the payout")
    page = signed_in(own, open_page, PAGE, width=width, height=900, scheme=scheme)
    expect(page.get_by_text("takes 2.5 % of the total and €0.50, at least €1.00 of each paid order")).to_be_visible()
    expect(page.get_by_text("The bank account is closed. Give Stripe another one.")).to_be_visible()
    look(page, f"payments-payouts-{width}-{scheme}")
    page.get_by_role("button", name=re.compile("^Orders in the payout")).last.click()
    expect(page.get_by_role("link", name=orders[0]["reference"])).to_be_visible()
    look(page, f"payments-payout-{width}-{scheme}")


@pytest.mark.req("PAY-21")
def test_ways_to_pay_are_chosen_and_the_usual_one_comes_first(own: Shop, open_page: Open) -> None:
    page = signed_in(own, open_page, PAGE)
    page.get_by_role("combobox", name="New events begin with").click()
    page.get_by_role("option", name="By bank transfer").click()
    page.get_by_role("region", name="Ways to pay").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. Events offer nothing else")).to_be_visible()
    assert settings(own)["methods"] == ["bank", "card", "cash", "invoice"]
    for way in ("Online, by Stripe", "In cash", "On invoice"):
        page.get_by_role("checkbox", name=way).uncheck()
    expect(page.get_by_role("checkbox", name="By bank transfer")).to_be_disabled()


def test_a_paid_event_that_cannot_be_published_says_what_is_missing(own: Shop, open_page: Open, look: Look) -> None:
    own.post("/account/payments/connect", {"dashboard": "express", "country": "DE"})
    event = own.new_event()["id"]
    own.new_product(event)
    page = signed_in(own, open_page, f"/dashboard/#/events/{event}")
    page.get_by_role("button", name=re.compile("Publish")).click()
    expect(page.get_by_text("Stripe still needs: ")).to_be_visible()
    look(page, "payments-publish-refused")
