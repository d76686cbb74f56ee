"""What a cancelled event could not pay back is paid back once it can be, by "Try again"."""

from typing import Any

import pytest

from localstack.launcher import Running
from tests.api.stripe_control import intent_of
from tests.resilience.stripe_side import StripeSide
from tests.shop import Shop, wait_for
from tests.workflows.test_event_cancellation import begin, ended, results

pytestmark = pytest.mark.req("INV-1", "INV-5")


@pytest.fixture
def stripe(cloud: Running) -> StripeSide:
    return StripeSide(cloud.settings.stripe_url)


def try_again(shop: Shop, event: str) -> dict[str, Any]:
    shop.post(f"/events/{event}/cancellation/retry", {})
    return ended(shop, event)


def test_after_a_top_up_what_the_empty_balance_refused_goes_back_once(shop: Shop, stripe: StripeSide) -> None:
    event, product = shop.on_sale(capacity=20)
    orders = [shop.buyer().buy(event, product) for _ in range(3)]
    stripe.tell("refunds", mode="refuse")
    try:
        begin(shop, event)
        done = ended(shop, event)
        assert (done["done"], done["failed"]) == (0, 3)
        assert {(one["code"], one["amount_minor"]) for one in results(shop, event)} == {("refund_failed", 2500)}
        assert try_again(shop, event)["failed"] == 3
    finally:
        stripe.tell("refunds", mode="normal")
    done = try_again(shop, event)
    assert (done["state"], done["done"], done["failed"]) == ("DONE", 3, 0)
    assert [len(stripe.refunds(order["id"])) for order in orders] == [1, 1, 1]
    assert [shop.order(order["id"])["refunded_minor"] for order in orders] == [2500] * 3
    assert {(one["code"], one["amount_minor"]) for one in results(shop, event)} == {("refunded", 2500)}
    assert try_again(shop, event)["done"] == 3
    assert [len(stripe.refunds(order["id"])) for order in orders] == [1, 1, 1]


@pytest.mark.parametrize(
    ("text", "code", "refunds"), [("winning_evidence", "refunded", 1), ("losing_evidence", "cancelled", 0)]
)
def test_what_a_bank_has_decided_about_meanwhile_goes_back_if_it_was_won(
    shop: Shop, stripe: StripeSide, text: str, code: str, refunds: int
) -> None:
    event, product = shop.on_sale(capacity=20)
    order = shop.buyer().buy(event, product)
    stripe.tell("disputes", charge=intent_of(shop, order)["latest_charge"])
    [dispute] = wait_for(lambda: shop.order(order["id"])["disputes"], "the dispute")
    begin(shop, event)
    assert ended(shop, event)["failed"] == 1
    assert [one["code"] for one in results(shop, event)] == ["dispute_open"]
    assert shop.order(order["id"])["state"] == "CANCELLED"
    shop.post(f"/orders/{order['id']}/disputes/{dispute['id']}/evidence", {"text": text, "submit": True})
    wait_for(lambda: shop.order(order["id"])["disputes"][0]["state"] in ("WON", "LOST"), "the bank's decision")
    assert try_again(shop, event)["done"] == 1
    assert [one["code"] for one in results(shop, event)] == [code]
    assert len(stripe.refunds(order["id"])) == refunds
