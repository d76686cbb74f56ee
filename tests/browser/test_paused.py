"""What waits for people shows itself: cards that are paused, to buyers; payments that need a look, to staff."""

import pytest
from playwright.sync_api import expect

from localstack.launcher import Running
from tests.api.connecting import connected, control, until
from tests.api.stripe_control import paid
from tests.browser.buying import Look, Open, published
from tests.browser.selling import signed_in
from tests.shop import Shop, wait_for


@pytest.mark.req("PAY-1")
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_an_events_page_says_that_cards_are_paused(
    cloud: Running, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    shop = Shop.opened(cloud)
    account = connected(shop)
    event, _ = shop.on_sale()
    control(cloud, "accounts", account=account, revoked=True)
    until(shop, "lost")
    page = open_page(published(shop, event), width=width, height=900, scheme=scheme)
    expect(page.get_by_text("Card payments are paused for this event.")).to_be_visible(timeout=30_000)
    look(page, f"cards-paused-{width}")


@pytest.mark.req("PAY-12")
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_books_lead_to_payments_that_need_a_look(
    cloud: Running, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    shop = Shop.opened(cloud)
    _, order = paid(shop, "pm_card_riskLevelElevated")
    _, refunded = paid(shop)
    why = {"reason": "goodwill", "note": "Rain all evening.", "amount_minor": 700}
    shop.post(f"/orders/{refunded['id']}/refunds", why)
    wait_for(lambda: shop.get("/reviews")["items"], "the queue")
    wait_for(lambda: shop.order(refunded["id"])["refunded_minor"], "the refund")
    page = signed_in(shop, open_page, "/dashboard/#/books", width=width, height=900, scheme=scheme)
    expect(page.get_by_text("An order needs a look")).to_be_visible()
    expect(page.get_by_text("Rain all evening.")).to_be_visible()
    look(page, f"reviews-{width}")
    page.get_by_role("link", name=order["reference"]).click()
    expect(page.get_by_text("Why it needs a look")).to_be_visible()
