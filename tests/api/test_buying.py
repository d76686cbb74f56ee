"""The buyer's way through HTTP, and everything that may go wrong on it."""

import pytest
import requests

from localstack.launcher import Running
from tests.shop import Buyer, Shop, wait_for


@pytest.mark.req("ORD-9", "ORD-16")
def test_a_paid_order_gets_its_tickets_its_papers_and_one_mail(shop: Shop) -> None:
    event, product = shop.on_sale()
    buyer = shop.buyer()
    order = buyer.buy(event, product, 2)
    assert [ticket["number"] for ticket in order["tickets"]] == [1, 2]
    papers = wait_for(lambda: _ready(buyer.see(order, "/documents")), "the papers")
    assert papers["tickets_url"].startswith("http")
    assert papers["calendar_url"].startswith("http")
    mails = wait_for(buyer.mails, "the mail")
    assert len(mails) == 1
    names = sorted(part["name"] for part in _parts(buyer, mails[0]["id"]))
    assert names == ["event.ics", f"tickets-{order['reference']}.pdf"]


def _parts(buyer: Buyer, mail_id: str) -> list[dict]:
    url = f"{buyer.cloud.settings.mail_url}/api/mails/{mail_id}"
    return requests.get(url, timeout=10).json()["attachments"]


def _ready(documents: dict) -> dict | None:
    return documents if documents["ready"] else None


def test_a_payment_cancelled_in_stripe_s_dashboard_is_replaced_by_another(shop: Shop, cloud: Running) -> None:
    event, product = shop.on_sale()
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    first = buyer.check_out(order)["payment"]["client_secret"]
    intent = first.partition("_secret")[0]
    headers = {"Authorization": "Bearer sk_test_local"}
    cancelled = requests.post(
        f"{cloud.settings.stripe_url}/v1/payment_intents/{intent}/cancel", headers=headers, timeout=10
    )
    assert cancelled.ok
    again = buyer.check_out(order)
    assert again["payment"]["client_secret"] != first
    assert buyer.pay(again).ok
    wait_for(lambda: shop.order(order["id"])["state"] == "COMPLETED", "the second payment")


def test_a_free_order_is_complete_without_a_payment(shop: Shop) -> None:
    event, product = shop.on_sale(price_minor=0)
    order = shop.buyer().buy(event, product)
    assert order["state"] == "COMPLETED"
    assert shop.order(order["id"])["payments"] == []


def test_a_declined_card_keeps_the_hold_and_a_second_card_pays(shop: Shop) -> None:
    event, product = shop.on_sale()
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    checked_out = buyer.check_out(order)
    assert buyer.pay(checked_out, "pm_card_chargeDeclined").status_code == 402
    assert buyer.on(order, "refresh").json()["state"] == "RESERVED"
    again = buyer.check_out(order)
    assert again["payment"]["client_secret"] == checked_out["payment"]["client_secret"]
    assert buyer.pay(again).ok
    assert buyer.on(order, "refresh").json()["state"] == "COMPLETED"


def test_the_webhook_alone_completes_an_order_whose_buyer_never_returns(shop: Shop) -> None:
    event, product = shop.on_sale()
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    assert buyer.pay(buyer.check_out(order)).ok
    wait_for(lambda: shop.order(order["id"])["state"] == "COMPLETED", "the webhook")
    assert shop.facts(order["id"]).count("OrderPaid") == 1


def test_a_given_up_order_puts_its_units_on_sale_again_at_once(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=5)
    buyer = shop.buyer()
    order = buyer.reserve(event, product, 5)
    buyer.check_out(order)
    assert shop.free(event) == 0
    assert buyer.on(order, "cancel").json()["state"] == "CANCELLED"
    assert shop.free(event) == 5
    assert buyer.on(order, "cancel").json()["state"] == "CANCELLED"
    assert shop.free(event) == 5


def test_a_given_up_order_cannot_be_paid_any_more(shop: Shop) -> None:
    event, product = shop.on_sale()
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    checked_out = buyer.check_out(order)
    buyer.on(order, "cancel")
    assert buyer.pay(checked_out).status_code == 400
    refused = buyer.on(order, "checkout", {"buyer": {"name": "Bea", "email": "bea@example.com"}})
    assert (refused.status_code, refused.json()["code"]) == (409, "order_not_payable")


def test_whoever_wants_more_than_is_left_is_told_so_and_nothing_is_taken(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=3)
    refused = shop.buyer().try_reserve(event, product, 4)
    assert (refused.status_code, refused.json()["code"]) == (409, "sold_out")
    assert shop.free(event) == 3


def test_units_spread_over_shards_can_all_be_sold_in_one_order(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=100, max_per_order=100, price_minor=0)
    assert shop.buyer().reserve(event, product, 99)["lines"][0]["quantity"] == 99
    assert shop.buyer().try_reserve(event, product, 2).status_code == 409
    assert shop.buyer().try_reserve(event, product, 1).status_code == 201


def test_paying_begins_with_a_longer_hold_but_only_once(shop: Shop) -> None:
    event, product = shop.on_sale(hold_minutes=1)
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    longer = buyer.check_out(order)["expires_at"]
    assert longer > order["expires_at"]
    assert buyer.check_out(order)["expires_at"] == longer


@pytest.mark.parametrize(
    ("lines", "status", "code"),
    [
        ([], 422, "invalid_input"),
        ([{"product_id": "prd_nothing", "quantity": 1}], 404, "product_not_found"),
        ([{"product_id": "PRODUCT", "quantity": 0}], 422, "invalid_input"),
        ([{"product_id": "PRODUCT", "quantity": -1}], 422, "invalid_input"),
        ([{"product_id": "PRODUCT", "quantity": 10**9}], 422, "invalid_input"),
        ([{"product_id": "PRODUCT", "quantity": 10**30}], 422, "invalid_input"),
        ([{"product_id": "PRODUCT", "quantity": "2"}], 422, "invalid_input"),
        ([{"product_id": "PRODUCT", "quantity": 1.5}], 422, "invalid_input"),
        ([{"product_id": "PRODUCT", "quantity": 11}], 422, "wrong_quantity"),
        ([{"product_id": "PRODUCT", "quantity": 1, "price_minor": 1}], 422, "invalid_input"),
        ([{"product_id": "PRODUCT", "quantity": 1}] * 2, 422, "repeated_product"),
        ([{"product_id": "🎟️" * 60, "quantity": 1}], 404, "product_not_found"),
    ],
)
def test_a_bad_basket_is_refused_by_name(shop: Shop, lines: list, status: int, code: str) -> None:
    event, product = _one_event(shop)
    lines = [line | {"product_id": line["product_id"].replace("PRODUCT", product)} for line in lines]
    refused = shop.buyer().send("POST", f"/public/events/{event}/orders", {"lines": lines})
    assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert shop.free(event) == 50


_EVENTS: dict[str, tuple[str, str]] = {}


def _one_event(shop: Shop) -> tuple[str, str]:
    if shop.email not in _EVENTS:
        _EVENTS[shop.email] = shop.on_sale()
    return _EVENTS[shop.email]


def test_a_product_of_another_event_is_not_found(shop: Shop) -> None:
    event, _ = shop.on_sale()
    _, foreign = shop.on_sale()
    assert shop.buyer().try_reserve(event, foreign).json()["code"] == "product_not_found"


def test_nothing_of_a_draft_is_on_sale_or_to_be_seen(shop: Shop) -> None:
    event = shop.new_event()
    product = shop.new_product(event["id"])
    assert shop.buyer().send("GET", f"/public/events/{event['id']}").status_code == 404
    assert shop.buyer().try_reserve(event["id"], product["id"]).status_code == 404


def test_another_order_s_token_opens_nothing(shop: Shop) -> None:
    event, product = shop.on_sale()
    mine, theirs = shop.buyer().reserve(event, product), shop.buyer().reserve(event, product)
    stranger = shop.buyer()
    assert stranger.on(mine | {"token": theirs["token"]}, "cancel").status_code == 404
    assert stranger.send("GET", f"/public/orders/{mine['id']}").status_code == 401
    nonsense = {"Authorization": "Bearer ☃".encode().decode("latin-1")}
    assert stranger.send("GET", f"/public/orders/{mine['id']}", **nonsense).status_code == 404


def test_emoji_and_right_to_left_names_arrive_whole(shop: Shop) -> None:
    event, product = shop.on_sale(price_minor=0)
    buyer = shop.buyer("🎟️ عَبْد اللّٰه ‎Łukasz")
    order = buyer.buy(event, product)
    assert order["tickets"][0]["holder_name"] == buyer.name
    wait_for(buyer.mails, "the mail")
