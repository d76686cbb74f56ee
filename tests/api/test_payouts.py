"""What Stripe pays out: read from Stripe, matched to orders, and nobody else's business."""

from typing import Any

import pytest
import requests

from tests.api.connecting import connected, control
from tests.shop import Shop, wait_for

DAY = 86_400
BASE = "/account/payments"


def bought(own: Shop, account: str, count: int = 2) -> list[dict[str, Any]]:
    """Paid orders on the shop's own Stripe account."""
    event, product = own.on_sale(price_minor=2500)
    orders = []
    for _ in range(count):
        buyer = own.buyer()
        order = buyer.reserve(event, product)
        checked_out = buyer.check_out(order)
        confirm(own, account, checked_out)
        buyer.on(order, "refresh")
        wait_for(lambda b=buyer, o=order: b.see(o)["state"] == "COMPLETED" or None, "the payment")  # type: ignore[misc]
        orders.append(order)
    return orders


def confirm(own: Shop, account: str, checked_out: dict[str, Any]) -> None:
    """What Stripe.js does on the seller's own account."""
    secret = checked_out["payment"]["client_secret"]
    intent = secret.partition("_secret")[0]
    answer = requests.post(
        f"{own.cloud.settings.stripe_url}/v1/payment_intents/{intent}/confirm",
        data={
            "client_secret": secret,
            "payment_method": "pm_card_visa",
            "return_url": f"{own.cloud.settings.url}/order/",
        },
        headers={"Authorization": f"Bearer {checked_out['payment']['publishable_key']}", "Stripe-Account": account},
        timeout=30,
    )
    assert answer.ok, answer.text


@pytest.fixture(scope="module")
def paid(shop: Shop) -> tuple[Shop, str, list[dict[str, Any]]]:
    """(a seller, its Stripe account, its orders), whose money is on its way to the bank."""
    own = Shop.opened(shop.cloud)
    account = connected(own)
    orders = bought(own, account)
    control(own.cloud, "clock", advance_seconds=4 * DAY)
    return own, account, orders


@pytest.mark.req("PAY-19")
def test_a_payout_is_listed_with_the_orders_that_it_pays(paid: tuple[Shop, str, list[dict[str, Any]]]) -> None:
    own, _, orders = paid
    payouts = own.get(f"{BASE}/payouts")["items"]
    assert len(payouts) == 1
    assert own.get(f"{BASE}/payouts/{payouts[0]['id']}") == payouts[0]
    assert (payouts[0]["is_automatic"], payouts[0]["method"], payouts[0]["currency"]) == (True, "standard", "EUR")
    moved = own.get(f"{BASE}/payouts/{payouts[0]['id']}/transactions")["items"]
    assert {one["order_id"] for one in moved} == {order["id"] for order in orders}
    assert {one["reference"] for one in moved} == {order["reference"] for order in orders}
    assert sum(one["net_minor"] for one in moved) == payouts[0]["amount_minor"]
    assert all(one["net_minor"] == one["amount_minor"] - one["fee_minor"] for one in moved)


@pytest.mark.req("PAY-19")
def test_a_payout_s_transactions_come_page_by_page(paid: tuple[Shop, str, list[dict[str, Any]]]) -> None:
    own, _, orders = paid
    path = f"{BASE}/payouts/{own.get(f'{BASE}/payouts')['items'][0]['id']}/transactions?limit=1"
    found, cursor = [], ""
    for _ in range(9):
        page = own.get(path + cursor)
        found += [one["order_id"] for one in page["items"]]
        if not page["next"]:
            break
        cursor = f"&cursor={page['next']}"
    assert sorted(found) == sorted(order["id"] for order in orders)


@pytest.mark.req("PAY-19")
def test_the_schedule_and_what_is_under_way_are_shown(paid: tuple[Shop, str, list[dict[str, Any]]]) -> None:
    own, _, _ = paid
    standing = own.get(f"{BASE}/balance")
    assert standing["schedule"] == {"interval": "daily", "days": [], "delay_days": 2, "is_enabled": True}
    [payout] = own.get(f"{BASE}/payouts")["items"]
    under_way = {amount["currency"]: amount["amount_minor"] for amount in standing["in_transit"]}
    assert under_way == ({"EUR": payout["amount_minor"]} if payout["status"] in ("pending", "in_transit") else {})


@pytest.mark.req("PAY-19")
def test_a_payout_that_failed_says_why(shop: Shop) -> None:
    own = Shop.opened(shop.cloud)
    account = connected(own)
    bought(own, account, 1)
    control(own.cloud, "payouts", account=account, fail="account_closed")
    control(own.cloud, "clock", advance_seconds=9 * DAY)
    failed = [one for one in own.get(f"{BASE}/payouts")["items"] if one["status"] == "failed"]
    assert [one["why_failed"] for one in failed] == ["The bank account is closed. Give Stripe another one."]


@pytest.mark.req("PAY-19", "TEN-5")
def test_another_tenant_s_payouts_do_not_exist(shop: Shop, paid: tuple[Shop, str, list[dict[str, Any]]]) -> None:
    own, _, _ = paid
    payout = own.get(f"{BASE}/payouts")["items"][0]["id"]
    other = Shop.opened(shop.cloud)
    unconnected = other.send("GET", f"{BASE}/payouts/{payout}")
    assert (unconnected.status_code, unconnected.json()["code"]) == (404, "no_merchant")
    connected(other)
    assert other.get(f"{BASE}/payouts") == {"items": [], "next": None}
    for path in (payout, f"{payout}/transactions", "po_unknown", "%F0%9F%92%B8"):
        refused = other.send("GET", f"{BASE}/payouts/{path}")
        assert (refused.status_code, refused.json()["code"]) == (404, "payout_not_found")
    assert other.send("GET", f"{BASE}/payouts/..%2F..%2Fbalance").status_code == 404


@pytest.mark.parametrize("query", ["cursor=po_1", "cursor=💸", "limit=0", "limit=101", "limit=ten", "status=paid"])
def test_a_list_is_asked_for_sensibly(paid: tuple[Shop, str, list[dict[str, Any]]], query: str) -> None:
    own, _, _ = paid
    assert own.send("GET", f"{BASE}/payouts?{query}").status_code == 422


@pytest.mark.req("PAY-19")
def test_payouts_of_an_account_that_is_lost_say_so(shop: Shop) -> None:
    own = Shop.opened(shop.cloud)
    account = connected(own)
    control(own.cloud, "accounts", account=account, revoked=True)
    refused = own.send("GET", f"{BASE}/payouts")
    assert (refused.status_code, refused.json()["code"]) == (409, "merchant_lost")
    assert own.get(BASE)["status"] == "lost"
