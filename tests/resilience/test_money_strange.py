"""Accounts that are lost and notices that are not ours: case 14 of the fifteen.

Each asserts what the books say, what is left in stock, and which mails the buyer has.
"""

import json
import time
import uuid
from typing import Any

import pytest
import requests

from chalicelib.tables import orders
from localstack.launcher import Running
from localstack.stripe.webhooks import signature
from tests.api.connecting import connected
from tests.resilience import till
from tests.resilience.aws_side import AwsSide
from tests.resilience.stripe_side import StripeSide
from tests.resilience.till import SOLD, TOTAL, Sale, Sell, another
from tests.shop import Shop, wait_for

pytestmark = pytest.mark.usefixtures("aws", "fresh_queues")

KEPT_SECONDS = 5.5  # a process keeps the settings of money for so long


class TestCase14StrangeAccounts:
    """14: an account that is disconnected in the midst of a sale, foreign events, another API version."""

    @pytest.fixture
    def connected_sale(self, cloud: Running, stripe: StripeSide, amazon: AwsSide) -> Sale:
        """A sale on an account of its own."""
        shop = Shop.opened(cloud)
        return till.sale(shop, stripe, amazon, capacity=6, account=connected(shop))

    @pytest.mark.req("PAY-1")
    def test_an_account_that_is_lost_keeps_its_orders_and_sells_no_more(
        self, connected_sale: Sale, stripe: StripeSide
    ) -> None:
        sold = connected_sale.buy()
        begun = another(sold, 2).check_out()
        stripe.tell("accounts", account=sold.account, revoked=True)
        assert not begun.pay().ok
        wait_for(lambda: sold.shop.get("/account/payments")["status"] == "lost", "the loss")
        time.sleep(KEPT_SECONDS)
        late = another(sold, 1)
        buyer = {"name": late.buyer.name, "email": late.buyer.email}
        refused = late.buyer.on(late.order, "checkout", {"buyer": buyer})
        assert (refused.status_code, refused.json()["code"]) == (409, "cards_not_ready")
        assert (sold.state, sold.tickets()) == ("COMPLETED", 2)
        assert sold.books() == SOLD
        late.expire()
        late.until("EXPIRED")
        assert begun.refresh() == "RESERVED"  # nobody can say more
        begun.expire()
        begun.until("EXPIRED")
        assert begun.books() == {}
        assert begun.subjects() == []
        sold.check_stock(2)
        stripe.tell("accounts", account=sold.account, revoked=False)
        assert sold.shop.post("/account/payments/refresh", {})["status"] == "ready"
        assert begun.pay().ok  # the intent was never cancelled: its money buys the seats after all
        begun.until("COMPLETED")
        begun.told("Your tickets")
        begun.check_books()
        sold.check_stock(4)
        sold.check_books()

    def test_a_refund_has_failed_and_is_tried_again_when_the_account_is_there(
        self, connected_sale: Sale, stripe: StripeSide
    ) -> None:
        sale = connected_sale.buy()
        stripe.tell("accounts", account=sale.account, revoked=True)
        assert sale.refund(everything=True).ok
        wait_for(lambda: orders.get_file(sale.id).refunds[0].state == "FAILED", "the refusal")
        assert sale.books() == SOLD
        assert sale.refunded == 0
        stripe.tell("accounts", account=sale.account, revoked=False)
        refund = orders.get_file(sale.id).refunds[0]
        assert (refund.state, refund.failure) == ("FAILED", "account_lost")
        sale.shop.post(f"/orders/{sale.id}/refunds/{refund.refund_id}/retry", {})
        wait_for(lambda: sale.refunded == TOTAL, "the refund")
        sale.quiet()
        sale.check_books()
        sale.check_stock(0)

    @pytest.mark.parametrize(
        "about",
        [
            {"id": "pi_of_nobody", "object": "payment_intent", "metadata": {"order_id": "ord_of_another_shop"}},
            {"id": "pi_of_nobody", "object": "payment_intent", "metadata": {}},
            {"id": "ch_of_nobody", "object": "charge", "payment_intent": "pi_of_nobody"},
            {"id": "du_of_nobody", "object": "dispute", "payment_intent": None},
            {"id": "obj_new", "object": "something.invented.later", "colour": "blue"},
        ],
        ids=lambda about: f"{about['object']}-{len(about.get('metadata', ''))}",
    )
    def test_a_notice_of_what_is_not_ours_is_taken_and_changes_nothing(self, sell: Sell, about: dict[str, Any]) -> None:
        sale = sell()
        answer = _notify(sale, about, account="acct_of_a_stranger")
        assert answer.json() == {"received": True}
        sale.quiet()
        assert sale.amazon.dead_letters("payments") == []
        assert sale.state == "RESERVED"
        assert sale.books() == {}

    @pytest.mark.parametrize("version", ["2016-07-06", "2031-01-01.future"])
    def test_a_notice_of_another_api_version_is_a_reason_to_look(
        self, sell: Sell, stripe: StripeSide, version: str
    ) -> None:
        sale = sell().check_out()
        with stripe.webhooks("lost"):
            assert sale.pay().ok
        about = {"id": sale.intent, "object": "payment_intent", "metadata": {"order_id": sale.id}, "sources": []}
        assert _notify(sale, about, api_version=version).ok
        sale.until("COMPLETED")
        sale.told("Your tickets")
        assert sale.books() == SOLD
        sale.check_books()
        sale.check_stock(2)

    def test_a_notice_that_lies_about_a_payment_is_not_believed(self, sell: Sell) -> None:
        sale = sell().check_out()
        about = {"id": sale.intent, "object": "payment_intent", "status": "succeeded", "amount_received": TOTAL}
        assert _notify(sale, about | {"metadata": {"order_id": sale.id}}).ok
        sale.quiet()
        assert sale.state == "RESERVED"
        assert sale.books() == {}


def _notify(sale: Sale, about: dict[str, Any], **more: Any) -> requests.Response:
    """A notice as Stripe signs it."""
    event = {"id": f"evt_{uuid.uuid4().hex}", "object": "event", "type": f"{about['object']}.succeeded"}
    body = json.dumps(event | {"data": {"object": about}, "livemode": False} | more)
    headers = {"Stripe-Signature": signature(body, "whsec_local", int(time.time())), "Content-Type": "application/json"}
    return requests.post(f"{sale.shop.api}/stripe/webhook", data=body, headers=headers, timeout=10)
