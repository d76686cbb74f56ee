"""Money that is told of twice, at once, wrongly or in the wrong order: cases 2 to 6 of the fifteen.

Each asserts what the books say, what is left in stock, and which mails the buyer has.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.resilience.stripe_side import StripeSide
from tests.resilience.till import OFFLINE, SOLD, TOTAL, Sell, another
from tests.shop import wait_for

pytestmark = [pytest.mark.usefixtures("aws", "fresh_queues"), pytest.mark.req("PAY-6", "ORD-9")]


def test_case_2_a_refund_that_was_paid_before_its_worker_failed_is_paid_once(sell: Sell, stripe: StripeSide) -> None:
    """2: the refund is done, then the handler throws, and everything is delivered again."""
    sale = sell().check_out()
    assert sale.pay().ok
    sale.check_sold()
    stripe.fail_next("POST /v1/refunds", "500_after", 6)
    with stripe.webhooks("duplicate"):
        sale.shop.post(f"/orders/{sale.id}/cancel", {"reason": "buyer_asked", "refund": "full"})
        wait_for(lambda: sale.books().get("refund"), "the refund")
    stripe.tell("faults", clear=True)
    for delivery in stripe.deliveries()[-4:]:
        stripe.deliver_again(delivery["event"])
    sale.quiet()
    assert [refund["amount"] for refund in stripe.refunds(sale.id)] == [TOTAL]
    assert sale.books() == SOLD | {"refund": -TOTAL}
    assert sale.shop.facts(sale.id).count("RefundSucceeded") == 1
    sale.check_books()
    sale.check_stock(0)
    assert sum("refund" in subject.lower() for subject in sale.subjects()) == 1


@pytest.mark.parametrize("kind", ["500_before", "500_after"])
def test_case_3_a_notice_whose_worker_fails_comes_again_and_completes(
    sell: Sell, stripe: StripeSide, kind: str
) -> None:
    """3: the first delivery fails and is tried again."""
    sale = sell().check_out()
    stripe.fail_next(f"GET /v1/payment_intents/{sale.intent}", kind, 3)
    assert sale.pay().ok
    sale.check_sold()


@pytest.mark.parametrize("is_reversed", [False, True])
def test_case_4_a_failure_and_a_success_of_one_intent_in_either_order(
    sell: Sell, stripe: StripeSide, is_reversed: bool
) -> None:
    """4: failed, then succeeded, and the notices in this order and in the reverse."""
    sale = sell().check_out()
    before = len(stripe.deliveries())
    with stripe.webhooks("lost"):
        assert sale.pay("pm_card_chargeDeclined").status_code == 402
        assert sale.pay().ok
    owed = [each["event"] for each in stripe.deliveries()[before:]]
    for event in reversed(owed) if is_reversed else owed:
        stripe.deliver_again(event)
        stripe.wait_until_delivered()
        sale.amazon.wait_until_quiet("payments")
    sale.check_sold()


class TestCase5AtOnce:
    """5: return page and webhook at once; two mark it as paid at once."""

    def test_return_pages_and_doubled_webhooks(self, sell: Sell, stripe: StripeSide) -> None:
        sale = sell().check_out()
        with stripe.webhooks("duplicate"):
            assert sale.pay().ok
            with ThreadPoolExecutor(8) as tabs:
                seen = list(tabs.map(lambda _: sale.shop.buyer().on(sale.order, "refresh"), range(8)))
        assert {answer.json().get("state") for answer in seen if answer.ok} == {"COMPLETED"}
        assert {answer.status_code for answer in seen} <= {200, 503}
        sale.check_sold()

    def test_two_members_mark_it_as_paid(self, sell: Sell) -> None:
        sale = sell(method=OFFLINE).check_out(OFFLINE)
        sale.until("AWAITING_OFFLINE_PAYMENT")
        sale.told("How to pay")

        def mark(_: int) -> requests.Response:
            return sale.shop.send("POST", f"/orders/{sale.id}/complete", {"reason": "payment_received"})

        with ThreadPoolExecutor(4) as members:
            answers = list(members.map(mark, range(4)))
        assert {answer.status_code for answer in answers} <= {200, 409, 503}
        assert any(answer.ok for answer in answers)
        sale.until("COMPLETED")
        sale.told("How to pay", "Your tickets")
        assert sale.books() == {"payment": TOTAL}
        sale.check_stock(2)


class TestCase6SaidToHaveFailed:
    """6: the buyer is shown "failed" but was charged, and buys again."""

    @pytest.mark.parametrize("kind", ["500_after", "timeout_after"])
    def test_who_tries_the_same_order_again_finds_it_paid(self, sell: Sell, stripe: StripeSide, kind: str) -> None:
        sale = sell().check_out()
        stripe.fail_next(f"POST /v1/payment_intents/{sale.intent}/confirm", kind)
        with stripe.webhooks("lost"):
            try:
                assert not sale.pay().ok
            except requests.ConnectionError:
                assert kind == "timeout_after"
            again = sale.buyer.check_out(sale.order)
        assert (again["state"], again["payment"]) == ("COMPLETED", None)
        sale.check_sold()

    def test_who_orders_again_has_two_orders_and_has_paid_each_once(self, sell: Sell, stripe: StripeSide) -> None:
        first = sell(capacity=4).check_out()
        stripe.fail_next(f"POST /v1/payment_intents/{first.intent}/confirm", "500_after")
        with stripe.webhooks("lost"):
            assert not first.pay().ok
        second = another(first, 2).check_out()
        assert second.pay().ok
        second.until("COMPLETED")
        first.expire()  # nobody has told us, and the buyer does not come back
        for sale in (first, second):
            sale.until("COMPLETED")
            sale.told("Your tickets")
            assert sale.books() == SOLD
            sale.check_books()
        first.check_stock(4)
