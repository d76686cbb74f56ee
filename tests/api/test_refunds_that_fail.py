"""Refunds that fail, that are disputed, that are made by hand: nothing is lost, and somebody hears of it."""

import time
from typing import Any

import pytest
import requests

from localstack.launcher import Running
from tests.api.connecting import connected, operator
from tests.resilience.stripe_side import StripeSide
from tests.shop import Buyer, Shop, wait_for

WHY = {"reason": "buyer_asked"}


@pytest.fixture
def stripe(cloud: Running) -> StripeSide:
    return StripeSide(cloud.settings.stripe_url)


def paid_with(shop: Shop, card: str, quantity: int = 2) -> tuple[Buyer, dict[str, Any]]:
    """An order that was paid with this test card."""
    event, product = shop.on_sale(capacity=10)
    buyer = shop.buyer()
    order = buyer.reserve(event, product, quantity)
    assert buyer.pay(buyer.check_out(order), card).ok
    buyer.on(order, "refresh")
    wait_for(lambda: len(buyer.see(order)["tickets"]) == quantity, "the tickets")
    return buyer, order


def refunds(shop: Shop, order: dict[str, Any]) -> list[dict[str, Any]]:
    return shop.get(f"/orders/{order['id']}/refunds")["items"]  # type: ignore[no-any-return]


def states(shop: Shop, order: dict[str, Any]) -> list[str]:
    return [one["state"] for one in refunds(shop, order)]


def mails_to(shop: Shop) -> list[str]:
    url = f"{shop.cloud.settings.mail_url}/api/mails"
    return [mail["subject"] for mail in requests.get(url, params={"to": shop.email}, timeout=10).json()["mails"]]


@pytest.mark.req("INV-5", "INV-8")
def test_a_pending_refund_is_shown_as_such_and_the_buyer_is_told_once(shop: Shop, stripe: StripeSide) -> None:
    buyer, order = paid_with(shop, "pm_card_pendingRefund")
    shop.post(f"/orders/{order['id']}/refunds", WHY | {"amount_minor": 700})
    wait_for(lambda: states(shop, order) == ["PENDING"], "the pending refund")
    assert shop.order(order["id"])["refunded_minor"] == 700
    stripe.pass_time(600)
    wait_for(lambda: states(shop, order) == ["SUCCEEDED"], "the end of the refund")
    wait_for(lambda: "Your refund: Summer Night" in [mail["subject"] for mail in buyer.mails()], "the mail")
    assert [mail["subject"] for mail in buyer.mails()].count("Your refund: Summer Night") == 1


@pytest.mark.req("INV-5")
@pytest.mark.parametrize("by_hand", [False, True])
def test_a_failed_refund_opens_its_money_tells_the_owner_and_can_be_tried_again_once(
    shop: Shop, stripe: StripeSide, by_hand: bool
) -> None:
    mine = Shop.opened(shop.cloud)
    _, order = paid_with(mine, "pm_card_refundFail")
    mine.post(f"/orders/{order['id']}/refunds", WHY | {"tickets": [1]})
    wait_for(lambda: states(mine, order) == ["SUCCEEDED"], "the refund")
    stripe.pass_time(600)
    wait_for(lambda: states(mine, order) == ["FAILED"], "the failure")
    [failed] = refunds(mine, order)
    assert failed["can_retry"]
    assert failed["failure"]
    assert mine.get(f"/orders/{order['id']}/refunds")["left_minor"] == 5000
    wait_for(lambda: "A refund of 25.00 EUR has failed" in mails_to(mine), "the owner's mail")
    path = f"/orders/{order['id']}/refunds/{failed['id']}/retry"
    mine.post(path, {"by_hand": by_hand})
    again = mine.send("POST", path, {"by_hand": by_hand})
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_refund")
    wait_for(lambda: "SUCCEEDED" in states(mine, order), "the second try")
    second = next(one for one in refunds(mine, order) if one["replaces"])
    assert (second["amount_minor"], second["provider"]) == (2500, "offline" if by_hand else "stripe")
    assert mine.order(order["id"])["refunded_minor"] == 2500
    assert len(stripe.refunds(order["id"])) == (1 if by_hand else 2)
    mine.post(f"/orders/{order['id']}/refunds", WHY | {"tickets": [2]})
    wait_for(
        lambda: sum(one["amount_minor"] for one in refunds(mine, order) if one["state"] != "FAILED") == 5000, "all"
    )


def test_nothing_is_refunded_while_a_dispute_is_open(shop: Shop, stripe: StripeSide) -> None:
    _, order = paid_with(shop, "pm_card_createDispute")
    wait_for(lambda: shop.get(f"/orders/{order['id']}/refunds")["has_open_dispute"], "the dispute")
    for body in ({"everything": True}, {"tickets": [1]}, {"amount_minor": 1}):
        refused = shop.send("POST", f"/orders/{order['id']}/refunds", WHY | body)
        assert (refused.status_code, refused.json()["code"]) == (409, "dispute_is_open")
        assert shop.send("POST", f"/orders/{order['id']}/refunds/preview", body).status_code == 409
    assert stripe.refunds(order["id"]) == []


@pytest.mark.req("INV-6")
def test_money_that_came_in_cash_is_marked_as_handed_back_at_once(shop: Shop) -> None:
    made = shop.new_event(payment_methods=["cash"])
    product = shop.new_product(made["id"], capacity=5)
    shop.post(f"/events/{made['id']}/publish", {})
    buyer = shop.buyer()
    order = buyer.reserve(made["id"], product["id"], 2)
    details = {"buyer": {"name": buyer.name, "email": buyer.email}, "method": "cash"}
    assert buyer.on(order, "checkout", details).ok
    shop.post(f"/orders/{order['id']}/complete", {"reason": "payment_received"})
    wait_for(lambda: len(buyer.see(order)["tickets"]) == 2, "the tickets")
    found = shop.post(f"/orders/{order['id']}/refunds", WHY | {"tickets": [2], "note": "In an envelope."})
    [mark] = found["items"]
    assert (mark["state"], mark["provider"], mark["amount_minor"], mark["note"]) == (
        "SUCCEEDED", "offline", 2500, "In an envelope.",
    )  # fmt: skip
    assert mark["by"] == shop.get("/me")["member"]["user_id"]
    assert shop.free(made["id"]) == 4
    wait_for(lambda: "Your refund: Summer Night" in [mail["subject"] for mail in buyer.mails()], "the mail")


@pytest.mark.req("PAY-3", "INV-5")
@pytest.mark.usefixtures("aws")
def test_a_refund_counts_although_its_fee_was_given_back_before(shop: Shop, stripe: StripeSide) -> None:
    """An operator has given the whole fee back in Stripe's dashboard: the refund is noted, with no fee of its own."""
    from chalicelib.tables import orders

    own = Shop.opened(shop.cloud)
    account = connected(own)
    plan = {"percent": "10", "fixed": {}, "least": {}, "most": {}, "is_passed_on": False}
    path = f"/platform/accounts/{own.get('/me')['account']['id']}/fees"
    operator(shop.cloud).put(path, {"plan": plan})
    time.sleep(5.5)  # a process keeps the settings of money for so long
    event, product = own.on_sale(capacity=5)
    buyer = own.buyer()
    order = buyer.reserve(event, product, 2)
    paid = buyer.check_out(order)
    intent = paid["payment"]["client_secret"].partition("_secret")[0]
    back = {"payment_method": "pm_card_visa", "return_url": "http://localhost/"}
    assert stripe.ask("POST", f"payment_intents/{intent}/confirm", account, **back).ok
    buyer.on(order, "refresh")
    wait_for(lambda: len(buyer.see(order)["tickets"]) == 2, "the tickets")
    [fee] = [one for one in stripe.all_of("application_fees") if one["account"] == account]
    assert stripe.ask("POST", f"application_fees/{fee['id']}/refunds").ok
    own.post(f"/orders/{order['id']}/refunds", WHY | {"tickets": [1]})
    wait_for(lambda: states(own, order) == ["SUCCEEDED"], "the refund")
    assert own.order(order["id"])["refunded_minor"] == 2500
    [refund] = refunds(own, order)
    assert refund["platform_fee_minor"] == 0
    kinds = [entry.kind for entry in orders.get_file(order["id"]).entries]
    assert "refund" in kinds
    assert "platform_fee_returned" not in kinds
