"""Fraud: how often a payment may be begun, which payments people look at, and what they do about them."""

import json
from typing import Any

import pytest
import requests

from chalicelib.gateways.secrets import key_for
from chalicelib.handlers.addresses import address_of
from chalicelib.handlers.wire import Request
from chalicelib.kernel import edge
from tests.api.stripe_control import paid
from tests.shop import Buyer, Shop, wait_for

ELSEWHERE = "8.8.4.4"


def begin(buyer: Buyer, event: str, product: str, address: str = "") -> Any:
    """Begin a card payment, seen as coming from this IP address."""
    order = buyer.reserve(event, product)
    headers = {"Authorization": f"Bearer {order['token']}"} | ({"X-Forwarded-For": address} if address else {})
    body = {"buyer": {"name": buyer.name, "email": buyer.email}}
    return buyer.send("POST", f"/public/orders/{order['id']}/checkout", body, **headers)


@pytest.mark.req("PAY-12")
def test_one_e_mail_address_begins_so_many_payments_an_hour(own: Shop) -> None:
    own.protect(checkouts_per_email=2)
    event, product = own.on_sale()
    buyer = own.buyer()
    assert [begin(buyer, event, product).status_code for _ in range(2)] == [200, 200]
    refused = begin(buyer, event, product)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_checkouts")
    assert 0 < int(refused.headers["Retry-After"]) <= 3601
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert begin(own.buyer(), event, product).status_code == 200


@pytest.mark.req("PAY-12")
def test_one_ip_address_begins_so_many_payments_an_hour(own: Shop) -> None:
    own.protect(checkouts_per_address=2)
    event, product = own.on_sale()
    assert [begin(own.buyer(), event, product, ELSEWHERE).status_code for _ in range(3)] == [200, 200, 429]
    assert begin(own.buyer(), event, product, "1.0.0.1").status_code == 200
    forged = f"1.1.1.1, {ELSEWHERE}"  # what a caller says of itself stands further left
    assert begin(own.buyer(), event, product, forged).status_code == 429


@pytest.mark.req("PAY-12")
def test_who_calls_around_cloudfront_speaks_for_nobody_else(own: Shop) -> None:
    own.protect(checkouts_per_address=1)
    event, product = own.on_sale()
    settings = own.cloud.settings
    api = json.loads(settings.outputs_path.read_text())["api_id"]
    # The local engine takes the first of the list for the address that it has seen, as API Gateway never does.
    forged = {"X-Forwarded-For": f"127.0.0.1, {ELSEWHERE}, 1.0.0.1", edge.HEADER: "0" * 64}
    for headers in (forged, {**forged, edge.HEADER: ""}):
        buyer = own.buyer()
        order = buyer.reserve(event, product)
        url = f"{settings.engine_url}/_aws/execute-api/{api}/api/public/orders/{order['id']}/checkout"
        body = {"buyer": {"name": buyer.name, "email": buyer.email}}
        around = requests.post(
            url, json=body, headers=headers | {"Authorization": f"Bearer {order['token']}"}, timeout=30
        )
        assert around.status_code == 200, around.text
    assert begin(own.buyer(), event, product, ELSEWHERE).status_code == 200  # nobody has used it up
    assert begin(own.buyer(), event, product, ELSEWHERE).status_code == 429


@pytest.mark.req("PAY-12")
@pytest.mark.usefixtures("aws")
def test_an_address_is_believed_of_cloudfront_only() -> None:
    key = key_for(edge.PURPOSE).hex()
    chain = {"x-forwarded-for": "1.1.1.1, 8.8.4.4, 130.176.1.1"}
    asked = {"cloudfront": chain | {edge.HEADER: key}, "around": chain, "forged": chain | {edge.HEADER: "é" * 64}}
    found = {who: address_of(Request(headers, b"", "req_1", "9.9.9.9")) for who, headers in asked.items()}
    assert found == {"cloudfront": "8.8.4.4", "around": "9.9.9.9", "forged": "9.9.9.9"}
    assert address_of(Request({}, b"", "req_1", "127.0.0.1")) == ""
    assert address_of(Request({edge.HEADER: key, "x-forwarded-for": "8.8.4.4"}, b"", "req_1", "")) == ""


@pytest.mark.req("PAY-12")
def test_asking_again_for_the_same_payment_counts_once(own: Shop) -> None:
    own.protect(checkouts_per_email=1)
    event, product = own.on_sale()
    buyer = own.buyer()
    order = buyer.reserve(event, product)
    for _ in range(3):
        assert buyer.check_out(order)["payment"]


@pytest.mark.req("PAY-12")
@pytest.mark.usefixtures("aws")
def test_what_is_counted_names_nobody(own: Shop) -> None:
    from chalicelib.tables.table import client

    event, product = own.on_sale()
    buyer = own.buyer()
    begin(buyer, event, product, ELSEWHERE)
    pages = (
        client()
        .get_paginator("scan")
        .paginate(
            TableName="foyer-local",
            FilterExpression="#k = :k",
            ExpressionAttributeNames={"#k": "kind"},
            ExpressionAttributeValues={":k": {"S": "Window"}},
        )
    )
    windows = list(pages.search("Items"))
    rows = str(windows)
    assert "VELOCITY#" in rows
    assert ELSEWHERE not in rows
    assert buyer.email not in rows
    assert all("ttl" in window for window in windows)


@pytest.mark.req("PAY-12")
def test_a_card_that_pays_too_often_is_looked_at(own: Shop) -> None:
    own.protect(orders_per_card=2)
    wait_for(lambda: own.get("/account/payments/protection")["orders_per_card"] == 2, "the limit")
    states = [paid(own, "pm_card_mastercard")[1]["state"] for _ in range(3)]
    assert states == ["COMPLETED", "COMPLETED", "REVIEW"]
    assert paid(own, "pm_card_amex")[1]["state"] == "COMPLETED"


@pytest.mark.req("PAY-12")
@pytest.mark.parametrize(
    ("settings", "card", "reasons"),
    [
        ({"denied_countries": ["FR"]}, "pm_card_fr", ["country_denied"]),
        ({"allowed_countries": ["DE"]}, "pm_card_fr", ["country_not_allowed"]),
        ({"allowed_countries": ["DE"]}, "pm_card_de", []),
        ({}, "pm_card_riskLevelElevated", ["held_by_provider", "elevated_risk"]),
    ],
)
def test_an_order_says_why_it_is_looked_at(own: Shop, settings: dict[str, Any], card: str, reasons: list[str]) -> None:
    own.protect(**settings)
    _, order = paid(own, card)
    found = own.order(order["id"])
    assert (found["state"], found["review"]) == ("REVIEW" if reasons else "COMPLETED", reasons)
    charge = found["payments"][-1]
    assert charge["country"] == ("US" if "risk" in card else card[-2:].upper())
    assert charge["method"] == "card"
    if "risk" in card:
        assert (charge["risk"], charge["is_held"]) == ("elevated", True)
        assert charge["risk_score"]


@pytest.mark.req("PAY-12")
def test_people_let_a_payment_pass_or_send_it_back(own: Shop) -> None:
    buyer, good = paid(own, "pm_card_riskLevelElevated")
    assert buyer.see(good)["tickets"] == []
    assert own.post(f"/orders/{good['id']}/complete", {"reason": "payment_checked"})["state"] == "COMPLETED"
    wait_for(lambda: buyer.see(good)["tickets"], "the tickets")
    _, bad = paid(own, "pm_card_riskLevelElevated")
    queue = f"/events/{bad['event']['id']}/orders?state=REVIEW"
    wait_for(lambda: [one["id"] for one in own.get(queue)["items"]] == [bad["id"]], "the queue")
    [waits] = wait_for(lambda: own.get("/reviews")["items"], "the account's queue")
    assert (waits["id"], waits["event_id"], waits["state"]) == (bad["id"], bad["event"]["id"], "REVIEW")
    assert Shop.opened(own.cloud).get("/reviews")["items"] == []
    rejected = own.post(f"/orders/{bad['id']}/cancel", {"reason": "fraud", "refund": "full"})
    assert rejected["state"] == "CANCELLED"
    wait_for(lambda: own.order(bad["id"])["refunded_minor"] == 2500, "the refund")
    wait_for(lambda: not own.get("/reviews")["items"], "an empty queue")


@pytest.mark.req("PAY-12")
@pytest.mark.parametrize(
    "change",
    [
        {"orders_per_card": -1}, {"orders_per_card": 1.5}, {"orders_per_card": 10**15}, {"denied_countries": ["XYZ"]},
        {"allowed_countries": ["1"]}, {"voids_on_dispute": "yes"}, {"nonsense": 1},
    ],
)  # fmt: skip
def test_settings_that_mean_nothing_are_refused(shop: Shop, change: dict[str, Any]) -> None:
    path = "/account/payments/protection"
    before = shop.get(path)
    version = before.pop("version")
    refused = shop.send("PUT", path, before | change, **{"If-Match": f'"{version}"'})
    assert refused.status_code == 422, refused.text
