"""An organizer's Stripe account is disconnected while its tickets are sold: no seat hangs, nobody pays for nothing."""

from datetime import timedelta
from typing import Any

import pytest
import requests

from chalicelib.actions import notices, refunding
from chalicelib.kernel import clock
from chalicelib.tables import orders
from localstack.launcher import Running
from tests.api.connecting import connected, control, until
from tests.resilience import till
from tests.resilience.aws_side import AwsSide
from tests.resilience.stripe_side import StripeSide
from tests.resilience.test_reconciler import decide_refund
from tests.shop import Shop, wait_for

pytestmark = pytest.mark.req("PAY-1", "PAY-6")


@pytest.fixture
def own(cloud: Running) -> tuple[Shop, str]:
    """(a shop of its own, its connected Stripe account)."""
    shop = Shop.opened(cloud)
    return shop, connected(shop)


def seen(shop: Shop, event: str) -> dict[str, Any]:
    """The event as everybody sees it."""
    found: dict[str, Any] = shop.buyer().send("GET", f"/public/events/{event}").json()
    return found


def test_a_hold_whose_merchant_is_lost_is_given_up_and_the_sale_pauses(
    own: tuple[Shop, str], stripe: StripeSide
) -> None:
    shop, account = own
    event, product = shop.on_sale(capacity=2)
    assert not seen(shop, event)["are_cards_paused"]
    buyer, late = shop.buyer(), shop.buyer()
    order, other = buyer.reserve(event, product), late.reserve(event, product)
    buyer.check_out(order)
    with stripe.webhooks("lost"):  # Stripe does not even tell us
        control(shop.cloud, "accounts", account=account, revoked=True)
        assert buyer.on(order, "cancel").json()["state"] == "CANCELLED"
        assert shop.free(event) == 1
        assert until(shop, "lost")["lost_because"] == "no_access"
    refused = late.on(other, "checkout", {"buyer": {"name": "Late", "email": late.email}})
    assert (refused.status_code, refused.json()["code"]) == (409, "cards_not_ready")
    assert shop.order(other["id"])["state"] == "RESERVED"
    wait_for(lambda: seen(shop, event)["are_cards_paused"], "the page's word", seconds=10)
    free, _ = shop.on_sale(price_minor=0)
    assert not seen(shop, free)["are_cards_paused"]
    assert late.on(other, "cancel").ok
    assert shop.free(event) == 2


def test_a_checkout_that_finds_the_merchant_lost_says_so_and_tells_the_owner(own: tuple[Shop, str]) -> None:
    shop, account = own
    event, product = shop.on_sale(capacity=2)
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    control(shop.cloud, "accounts", account=account, revoked=True)
    refused = buyer.on(order, "checkout", {"buyer": {"name": "Bea", "email": buyer.email}})
    assert (refused.status_code, refused.json()["code"]) == (409, "cards_not_ready")
    assert until(shop, "lost")["status"] == "lost"
    assert shop.facts(order["id"]).count("PaymentStarted") <= 1


def test_what_is_taken_away_at_stripe_is_heard_of_without_anybody_asking(own: tuple[Shop, str]) -> None:
    shop, account = own
    control(shop.cloud, "accounts", account=account, revoked=True)
    assert until(shop, "lost")["status"] == "lost"


def mails_to(shop: Shop) -> list[str]:
    url = f"{shop.cloud.settings.mail_url}/api/mails"
    return [mail["subject"] for mail in requests.get(url, params={"to": shop.email}, timeout=10).json()["mails"]]


@pytest.mark.req("INV-5", "INV-6")
@pytest.mark.usefixtures("aws", "fresh_queues")
def test_a_refund_of_a_lost_merchant_has_failed_its_owner_hears_of_it_and_hands_the_money_back(
    own: tuple[Shop, str], stripe: StripeSide, amazon: AwsSide
) -> None:
    shop, account = own
    sale = till.sale(shop, stripe, amazon, account=account).buy()
    with stripe.webhooks("lost"):
        control(shop.cloud, "accounts", account=account, revoked=True)
        assert sale.refund(amount_minor=2000, cancel=False).ok
        path = f"/orders/{sale.id}/refunds"
        wait_for(lambda: shop.get(path)["items"][0]["state"] == "FAILED", "the failure")
    [failed] = shop.get(path)["items"]
    assert (failed["failure"], failed["can_retry"]) == ("account_lost", True)
    wait_for(lambda: "A refund of 20.00 EUR has failed" in mails_to(shop), "the owner's mail")
    assert amazon.dead_letters("refunds") == []
    assert until(shop, "lost")["lost_because"] == "no_access"
    shop.post(f"{path}/{failed['id']}/retry", {"by_hand": True})
    wait_for(lambda: sale.refunded == 2000, "the money handed back")
    control(shop.cloud, "accounts", account=account, revoked=False)
    assert stripe.refunds(sale.id, account) == []


@pytest.mark.req("INV-5")
@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("age", [timedelta(0), timedelta(days=2)], ids=["new", "two days old"])
def test_a_refund_that_left_before_its_merchant_was_lost_is_noted_once_it_is_back(
    own: tuple[Shop, str], stripe: StripeSide, amazon: AwsSide, age: timedelta
) -> None:
    shop, account = own
    sale = till.sale(shop, stripe, amazon, account=account).buy()
    with stripe.webhooks("lost"):
        refund_id = decide_refund(sale.id)
        given = {"metadata[order_id]": sale.id, "metadata[refund_id]": refund_id}
        assert stripe.ask("POST", "refunds", account, payment_intent=sale.intent, **given).ok  # its answer was lost
        control(shop.cloud, "accounts", account=account, revoked=True)
        refunding.pay_back(sale.id, refund_id, clock.now() + age)
        assert [refund.state for refund in orders.get_file(sale.id).refunds] == ["FAILED"]
        control(shop.cloud, "accounts", account=account, revoked=False)
        refunding.sync(sale.id, clock.now())
    assert [refund.state for refund in orders.get_file(sale.id).refunds] == ["SUCCEEDED"]
    assert sale.refunded == 5000
    sale.check_books()


@pytest.mark.usefixtures("aws")
def test_a_notice_about_a_lost_merchant_s_refunds_is_taken_and_does_nothing(
    own: tuple[Shop, str], stripe: StripeSide, amazon: AwsSide
) -> None:
    shop, account = own
    sale = till.sale(shop, stripe, amazon, account=account).buy()
    control(shop.cloud, "accounts", account=account, revoked=True)
    notices.act_on(sale.id, "charge.refunded", clock.now())
    assert until(shop, "lost")["status"] == "lost"
