"""What the platform takes: set by its operators only, shown to organizers, charged on each order."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests import versions
from tests.api.connecting import OPERATOR, asked, connected, control, operator, settings
from tests.shop import Buyer, Shop

NO_FEE = {"percent": "0", "fixed": {}, "least": {}, "most": {}, "is_passed_on": False}
PLAN = NO_FEE | {"percent": "2.5", "fixed": {"EUR": 50}, "least": {"EUR": 100}, "most": {"EUR": 500}}
# A process keeps what it has read for so long.
KEPT_SECONDS = 5.5


@pytest.fixture(scope="module")
def olga(shop: Shop) -> Shop:
    """The operator."""
    return operator(shop.cloud)


def account_of(shop: Shop) -> str:
    return str(shop.get("/me")["account"]["id"])


def intent_of(buyer: Buyer, account: str, checked_out: dict[str, Any]) -> dict[str, Any]:
    """The buyer's payment as the account that is paid sees it."""
    intent = checked_out["payment"]["client_secret"].partition("_secret")[0]
    headers = {"Authorization": "Bearer sk_test_local"} | ({"Stripe-Account": account} if account else {})
    url = f"{buyer.cloud.settings.stripe_url}/v1/payment_intents/{intent}"
    return requests.get(url, headers=headers, timeout=10).json()  # type: ignore[no-any-return]


@pytest.mark.req("TEN-2")
@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("path", ["/platform/fees", "/platform/accounts/acc_1/fees"])
def test_nobody_but_an_operator_sees_or_sets_what_the_platform_takes(shop: Shop, method: str, path: str) -> None:
    refused = shop.send(method, path, NO_FEE if method == "PUT" else None)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    nobody = requests.request(method, f"{shop.api}{path}", json=NO_FEE, timeout=10)
    assert nobody.status_code == 401


@pytest.mark.req("TEN-2")
def test_an_operator_sets_the_plan_of_all_and_of_one_account(olga: Shop, own: Shop) -> None:
    assert olga.email == OPERATOR
    path = f"/platform/accounts/{account_of(own)}/fees"
    before = olga.get(path)
    assert before | {"version": 0} == {"account_id": account_of(own), "plan": None, "is_exempt": False, "version": 0}
    assert olga.put(path, {"plan": PLAN})["plan"] == PLAN
    seen = settings(own)["platform"]
    assert (seen["plan"], seen["is_own"], seen["is_exempt"]) == (PLAN, True, False)
    example = seen["example"]
    assert (example["price_minor"], example["fee_minor"], example["organizer_gets_minor"]) == (5000, 175, 4825)
    olga.put(path, {"plan": PLAN | {"is_passed_on": True}})
    example = settings(own)["platform"]["example"]
    assert (example["buyer_pays_minor"], example["organizer_gets_minor"]) == (5175, 5000)
    olga.put(path, {"is_exempt": True})
    assert settings(own)["platform"]["example"]["fee_minor"] == 0
    before = olga.get("/platform/fees")
    try:
        saved = olga.put("/platform/fees", PLAN)
        assert saved == PLAN | {"version": before["version"] + 1}
        assert olga.get("/platform/fees") == saved
    finally:
        olga.put("/platform/fees", {name: before[name] for name in PLAN})


@pytest.mark.req("TEN-2", "API-1")
def test_of_two_operators_who_set_the_plan_at_once_one_wins(olga: Shop) -> None:
    """Both send what is so already: it holds for all accounts, and other tests are charged by it."""
    path = "/platform/fees"
    before = olga.get(path)
    plan, seen = {name: before[name] for name in NO_FEE}, olga.seen(path)
    assert olga.send("PUT", path, plan).status_code == 428
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda _: olga.send("PUT", path, plan, **seen).status_code, range(2)))
    assert sorted(answers) == [200, 409]
    assert olga.send("PUT", path, plan, **seen).json()["code"] == "stale_edit"
    assert olga.get(path)["version"] == before["version"] + 1


@pytest.mark.req("TEN-2")
def test_a_plan_for_an_account_that_does_not_exist_is_refused(olga: Shop) -> None:
    refused = olga.send("PUT", "/platform/accounts/acc_unknown/fees", {"is_exempt": True}, **versions.of(0))
    assert (refused.status_code, refused.json()["code"]) == (404, "account_not_found")


@pytest.mark.req("TEN-2")
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"percent": "-1"}, "percent"),
        ({"percent": "100.01"}, "percent"),
        ({"percent": 2.5}, "percent"),
        ({"percent": "2,5"}, "percent"),
        ({"percent": "1e2"}, "percent"),
        ({"percent": "٢"}, "percent"),
        ({"fixed": {"EUR": -1}}, "fixed.EUR"),
        ({"fixed": {"EUR": "50"}}, "fixed.EUR"),
        ({"fixed": {"EUR": 0.5}}, "fixed.EUR"),
        ({"fixed": {"EUR": True}}, "fixed.EUR"),
        ({"fixed": {"EUR": 10**12}}, "fixed.EUR"),
        ({"fixed": {"euro": 50}}, "fixed.euro.[key]"),
        ({"fixed": {"💶": 50}}, "fixed.💶.[key]"),
        ({"fixed": [50]}, "fixed"),
        ({"least": {"EUR": 200}, "most": {"EUR": 199}}, "most.EUR"),
        ({"least": {"EUR": -5}}, "least.EUR"),
        ({"is_passed_on": "yes"}, "is_passed_on"),
        ({"total": 1}, "total"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_by_its_field(olga: Shop, change: dict[str, Any], field: str) -> None:
    before = olga.get("/platform/fees")
    refused = olga.send("PUT", "/platform/fees", NO_FEE | change, **olga.seen("/platform/fees"))
    assert refused.status_code == 422
    assert field in [error["field"] for error in refused.json()["errors"]]
    assert olga.get("/platform/fees") == before


@pytest.mark.req("TEN-1")
def test_without_a_fee_the_total_is_the_price_and_nobody_but_the_seller_is_paid(own: Shop) -> None:
    event, product = own.on_sale(price_minor=2500)
    buyer = own.buyer()
    order = buyer.reserve(event, product, 2)
    checked_out = buyer.check_out(order)
    assert (order["total_minor"], order["fees"]) == (5000, [])
    intent = intent_of(buyer, "", checked_out)
    assert (intent["amount"], intent["application_fee_amount"], intent["transfer_data"]) == (5000, None, None)


@pytest.mark.req("TEN-1", "TEN-3")
def test_a_connected_seller_without_a_fee_is_charged_none(own: Shop) -> None:
    account = connected(own)
    event, product = own.on_sale(price_minor=2500)
    buyer = own.buyer()
    checked_out = buyer.check_out(buyer.reserve(event, product))
    intent = intent_of(buyer, account, checked_out)
    assert (intent["amount"], intent["application_fee_amount"]) == (2500, None)


@pytest.mark.req("TEN-3", "PAY-3")
def test_each_of_two_sellers_is_paid_on_its_own_account_less_the_fee(olga: Shop, shop: Shop) -> None:
    first, second = Shop.opened(shop.cloud), Shop.opened(shop.cloud)
    accounts = [connected(first, "express"), connected(second, "full")]
    olga.put(f"/platform/accounts/{account_of(first)}/fees", {"plan": PLAN})
    olga.put(f"/platform/accounts/{account_of(second)}/fees", {"plan": PLAN | {"is_passed_on": True}})
    time.sleep(KEPT_SECONDS)
    sold = []
    for own, account in zip((first, second), accounts, strict=True):
        event, product = own.on_sale(price_minor=5000)
        buyer = own.buyer()
        order = buyer.reserve(event, product)
        checked_out = buyer.check_out(order)
        intent = intent_of(buyer, account, checked_out)
        sold.append((order["total_minor"], intent["amount"], intent["application_fee_amount"]))
    assert sold == [(5000, 5000, 175), (5175, 5175, 175)]


@pytest.mark.req("PAY-1", "TEN-3")
def test_a_seller_whose_account_is_lost_sells_nothing_by_card(own: Shop) -> None:
    account = connected(own)
    event, product = own.on_sale(price_minor=2500)
    control(own.cloud, "accounts", account=account, revoked=True)
    own.post("/account/payments/refresh", {})
    time.sleep(KEPT_SECONDS)
    buyer = own.buyer()
    order = buyer.reserve(event, product)
    refused = buyer.on(order, "checkout", {"buyer": {"name": buyer.name, "email": buyer.email}})
    assert (refused.status_code, refused.json()["code"]) == (409, "cards_not_ready")
    assert [entry for entry in asked(own.cloud, "POST", "/v1/payment_intents") if entry["account"] == account] == []
