"""The reconciler: whatever notice was lost, our books and the provider's say the same in the end."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests

from chalicelib.actions import reconciling, refunding
from chalicelib.domain.ledger import balance
from chalicelib.domain.refunds import all_money
from chalicelib.kernel import clock
from chalicelib.tables import orders, payments, reconciliation
from chalicelib.tables.commit import commit
from localstack.launcher import Running
from tests.api.connecting import connected
from tests.resilience import till
from tests.resilience.aws_side import AwsSide
from tests.resilience.stripe_side import StripeSide
from tests.shop import Buyer, Shop, wait_for

pytestmark = [pytest.mark.usefixtures("aws"), pytest.mark.req("BEY-4")]
KEY = {"Authorization": "Bearer sk_test_local"}


@pytest.fixture(autouse=True)
def _no_notice_arrives(stripe: StripeSide) -> Iterator[None]:
    with stripe.webhooks("lost"):
        yield


def paid(shop: Shop, price_minor: int = 2500) -> tuple[Buyer, dict[str, Any], str]:
    """A buyer whose money has come in while nobody was told. (buyer, order, the intent's id)"""
    event, product = shop.on_sale(price_minor=price_minor)
    buyer = shop.buyer()
    order = buyer.reserve(event, product, 2)
    checked_out = buyer.check_out(order)
    assert buyer.pay(checked_out).ok
    return buyer, order, checked_out["payment"]["client_secret"].partition("_secret")[0]


def unmatched_of(order_id: str) -> list[str]:
    return [found.booking.kind for found in reconciliation.list_unmatched() if found.booking.order_id == order_id]


def kinds(order_id: str) -> list[tuple[str, int]]:
    return [(entry.kind, entry.amount_minor) for entry in orders.get_file(order_id).entries]


@pytest.mark.req("PAY-6")
def test_a_payment_of_which_no_notice_came_completes_its_order(shop: Shop) -> None:
    buyer, order, _ = paid(shop)
    assert shop.order(order["id"])["state"] == "RESERVED"
    reconciling.reconcile_all(clock.now())
    assert shop.order(order["id"])["state"] == "COMPLETED"
    assert sorted(kinds(order["id"])) == [("payment", 5000), ("processing_fee", -100)]
    wait_for(lambda: buyer.see(order)["tickets"], "the tickets")
    reconciling.reconcile_all(clock.now())
    assert len(kinds(order["id"])) == 2
    assert unmatched_of(order["id"]) == []


@pytest.mark.req("INV-5")
def test_a_refund_made_in_the_providers_dashboard_is_noted_and_voids_nothing(shop: Shop, stripe: StripeSide) -> None:
    buyer, order, intent = paid(shop)
    buyer.on(order, "refresh")
    wait_for(lambda: buyer.see(order)["tickets"], "the tickets")
    made = requests.post(
        f"{stripe.url}/v1/refunds", data={"payment_intent": intent, "amount": 1999}, headers=KEY, timeout=10
    )
    assert made.ok, made.text
    reconciling.reconcile_all(clock.now())
    seen = shop.order(order["id"])
    assert (seen["state"], seen["refunded_minor"]) == ("COMPLETED", 1999)
    assert ("refund", -1999) in kinds(order["id"])
    assert len(buyer.see(order)["tickets"]) == 2
    reconciling.reconcile_all(clock.now())
    assert shop.order(order["id"])["refunded_minor"] == 1999


def test_a_charge_that_no_order_asked_for_is_flagged_until_it_is_explained(shop: Shop, stripe: StripeSide) -> None:
    stranger = {"amount": 777, "currency": "eur", "payment_method": "pm_card_visa", "confirm": "true",
                "automatic_payment_methods[enabled]": "true", "return_url": "http://localhost/",
                "metadata[order_id]": "ord_of_nobody"}  # fmt: skip
    made = requests.post(f"{stripe.url}/v1/payment_intents", data=stranger, headers=KEY, timeout=10)
    assert made.ok, made.text
    found = reconciling.reconcile_all(clock.now())
    mine = [one for one in found if one.booking.order_id == "ord_of_nobody"]
    assert [(one.booking.kind, one.booking.amount_minor, one.booking.currency) for one in mine] == [
        ("payment", 777, "EUR")
    ]
    again = reconciling.reconcile_all(clock.now() + timedelta(minutes=10))
    assert [one.booking for one in again if one.booking.order_id == "ord_of_nobody"] == [mine[0].booking]
    commit([reconciliation.explained(mine[0])], [], now=clock.now(), by="test")


def test_a_refund_whose_message_was_lost_is_asked_for_by_the_sweep(shop: Shop, stripe: StripeSide) -> None:
    buyer, order, _ = paid(shop)
    buyer.on(order, "refresh")
    place = f"{decide_refund(order['id'])}@{order['id']}"
    refunding.take_up(place, clock.now())
    wait_for(lambda: shop.order(order["id"])["refunded_minor"] == 5000, "the refund")
    file = orders.get_file(order["id"])
    assert [one.state for one in file.refunds] == ["SUCCEEDED"]
    refunding.take_up(place, clock.now())
    assert len(stripe.refunds(order["id"])) == 1
    assert balance(file.entries) == {"EUR": -100}  # what the provider has kept


def test_one_merchant_that_fails_stops_no_other(shop: Shop) -> None:
    _, order, _ = paid(shop)
    asked: list[str] = []

    def attempt(name: str, work: Any) -> object:
        asked.append(name)
        return work()

    reconciling.reconcile_all(clock.now(), attempt)
    assert "own" in asked
    assert shop.order(order["id"])["state"] == "COMPLETED"


def test_what_was_booked_while_an_account_was_lost_is_looked_at_when_it_is_back(
    cloud: Running, stripe: StripeSide, amazon: AwsSide
) -> None:
    shop = Shop.opened(cloud)
    account = connected(shop)
    sale = till.sale(shop, stripe, amazon, account=account).check_out()
    reconciling.reconcile_all(clock.now())
    assert sale.pay().ok
    stripe.tell("accounts", account=account, revoked=True)
    whose = shop.get("/me")["account"]["id"]
    for hours in (0, 2, 4):
        reconciling.reconcile(account, whose, clock.now() + timedelta(hours=hours))
    assert sale.state == "RESERVED"
    stripe.tell("accounts", account=account, revoked=False)
    reconciling.reconcile(account, whose, clock.now() + timedelta(hours=6))
    assert sale.state == "COMPLETED"
    sale.check_books()


def test_a_dispute_that_is_won_leaves_the_books_as_the_provider_s(
    shop: Shop, stripe: StripeSide, amazon: AwsSide
) -> None:
    sale = till.sale(shop, stripe, amazon).check_out()
    assert sale.pay("pm_card_createDispute").ok
    reconciling.reconcile_all(clock.now())
    [dispute] = stripe.ask("GET", "disputes", payment_intent=sale.intent).json()["data"]
    assert stripe.ask("POST", f"disputes/{dispute['id']}", **{"evidence[uncategorized_text]": "winning_evidence"}).ok
    reconciling.reconcile_all(clock.now())
    books = sale.books()
    assert books["dispute"] + books["dispute_returned"] == 0
    sale.check_books()
    assert unmatched_of(sale.id) == []


@pytest.mark.parametrize("where", ["here", "in the dashboard"])
def test_a_refund_of_which_we_hear_only_after_it_has_failed_is_noted_with_both_its_movements(
    shop: Shop, stripe: StripeSide, amazon: AwsSide, where: str
) -> None:
    sale = till.sale(shop, stripe, amazon).check_out()
    assert sale.pay("pm_card_refundFail").ok
    reconciling.reconcile_all(clock.now())
    if where == "here":
        refund_id = decide_refund(sale.id)
        given = {"metadata[order_id]": sale.id, "metadata[refund_id]": refund_id}
        assert stripe.ask("POST", "refunds", payment_intent=sale.intent, **given).ok  # and its answer was lost
    else:
        assert stripe.ask("POST", "refunds", payment_intent=sale.intent).ok
    stripe.pass_time(61)
    reconciling.reconcile_all(clock.now())
    assert [refund.state for refund in orders.get_file(sale.id).refunds] == ["FAILED"]
    assert sale.refunded == 0
    assert (sale.books()["refund"], sale.books()["refund_returned"]) == (-5000, 5000)
    sale.check_books()
    reconciling.reconcile_all(clock.now())
    assert unmatched_of(sale.id) == []


def decide_refund(order_id: str) -> str:
    """Everything is to be paid back, and no message says so. The refund's id."""
    file = orders.get_file(order_id)
    changes, _ = refunding.requested(file, all_money(file.order, file.payments, []), "other", clock.now(), "test")
    commit([payments.refund_decided(file.order), *changes], [], now=clock.now(), by="test")
    [refund] = orders.get_file(order_id).refunds
    return refund.refund_id


def test_a_refund_that_was_asked_for_days_ago_is_looked_for_before_it_is_asked_for_again(
    shop: Shop, stripe: StripeSide, amazon: AwsSide
) -> None:
    """The provider has forgotten the key by then."""
    sale = till.sale(shop, stripe, amazon).check_out()
    assert sale.pay().ok
    assert sale.refresh() == "COMPLETED"
    given = {"metadata[order_id]": sale.id, "metadata[refund_id]": decide_refund(sale.id)}
    assert stripe.ask("POST", "refunds", payment_intent=sale.intent, amount=2000, **given).ok
    refunding.pay_back(sale.id, given["metadata[refund_id]"], clock.now() + timedelta(days=2))
    assert len(stripe.refunds(sale.id)) == 1
    assert [refund.state for refund in orders.get_file(sale.id).refunds] == ["SUCCEEDED"]
