"""An event is called off: by whom, once, and what comes of its orders and their money."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.resilience.stripe_side import StripeSide
from tests.shop import Shop, wait_for
from tests.workflows.calling_off import as_if_paid_in_cash, begin, ended, results


@pytest.mark.req("INV-1", "INV-8")
def test_every_order_is_cancelled_paid_back_and_told(shop: Shop, stripe: StripeSide) -> None:
    event, product = shop.on_sale(capacity=20)
    paid, also, held = shop.buyer(), shop.buyer(), shop.buyer()
    orders = [paid.buy(event, product, 2), also.buy(event, product)]
    reserved = held.reserve(event, product, 3)
    shown = shop.post(f"/events/{event}/cancellation/preview", {})
    assert shown["orders"] == {"COMPLETED": 2, "RESERVED": 1}
    assert (shown["order_count"], shown["tickets"]) == (3, 3)
    assert shown["money"] == [{"currency": "EUR", "exponent": 2, "way": "card", "amount_minor": 7500}]
    assert begin(shop, event)["status"] == "CANCELLED"
    assert held.try_reserve(event, product).status_code in (409, 422)
    done = ended(shop, event)
    assert (done["state"], done["done"], done["failed"], done["waiting"]) == ("DONE", 3, 0, 0)
    for order in orders:
        assert shop.order(order["id"])["state"] == "CANCELLED"
        assert len(stripe.refunds(order["id"])) == 1
    assert shop.order(reserved["id"])["state"] == "CANCELLED"
    assert shop.free(event) == 20
    assert Counter(result["code"] for result in results(shop, event)) == {"refunded": 2, "cancelled": 1}
    wait_for(lambda: "Cancelled: Summer Night" in [mail["subject"] for mail in paid.mails()], "the mail")
    assert results(shop, event, state="FAILED") == []


def test_the_title_has_to_be_typed_and_nobody_else_may_do_it(shop: Shop, other_shop: Shop) -> None:
    event, _ = shop.on_sale(capacity=5)
    right = shop.confirmation(event) | {"refund": "full"}
    for wrong in (
        {"confirm": "summer"}, {"refund": None}, {"refund": "half"}, {"confirm": None}, {"confirm": 7}, {"preview": 7},
        {"preview": None}, {"preview": "x" * 61},
    ):  # fmt: skip
        body = {name: value for name, value in (right | wrong).items() if value is not None}
        assert shop.send("POST", f"/events/{event}/cancellation", body).status_code == 422, body
    for method, path in (("POST", "/preview"), ("POST", ""), ("GET", ""), ("GET", "/results"), ("POST", "/retry")):
        body = right if path == "" and method == "POST" else {}
        refused = other_shop.send(method, f"/events/{event}/cancellation{path}", body if method == "POST" else None)
        assert (refused.status_code, refused.json()["code"]) == (404, "event_not_found"), path
    assert shop.send("GET", f"/events/{event}/cancellation").json()["code"] == "cancellation_not_found"
    assert shop.get(f"/events/{event}")["status"] == "LIVE"


@pytest.mark.req("INV-1")
def test_nothing_is_done_if_the_sum_to_refund_has_changed_since_it_was_shown(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=20)
    shop.buyer().buy(event, product)
    seen = shop.confirmation(event) | {"refund": "full"}
    shop.buyer().reserve(event, product)  # may come and go: nothing was paid
    assert shop.confirmation(event)["preview"] == seen["preview"]
    late = shop.buyer().buy(event, product, 2)
    refused = shop.send("POST", f"/events/{event}/cancellation", seen)
    assert (refused.status_code, refused.json()["code"]) == (409, "preview_changed")
    assert (shop.get(f"/events/{event}")["status"], shop.order(late["id"])["state"]) == ("LIVE", "COMPLETED")
    begin(shop, event)
    assert ended(shop, event)["done"] == 3


@pytest.mark.req("INV-1")
def test_what_was_refunded_or_asked_for_before_is_not_counted_again(shop: Shop, stripe: StripeSide) -> None:
    event, product = shop.on_sale(capacity=20)
    some, all_back = shop.buyer().buy(event, product, 3), shop.buyer().buy(event, product, 2)
    stripe.fail_next("POST /v1/refunds", "500_before", times=40)
    shop.post(f"/orders/{some['id']}/refunds", {"reason": "goodwill", "amount_minor": 1000})
    asked = {"reason": "goodwill", "everything": True, "cancel": False}
    shop.post(f"/orders/{all_back['id']}/refunds", asked)

    def money() -> list[int]:
        shown = shop.post(f"/events/{event}/cancellation/preview", {})
        return [one["amount_minor"] for one in shown["money"]]

    assert money() == [6500]
    stripe.tell("faults", clear=True)
    for order, amount in ((some, 1000), (all_back, 5000)):
        wait_for(lambda id_=order["id"], back=amount: shop.order(id_)["refunded_minor"] == back, "it has left")  # type: ignore[misc]
    assert money() == [6500]


def test_two_members_begin_it_once(shop: Shop) -> None:
    event, _ = shop.on_sale(capacity=5)
    body = shop.confirmation(event) | {"refund": "full"}
    path = f"/events/{event}/cancellation"
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: shop.send("POST", path, body), range(4)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert shop.send("POST", path, body).status_code == 201
    assert shop.send("POST", path, body | {"refund": "none"}).json()["code"] == "cancellation_running"
    assert ended(shop, event)["done"] == 0


@pytest.mark.req("INV-6")
@pytest.mark.usefixtures("aws")
def test_money_that_came_by_hand_is_left_for_people_to_hand_back(shop: Shop) -> None:
    event = shop.new_event(payment_methods=["card"])
    product = shop.new_product(event["id"], capacity=5)
    shop.post(f"/events/{event['id']}/publish", {})
    order = shop.buyer().buy(event["id"], product["id"])
    as_if_paid_in_cash(order["id"])
    begin(shop, event["id"])
    assert ended(shop, event["id"])["by_hand"] == 1
    [result] = results(shop, event["id"], state="BY_HAND")
    assert (result["code"], result["amount_minor"]) == ("by_hand", 2500)
    assert shop.order(order["id"])["state"] == "CANCELLED"
    noted = shop.post(
        f"/orders/{order['id']}/refunds", {"reason": "event_changed", "everything": True, "cancel": False}
    )
    assert [one["state"] for one in noted["items"]] == ["SUCCEEDED"]


def test_without_refunds_the_money_is_kept(shop: Shop, stripe: StripeSide) -> None:
    event, product = shop.on_sale(capacity=5)
    order = shop.buyer().buy(event, product)
    begin(shop, event, refund="none")
    ended(shop, event)
    assert [result["code"] for result in results(shop, event)] == ["kept"]
    assert stripe.refunds(order["id"]) == []


def test_a_provider_that_is_down_or_says_too_many_is_asked_again(shop: Shop, stripe: StripeSide) -> None:
    event, product = shop.on_sale(capacity=20)
    orders = [shop.buyer().buy(event, product) for _ in range(3)]
    stripe.fail_next("POST /v1/refunds", "429", times=4)
    stripe.fail_next("POST /v1/refunds", "500_after", times=2)
    begin(shop, event)
    done = ended(shop, event)
    assert (done["done"], done["failed"]) == (3, 0)
    assert [len(stripe.refunds(order["id"])) for order in orders] == [1, 1, 1]
