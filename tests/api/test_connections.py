"""An account's own PayPal app and BTCPay Server: tried at once, sealed, offered where the platform takes no fee."""

import json
import uuid
from typing import Any

import boto3
import pytest

from tests.resilience.redirect_side import BTCPAY_KEY, HOOK_SECRET, PAYPAL_SECRET, at_btcpay, at_paypal, connect
from tests.shop import Shop

PAYPAL, BTCPAY = "/account/payments/paypal", "/account/payments/btcpay"


@pytest.fixture
def own(shop: Shop) -> Shop:
    """An organizer who is connected to nothing."""
    return Shop.opened(shop.cloud)


def refusal(answer: Any) -> tuple[int, str, list[str]]:
    problem = answer.json()
    return answer.status_code, problem["code"], sorted(one["field"] for one in problem.get("errors", []))


@pytest.mark.req("PAY-8")
def test_who_connects_sees_no_secret_and_nobody_can_read_one(own: Shop, aws: None) -> None:
    made = connect(own, at_paypal(own.cloud), "paypal")
    seen = own.get("/account/payments")
    assert seen["methods"][-1] == "paypal"
    assert made["webhook_url"].startswith(f"{own.cloud.settings.url}/api/connections/con_")
    assert PAYPAL_SECRET not in json.dumps(seen)
    from chalicelib.tables.connections import get_connection

    stored = get_connection(made["webhook_url"].split("/")[-2])
    assert PAYPAL_SECRET not in json.dumps(stored.sealed)
    rows = boto3.resource("dynamodb").Table("foyer-local").scan()["Items"]
    assert not [row for row in rows if PAYPAL_SECRET in json.dumps(row, default=str)]


@pytest.mark.req("PAY-8")
def test_keys_that_paypal_does_not_take_are_refused(own: Shop) -> None:
    wrong = {"client_id": f"client-{uuid.uuid4().hex}", "client_secret": "wrong-secret"}
    assert refusal(own.send("PUT", PAYPAL, wrong)) == (422, "credentials_refused", ["client_id"])
    assert own.get("/account/payments")["connections"] == []


@pytest.mark.req("PAY-8")
@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"client_id": "x"},
        {"client_id": "has spaces in it", "client_secret": PAYPAL_SECRET},
        {"client_id": "client-1234", "client_secret": ""},
        {"client_id": "client-1234", "client_secret": "s" * 8, "more": 1},
        {"client_id": "client-1234\r\nX: y", "client_secret": "s" * 8},
    ],
)
def test_keys_that_cannot_be_are_refused(own: Shop, keys: dict[str, Any]) -> None:
    assert own.send("PUT", PAYPAL, keys).status_code == 422


@pytest.mark.req("PAY-10")
@pytest.mark.parametrize(
    ("change", "field"),
    [({"api_key": "wrong-key"}, "api_key"), ({"url": "ftp://pay.example"}, "url"), ({"url": "nonsense"}, "url"),
     ({"url": "https://user@pay.example"}, "url"), ({"store_id": "../../x"}, "store_id")],
)  # fmt: skip
def test_a_server_that_does_not_fit_is_refused(own: Shop, change: dict[str, str], field: str) -> None:
    side = at_btcpay(own.cloud)
    keys = {"url": side.url, "store_id": side.who, "api_key": BTCPAY_KEY, "webhook_secret": HOOK_SECRET} | change
    status, _, fields = refusal(own.send("PUT", BTCPAY, keys))
    assert (status, fields) == (422, [field])


@pytest.mark.req("PAY-8")
def test_who_is_not_connected_cannot_offer_it(own: Shop) -> None:
    methods = {"methods": ["card", "paypal"]}
    seen = own.seen("/account/payments")
    assert refusal(own.send("PUT", "/account/payments/methods", methods, **seen)) == (
        422,
        "method_not_connected",
        ["methods"],
    )
    event = own.new_event()
    edit = {"payment_methods": ["paypal"]}
    edited = own.send("PATCH", f"/events/{event['id']}", edit, **{"If-Match": f'"{event["version"]}"'})
    assert refusal(edited) == (422, "method_not_allowed", ["payment_methods"])
    assert refusal(own.send("POST", f"{PAYPAL}/disconnect", {}))[:2] == (404, "not_connected")


@pytest.mark.req("PAY-8")
def test_who_disconnects_offers_it_no_longer(own: Shop) -> None:
    connect(own, at_paypal(own.cloud), "paypal")
    event = own.new_event(payment_methods=["card", "paypal"])["id"]
    product = own.new_product(event)["id"]
    own.post(f"/events/{event}/publish", {})
    buyer = own.buyer()
    assert own.send("POST", f"{PAYPAL}/disconnect", {}).json()["connections"] == []
    order = buyer.reserve(event, product)
    assert order["payment_methods"] == ["card"]
    told = {"buyer": {"name": "Bea", "email": buyer.email}, "method": "paypal"}
    assert refusal(buyer.on(order, "checkout", told)) == (422, "method_not_offered", ["method"])


@pytest.mark.req("PAY-8")
def test_a_platform_that_takes_a_fee_does_not_offer_it(own: Shop, shop: Shop, aws: None) -> None:
    from dataclasses import replace

    from chalicelib.domain.platform_fees import FeePlan
    from chalicelib.kernel import clock
    from chalicelib.tables.commit import commit
    from chalicelib.tables.merchants import edited_merchant, get_merchant

    account = own.get("/me")["account"]["id"]
    plan = FeePlan(percent="2")
    commit([edited_merchant(replace(get_merchant(account), plan=plan))], [], now=clock.now(), by="test")
    keys = {"client_id": f"client-{uuid.uuid4().hex}", "client_secret": PAYPAL_SECRET}
    assert refusal(own.send("PUT", PAYPAL, keys))[:2] == (409, "fee_cannot_be_taken")
    commit([edited_merchant(replace(get_merchant(account), is_exempt=True))], [], now=clock.now(), by="test")
    assert own.send("PUT", PAYPAL, keys).ok


@pytest.mark.req("PAY-8")
def test_paypal_is_not_offered_for_what_it_does_not_take(own: Shop) -> None:
    connect(own, at_paypal(own.cloud), "paypal")
    event = own.new_event(payment_methods=["card", "paypal"], currency="KWD")["id"]
    product = own.new_product(event, price_minor=25000)["id"]
    own.post(f"/events/{event}/publish", {})
    assert own.buyer().reserve(event, product)["payment_methods"] == ["card"]
