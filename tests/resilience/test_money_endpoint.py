"""The webhook endpoint itself fails, before or after it has handed the notice over, and Stripe sends it again."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError
from chalice.test import Client, HTTPResponse

from chalicelib.gateways import queues
from chalicelib.gateways.clients import aws
from tests.resilience.stripe_side import StripeSide
from tests.resilience.till import PRICE, Sale
from tests.shop import wait_for

pytestmark = [pytest.mark.usefixtures("aws", "fresh_queues"), pytest.mark.req("PAY-6")]

Sell = Callable[..., Sale]


@contextmanager
def queue_fails(when: str) -> Iterator[None]:
    """SQS cannot be reached, or takes the message and its answer is lost."""

    def fail(**_: Any) -> None:
        raise ConnectionClosedError(endpoint_url="sqs")

    emitter, event = aws("sqs").meta.events, f"{when}-call.sqs.SendMessage"
    emitter.register_first(event, fail)
    try:
        yield
    finally:
        emitter.unregister(event, fail)


def deliver(event: dict[str, Any]) -> HTTPResponse:
    """To our endpoint's own code, signed as Stripe signs it."""
    from app import app

    body, now = json.dumps(event).encode(), int(time.time())
    signature = hmac.new(b"whsec_local", f"{now}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {"Stripe-Signature": f"t={now},v1={signature}", "Content-Type": "application/json"}
    with Client(app) as opened:
        return opened.http.request("POST", "/stripe/webhook", headers=headers, body=body)


@pytest.mark.parametrize("when", ["before", "after"])
def test_case_3_a_notice_whose_endpoint_fails_comes_again_and_completes_the_order_once(
    sell: Sell, stripe: StripeSide, when: str
) -> None:
    queues.send("payments", {"order_id": "ord_nobody", "notice": "", "type": "payment_intent.none"})  # knows the queue
    sale = sell().check_out()
    sale.quiet()  # whoever works off the notice that the payment was begun would see that it was made
    with stripe.webhooks("lost"):
        assert sale.pay().ok
    [paid] = [
        event
        for event in stripe.all_of("events", type="payment_intent.succeeded")
        if event["data"]["object"]["id"] == sale.intent
    ]
    with queue_fails(when):
        assert deliver(paid).status_code == 500
    if when == "before":
        sale.quiet()
        assert sale.state == "RESERVED"
    stripe.deliver_again(paid["id"])
    sale.until("COMPLETED")
    stripe.deliver_again(paid["id"])
    wait_for(lambda: sale.tickets() == 2, "the tickets")
    sale.told("Your tickets")
    sale.quiet()
    assert sale.books() == {"payment": 2 * PRICE, "processing_fee": -100}
    assert sale.shop.facts(sale.id).count("OrderPaid") == 1
    assert stripe.refunds(sale.id) == []
    sale.check_books()
    sale.check_stock(2)
