"""A bank debit that is under way when its event is called off: it is paid back or fails, and sells nothing."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from chalicelib.actions import settling
from chalicelib.kernel import clock
from chalicelib.tables import orders
from tests.resilience.stripe_side import StripeSide
from tests.resilience.till import DAY, PRICE, Sale
from tests.shop import wait_for

pytestmark = [pytest.mark.usefixtures("aws", "fresh_queues"), pytest.mark.req("PAY-17", "INV-4")]

Sell = Callable[..., Sale]


def begin(sell: Sell, method: str) -> Sale:
    """The debit is on its way."""
    sale = sell().check_out()
    assert sale.pay(method).ok
    sale.until("PROCESSING")
    return sale


def call_off(sale: Sale, **what: Any) -> None:
    """The event is called off, and every order has been looked at."""
    path = f"/events/{sale.event}/cancellation"
    sale.shop.post(path, sale.shop.confirmation(sale.event) | {"refund": "full"} | what)
    wait_for(lambda: sale.shop.get(path)["state"] == "DONE", "the end of the cancellation")
    [result] = sale.shop.get(f"{path}/results")["items"]
    assert (result["state"], result["code"]) == ("DONE", "payment_under_way")
    assert sale.state == "PROCESSING"


def check_paid_back(sale: Sale) -> None:
    """In the books, and back again; no tickets, no seats, one mail."""
    sale.until("CANCELLED")
    wait_for(lambda: sale.books().get("refund"), "the refund")
    sale.told("Your refund")
    sale.quiet()
    books = sale.books()
    assert (books["payment"], books["refund"]) == (2 * PRICE, -2 * PRICE)
    assert [refund["amount"] for refund in sale.stripe.refunds(sale.id)] == [2 * PRICE]
    assert (sale.tickets(), sale.refunded) == (0, 2 * PRICE)
    told = sale.shop.facts(sale.id)
    assert (told.count("OrderCancelled"), told.count("RefundRequested"), told.count("OrderPaid")) == (1, 1, 0)
    sale.check_books()
    sale.check_stock(0)


def the_mail(sale: Sale) -> str:
    """The one mail that the buyer has, in one line."""
    [mail] = sale.buyer.mails()
    url = f"{sale.shop.cloud.settings.mail_url}/api/mails/{mail['id']}"
    return " ".join(requests.get(url, timeout=10).json()["text"].split())


@pytest.mark.parametrize("refund", ["full", "none"])
def test_money_that_arrives_goes_back_at_once_however_often_it_is_told(
    sell: Sell, stripe: StripeSide, refund: str
) -> None:
    sale = begin(sell, "pm_sepaDebit_success_de")
    call_off(sale, refund=refund)
    with stripe.webhooks("duplicate"):
        stripe.pass_time(8 * DAY)
        check_paid_back(sale)
    for delivery in stripe.deliveries()[-4:]:
        stripe.deliver_again(delivery["event"])
    check_paid_back(sale)
    assert "will not take place" in the_mail(sale)


def test_a_lost_notice_of_the_money_is_asked_for(sell: Sell, stripe: StripeSide) -> None:
    sale = begin(sell, "pm_sepaDebit_success_de")
    call_off(sale)
    with stripe.webhooks("lost"):
        stripe.pass_time(8 * DAY)
    sale.end_hold(5)
    assert sale.amazon.sweep() >= 1
    check_paid_back(sale)


def test_a_debit_that_fails_ends_the_order(sell: Sell, stripe: StripeSide) -> None:
    sale = begin(sell, "pm_sepaDebit_failed_de")
    call_off(sale)
    with stripe.webhooks("duplicate"):
        stripe.pass_time(8 * DAY)
        sale.until("EXPIRED")
    sale.told("Cancelled")
    sale.quiet()
    assert "nothing was charged" in the_mail(sale)
    assert (sale.books(), sale.tickets()) == ({}, 0)
    sale.check_books()
    sale.check_stock(0)


def test_money_that_arrives_while_the_event_is_called_off_ends_one_way(sell: Sell, stripe: StripeSide) -> None:
    sale = begin(sell, "pm_sepaDebit_success_de")
    with stripe.webhooks("lost"):
        stripe.pass_time(8 * DAY)

    def begin_to_call_off() -> bool:
        """Unless the money was faster than the sum that was seen: then a member looks again."""
        body = sale.shop.confirmation(sale.event) | {"refund": "full"}
        key = {"Idempotency-Key": str(uuid.uuid4())}
        answer = sale.shop.send("POST", f"/events/{sale.event}/cancellation", body, **key)
        assert answer.status_code in (201, 409), answer.text
        return answer.ok

    with ThreadPoolExecutor(4) as pool:
        looks = [pool.submit(settling.settle, sale.id, clock.now(), "test") for _ in range(3)]
        wait_for(begin_to_call_off, "the beginning")
        for look in looks:
            look.result()
    sale.until("CANCELLED")
    wait_for(lambda: sale.books().get("refund"), "the refund")
    sale.quiet()
    assert [refund["amount"] for refund in stripe.refunds(sale.id)] == [2 * PRICE]
    assert sale.tickets() == 0
    assert len(orders.get_file(sale.id).refunds) == 1
    sale.check_books()
    sale.check_stock(0)
