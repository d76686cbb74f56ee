"""Money that takes days, and buyers who are sent to another page: SEPA, ACH, Klarna."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import requests

from tests.api.stripe_control import intent_of, later
from tests.shop import Buyer, Shop, wait_for

CLEARS = {"EUR": "pm_sepaDebit_success_de", "USD": "pm_usBankAccount_success"}
FAILS = {"EUR": "pm_sepaDebit_failed_de", "USD": "pm_usBankAccount_accountClosed"}


def begun(shop: Shop, currency: str, method: str) -> tuple[Buyer, dict[str, Any], str]:
    """(buyer, order, event) of two of three units, paid in a way that takes days."""
    event = shop.new_event(currency=currency)["id"]
    product = shop.new_product(event, capacity=3)["id"]
    shop.post(f"/events/{event}/publish", {})
    buyer = shop.buyer()
    order = buyer.reserve(event, product, 2)
    assert buyer.pay(buyer.check_out(order), method).ok
    seen = buyer.on(order, "refresh").json()
    assert seen["state"] == "PROCESSING"
    return buyer, order, event


def state_at(order: dict[str, Any], after: timedelta) -> str:
    """What the workflow's step finds so long after the hold has ended."""
    from chalicelib.actions import expiring
    from chalicelib.tables import orders

    stored = orders.get_order(order["id"])
    return expiring.begin_expiry(order["id"], stored.expires_at + after).state


@pytest.mark.req("PAY-17")
@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("currency", ["EUR", "USD"])
def test_a_debit_that_clears_days_later_completes_the_order(shop: Shop, currency: str) -> None:
    buyer, order, event = begun(shop, currency, CLEARS[currency])
    assert state_at(order, timedelta(days=3)) == "PROCESSING"
    assert shop.free(event) == 1
    assert buyer.see(order)["tickets"] == []
    later(shop, 5 * 86400)
    wait_for(lambda: buyer.see(order)["tickets"], "the tickets")
    assert shop.facts(order["id"]).count("OrderPaid") == 1


@pytest.mark.req("PAY-17")
@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("currency", ["EUR", "USD"])
def test_a_debit_that_fails_days_later_gives_the_units_back(shop: Shop, currency: str) -> None:
    _, order, event = begun(shop, currency, FAILS[currency])
    later(shop, 5 * 86400)
    wait_for(lambda: shop.order(order["id"])["state"] == "EXPIRED", "the failure")
    assert shop.free(event) == 3
    assert "OrderPaid" not in shop.facts(order["id"])


def asked(shop: Shop, starts_at: datetime) -> tuple[Buyer, dict[str, Any]]:
    from chalicelib.kernel import clock

    event = shop.new_event(starts_at=clock.to_text(starts_at), ends_at=clock.to_text(starts_at + timedelta(hours=3)))
    product = shop.new_product(event["id"])["id"]
    shop.post(f"/events/{event['id']}/publish", {})
    buyer = shop.buyer()
    order = buyer.reserve(event["id"], product)
    return buyer, order | buyer.check_out(order) | {"token": order["token"]}


@pytest.mark.req("PAY-17")
def test_what_takes_days_is_not_offered_shortly_before_the_event(shop: Shop) -> None:
    from chalicelib.kernel import clock

    buyer, soon = asked(shop, clock.now() + timedelta(days=10))
    excluded = intent_of(shop, soon)["excluded_payment_method_types"]
    assert {"sepa_debit", "us_bank_account"} <= set(excluded)
    refused = buyer.pay(soon, "pm_sepaDebit_success_de")
    assert refused.status_code == 400
    assert buyer.pay(soon).ok
    buyer, distant = asked(shop, clock.now() + timedelta(days=40))
    assert not intent_of(shop, distant)["excluded_payment_method_types"]
    assert buyer.pay(distant, "pm_sepaDebit_success_de").ok


def new_method(shop: Shop, kind: str) -> str:
    """A way to pay as the browser's form makes it."""
    data = {"type": kind, "billing_details[email]": "bea@example.com", "billing_details[address][country]": "DE"}
    answer = requests.post(
        f"{shop.cloud.settings.stripe_url}/v1/payment_methods",
        data=data,
        headers={"Authorization": "Bearer sk_test_local"},
        timeout=10,
    )
    assert answer.ok, answer.text
    return str(answer.json()["id"])


@pytest.mark.req("PAY-9")
@pytest.mark.req("PAY-17")
@pytest.mark.usefixtures("aws")
def test_a_hold_is_prolonged_once_for_a_buyer_who_pays_on_another_page(shop: Shop) -> None:
    from chalicelib.actions import settling
    from chalicelib.kernel import clock
    from chalicelib.tables import orders

    event, product = shop.on_sale()
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    checked_out = buyer.check_out(order)
    before = orders.get_order(order["id"]).expires_at
    confirmed = buyer.pay(checked_out, new_method(shop, "klarna"))
    assert confirmed.json()["status"] == "requires_action", confirmed.text
    away = wait_for(lambda: (found := orders.get_order(order["id"])).redirected and found, "the longer hold")
    assert timedelta(minutes=55) < away.expires_at - clock.now() <= timedelta(minutes=60)
    assert away.expires_at > before
    settling.settle(order["id"], clock.now() + timedelta(minutes=30), by="test")
    assert orders.get_order(order["id"]).expires_at == away.expires_at
    url = confirmed.json()["next_action"]["redirect_to_url"]["url"]
    requests.post(url, data={"answer": "complete", "passed": "1"}, timeout=10, allow_redirects=False)
    buyer.on(order, "refresh")
    wait_for(lambda: buyer.see(order)["state"] == "COMPLETED", "the order")


@pytest.mark.req("PAY-17")
@pytest.mark.usefixtures("aws")
def test_a_card_s_own_check_does_not_prolong_the_hold_again(shop: Shop) -> None:
    from chalicelib.tables import orders

    event, product = shop.on_sale()
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    checked_out = buyer.check_out(order)
    assert buyer.pay(checked_out, "pm_card_authenticationRequired").json()["status"] == "requires_action"
    buyer.on(order, "refresh")
    assert not orders.get_order(order["id"]).redirected


@pytest.mark.req("PAY-22")
@pytest.mark.parametrize(("currency", "amount"), [("JPY", 2500), ("USD", 2500), ("KWD", 2500)])
def test_a_charge_is_made_in_the_currency_of_the_order(shop: Shop, currency: str, amount: int) -> None:
    event = shop.new_event(currency=currency)["id"]
    product = shop.new_product(event)["id"]
    shop.post(f"/events/{event}/publish", {})
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    checked_out = buyer.check_out(order)
    intent = intent_of(shop, order)
    assert (intent["currency"], intent["amount"], checked_out["currency"]) == (currency.lower(), amount, currency)
    assert buyer.pay(checked_out).ok
    wait_for(lambda: buyer.see(order)["state"] == "COMPLETED", "the order")
