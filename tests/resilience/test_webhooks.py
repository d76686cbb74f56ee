"""Webhooks that are lost, doubled, late or in the wrong order: a notice is a reason to look, never the truth."""

from datetime import timedelta

import pytest

from chalicelib.kernel import clock
from tests.resilience.aws_side import AwsSide
from tests.resilience.stripe_side import StripeSide
from tests.shop import Buyer, Shop, wait_for

pytestmark = pytest.mark.usefixtures("fresh_queues")


def _paid(shop: Shop, quantity: int = 2) -> tuple[Buyer, str, str, dict]:
    """(buyer, event id, product id, order): paid at Stripe, and nobody has asked yet what became of it."""
    event, product = shop.on_sale(capacity=quantity)
    buyer = shop.buyer()
    order = buyer.reserve(event, product, quantity)
    assert buyer.pay(buyer.check_out(order)).ok
    return buyer, event, product, order


def _assert_bought_once(shop: Shop, buyer: Buyer, order_id: str, quantity: int = 2) -> None:
    wait_for(lambda: "MailSent" in shop.facts(order_id), "the mark of the mail")
    facts = shop.facts(order_id)
    assert [facts.count(name) for name in ("OrderPaid", "TicketsIssued", "MailSent")] == [1, 1, 1]
    assert [ticket["number"] for ticket in shop.order(order_id)["tickets"]] == list(range(1, quantity + 1))
    assert len(buyer.mails()) == 1


def test_the_return_page_pulls_the_truth_when_the_webhook_is_lost(
    shop: Shop, stripe: StripeSide, amazon: AwsSide
) -> None:
    with stripe.webhooks("lost"):
        buyer, _, _, order = _paid(shop)
        assert buyer.see(order)["state"] == "RESERVED"
        assert buyer.on(order, "refresh").json()["state"] == "COMPLETED"
        _assert_bought_once(shop, buyer, order["id"])
    assert stripe.deliver_lost() >= 1
    stripe.wait_until_delivered()
    amazon.wait_until_quiet("payments", "mail")
    _assert_bought_once(shop, buyer, order["id"])


def test_the_expiry_completes_an_order_whose_webhook_is_lost_and_whose_buyer_never_returns(
    shop: Shop, stripe: StripeSide, amazon: AwsSide
) -> None:
    with stripe.webhooks("lost"):
        buyer, event, _, order = _paid(shop)
        amazon.turn_back(order["id"], clock.now() - timedelta(minutes=1))
        amazon.start("expire_reservation", f"{order['id']}-again", order["id"])
        wait_for(lambda: shop.order(order["id"])["state"] == "COMPLETED", "the expiry's look at the payment")
        _assert_bought_once(shop, buyer, order["id"])
    assert shop.free(event) == 0
    assert "OrderExpired" not in shop.facts(order["id"])


@pytest.mark.parametrize("mode", ["normal", "duplicate", "shuffle", "delay"])
def test_a_buyer_who_never_returns_gets_everything_once(
    shop: Shop, stripe: StripeSide, amazon: AwsSide, mode: str
) -> None:
    with stripe.webhooks(mode, seconds=1.5):
        buyer, event, _, order = _paid(shop)
        _assert_bought_once(shop, buyer, order["id"])
        stripe.wait_until_delivered()
    amazon.wait_until_quiet("payments", "mail")
    _assert_bought_once(shop, buyer, order["id"])
    assert shop.free(event) == 0


def test_webhooks_of_many_buyers_may_come_in_any_order(shop: Shop, stripe: StripeSide) -> None:
    event, product = shop.on_sale(capacity=6)
    with stripe.webhooks("shuffle", seconds=2):
        bought = []
        for _ in range(6):
            buyer = shop.buyer()
            order = buyer.reserve(event, product)
            assert buyer.pay(buyer.check_out(order)).ok
            bought.append((buyer, order["id"]))
        for buyer, order_id in bought:
            _assert_bought_once(shop, buyer, order_id, 1)
    assert shop.free(event) == 0


def test_a_webhook_that_comes_again_after_the_order_is_complete_changes_nothing(
    shop: Shop, stripe: StripeSide, amazon: AwsSide
) -> None:
    buyer, _, _, order = _paid(shop)
    _assert_bought_once(shop, buyer, order["id"])
    before = shop.order(order["id"])
    for delivery in stripe.deliveries()[-4:]:
        stripe.deliver_again(delivery["event"])
    stripe.wait_until_delivered()
    amazon.wait_until_quiet("payments", "mail")
    assert shop.order(order["id"]) == before
    assert len(buyer.mails()) == 1
