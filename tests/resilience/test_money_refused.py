"""Amounts that Stripe counts in its own way, and those that it does not take: no seat is held by them for ever."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from localstack.launcher import Running
from tests.api.connecting import connected, operator
from tests.resilience import till
from tests.resilience.aws_side import AwsSide
from tests.resilience.stripe_side import StripeSide
from tests.resilience.till import Sale
from tests.shop import Shop, wait_for

pytestmark = [pytest.mark.usefixtures("aws"), pytest.mark.req("PAY-8")]

Sell = Callable[..., Sale]
TEN_PERCENT = {"percent": "10", "fixed": {}, "least": {}, "most": {}, "is_passed_on": False}
KEPT_SECONDS = 5.5  # a process keeps the settings of money for so long
# Stripe takes no more than 99,999,999 yen of a card at once; we leave it to Stripe to say so.
TOO_MUCH = {"currency": "JPY", "price_minor": 60_000_000}


@pytest.mark.parametrize("currency", ["ISK", "UGX"])
def test_what_stripe_counts_in_hundredths_is_charged_and_paid_back_in_full(
    cloud: Running, stripe: StripeSide, amazon: AwsSide, currency: str
) -> None:
    shop = Shop.opened(cloud)
    account = connected(shop)
    olga = operator(cloud)
    path = f"/platform/accounts/{shop.get('/me')['account']['id']}/fees"
    olga.put(path, {"plan": TEN_PERCENT})
    time.sleep(KEPT_SECONDS)
    sale = till.sale(shop, stripe, amazon, currency=currency, account=account).buy()
    [intent] = stripe.intents(sale.id, account)
    assert (intent["amount_received"], intent["application_fee_amount"]) == (500_000, 50_000)
    books = sale.books()
    assert (books["payment"], books["platform_fee"]) == (5000, -500)
    assert -200 < books["processing_fee"] < 0
    assert sale.refund(amount_minor=2000, cancel=False).ok
    wait_for(lambda: sale.refunded == 2000, "the refund")
    assert sale.refund(everything=True).ok
    wait_for(lambda: sale.refunded == 5000, "the rest")
    sale.quiet()
    assert sorted(one["amount"] for one in stripe.refunds(sale.id, account)) == [200_000, 300_000]
    assert sale.books()["platform_fee_returned"] == 500
    assert {money["currency"] for money in shop.get("/account/payments/balance")["pending"]} >= {currency}
    sale.check_stock(0)


def test_a_dispute_over_kronur_is_noted_in_kronur(sell: Sell, stripe: StripeSide) -> None:
    sale = sell(currency="ISK").check_out()
    assert sale.pay("pm_card_createDispute").ok
    [dispute] = wait_for(lambda: sale.shop.order(sale.id)["disputes"], "the dispute")
    assert (dispute["amount_minor"], dispute["withdrawn_minor"]) == (5000, 5020)


def refused(sale: Sale) -> Any:
    return sale.buyer.on(sale.order, "checkout", {"buyer": {"name": sale.buyer.name, "email": sale.buyer.email}})


def test_a_payment_that_stripe_refuses_is_no_error_of_ours_and_its_units_come_back(sell: Sell) -> None:
    sale = sell(**TOO_MUCH)
    for _ in range(2):
        answer = refused(sale)
        assert (answer.status_code, answer.json()["code"]) == (409, "payment_refused")
    assert sale.refresh() == "RESERVED"
    sale.expire()
    sale.until("EXPIRED")
    sale.check_stock(0)
    assert sale.books() == {}


def test_it_is_given_up_by_its_buyer_by_a_member_and_with_its_event(sell: Sell) -> None:
    sale = sell(**TOO_MUCH, quantity=2, capacity=6)
    others = [till.another(sale, 2) for _ in range(2)]
    for one in (sale, *others):
        assert refused(one).status_code == 409
    assert sale.buyer.on(sale.order, "cancel").json()["state"] == "CANCELLED"
    assert sale.shop.post(f"/orders/{others[0].id}/cancel", {"reason": "buyer_asked", "refund": "none"})
    assert others[0].state == "CANCELLED"
    sale.check_stock(2)


def test_whoever_asks_at_once_is_told_the_same(sell: Sell) -> None:
    sale = sell(**TOO_MUCH)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: refused(sale), range(4)))
    assert {answer.status_code for answer in answers} <= {409, 503}
    assert "payment_refused" in {answer.json()["code"] for answer in answers}
    assert sale.buyer.on(sale.order, "cancel").json()["state"] == "CANCELLED"
    sale.check_stock(0)


def test_a_payment_that_was_written_and_never_asked_for_is_given_up_all_the_same(
    sell: Sell, stripe: StripeSide
) -> None:
    """The process died between the row and the call: expiry is the first to hear that Stripe refuses."""
    sale = sell(**TOO_MUCH)
    stripe.fail_next("POST /v1/payment_intents", "500_before", 3)
    assert refused(sale).status_code == 503
    sale.expire()
    sale.until("EXPIRED")
    sale.check_stock(0)


@pytest.mark.parametrize(
    ("currency", "price_minor"),
    [("EUR", 60_000_000), ("KWD", 1001), ("MGA", 12_345)],
    ids=["too much", "fils", "ariary"],
)
def test_what_no_card_can_be_charged_is_refused_before_anything_is_held(
    shop: Shop, currency: str, price_minor: int
) -> None:
    event = shop.new_event(currency=currency, payment_methods=["card"])["id"]
    product = shop.new_product(event, capacity=5, price_minor=price_minor)["id"]
    shop.post(f"/events/{event}/publish", {})
    answer = shop.buyer().try_reserve(event, product, 2 if currency == "EUR" else 1)
    assert (answer.status_code, answer.json()["code"]) == (422, "not_chargeable")
    assert shop.free(event) == 5
