"""What is sent twice, by clicks, tabs and lost answers: one order, one checkout, one payment."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from localstack.launcher import Running
from tests.api.baskets import check_out, refusal
from tests.api.connecting import control
from tests.shop import Shop, wait_for


def test_two_tabs_pay_one_order_once_and_the_last_details_count(shop: Shop) -> None:
    event, ticket = shop.on_sale()
    one, other = shop.buyer("First Tab"), shop.buyer("Second Tab")
    order = one.reserve(event, ticket)
    first, second = check_out(one, order).json(), check_out(other, order).json()
    assert first["payment"]["client_secret"] == second["payment"]["client_secret"]
    assert shop.order(order["id"])["buyer"]["name"] == "Second Tab"
    assert one.pay(first).ok
    assert one.on(order, "refresh").json()["state"] == "COMPLETED"
    assert refusal(other.pay(second) if other.pay(second).ok else other.on(order, "nothing"))[0] == 404
    assert len(shop.order(order["id"])["payments"]) == 1


def test_two_tabs_with_two_baskets_hold_two_orders(shop: Shop) -> None:
    event, ticket = shop.on_sale(capacity=5)
    buyer = shop.buyer()
    orders = [buyer.reserve(event, ticket, units) for units in (2, 3)]
    assert orders[0]["id"] != orders[1]["id"]
    assert shop.free(event) == 0


def test_the_same_key_for_another_event_is_another_order(shop: Shop) -> None:
    (event, ticket), (other, another) = shop.on_sale(), shop.on_sale()
    buyer, key = shop.buyer(), str(uuid.uuid4())
    first = buyer.try_reserve(event, ticket, key=key).json()
    assert buyer.try_reserve(other, another, key=key).json()["id"] != first["id"]


def test_a_second_tab_that_wants_to_pay_again_finds_the_order_paid(shop: Shop, cloud: Running) -> None:
    event, product = shop.on_sale()
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    first = buyer.check_out(order)
    control(cloud, "webhooks", mode="lost")
    try:
        assert buyer.pay(first).ok
        second = buyer.check_out(order)
    finally:
        control(cloud, "webhooks", mode="normal")
    assert (second["state"], second["payment"]) == ("COMPLETED", None)


@pytest.mark.parametrize("price", [0, 2500])
def test_eight_clicks_at_once_are_one_checkout(shop: Shop, price: int) -> None:
    event, product = shop.on_sale(price_minor=price)
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    body = {"buyer": {"name": buyer.name, "email": buyer.email}}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: shop.buyer().on(order, "checkout", body), range(8)))
    assert [answer.status_code for answer in answers] == [200] * 8
    assert len({answer.json()["payment"] and answer.json()["payment"]["client_secret"] for answer in answers}) == 1
    assert len(shop.order(order["id"])["payments"]) == (1 if price else 0)
    assert shop.facts(order["id"]).count("OrderPaid") == (0 if price else 1)


def test_a_repeated_reservation_is_the_same_order(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=10)
    buyer, key = shop.buyer(), str(uuid.uuid4())
    first = buyer.try_reserve(event, product, 3, key).json()
    second = buyer.try_reserve(event, product, 3, key).json()
    assert (first["id"], first["token"]) == (second["id"], second["token"])
    assert shop.free(event) == 7


def test_a_key_used_for_another_basket_is_refused(shop: Shop) -> None:
    event, product = shop.on_sale()
    buyer, key = shop.buyer(), str(uuid.uuid4())
    buyer.try_reserve(event, product, 1, key)
    refused = buyer.try_reserve(event, product, 2, key)
    assert (refused.status_code, refused.json()["code"]) == (422, "key_reused")


def test_the_return_page_and_the_webhook_together_complete_it_once(shop: Shop) -> None:
    event, product = shop.on_sale()
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    assert buyer.pay(buyer.check_out(order)).ok
    for _ in range(3):
        assert buyer.on(order, "refresh").json()["state"] == "COMPLETED"
    wait_for(lambda: "TicketsIssued" in shop.facts(order["id"]), "the tickets")
    assert shop.facts(order["id"]).count("OrderPaid") == 1
    assert shop.facts(order["id"]).count("TicketsIssued") == 1
