"""Reservations that nobody pays for: by the workflow, by the sweep, and against a payment at the last moment."""

from datetime import timedelta

import pytest
import requests

from chalicelib.kernel import clock
from localstack.launcher import Running
from tests.shop import Shop, wait_for


def test_step_functions_put_an_unpaid_order_s_seats_on_sale_again(shop: Shop) -> None:
    event, product = shop.on_sale(hold_minutes=1, capacity=4)
    order = shop.buyer().reserve(event, product, 4)
    assert shop.free(event) == 0
    wait_for(lambda: shop.order(order["id"])["state"] == "EXPIRED", "the expiry", pause=1)
    assert shop.free(event) == 4
    assert shop.facts(order["id"]) == ["OrderReserved", "OrderExpired"]
    shop.buyer().reserve(event, product, 4)


@pytest.mark.usefixtures("aws")
class TestStepByStep:
    """Each task twice, and in the worst order, an hour ahead of the clock."""

    def test_an_expired_order_gives_its_seats_back_once_however_often_each_task_runs(self, shop: Shop) -> None:
        from chalicelib.actions import expiring

        later = clock.now() + timedelta(hours=1)
        event, product = shop.on_sale(capacity=3)
        buyer = shop.buyer()
        order = buyer.reserve(event, product, 3)
        checked_out = buyer.check_out(order)
        for _ in range(2):
            assert expiring.begin_expiry(order["id"], later).state == "EXPIRING"
        assert expiring.cancel_payment(order["id"], later)
        assert expiring.cancel_payment(order["id"], later)
        for _ in range(3):
            assert expiring.release(order["id"], "EXPIRED", later, by="expiry").state == "EXPIRED"
        assert shop.free(event) == 3
        assert buyer.pay(checked_out).status_code == 400

    def test_a_payment_that_was_faster_than_the_expiry_wins(self, shop: Shop) -> None:
        from chalicelib.actions import expiring

        later = clock.now() + timedelta(hours=1)
        event, product = shop.on_sale(capacity=2)
        buyer = shop.buyer()
        order = buyer.reserve(event, product, 2)
        checked_out = buyer.check_out(order)
        expiring.begin_expiry(order["id"], later)
        assert buyer.pay(checked_out).ok
        assert not expiring.cancel_payment(order["id"], later)
        assert expiring.release(order["id"], "EXPIRED", later, by="expiry").state == "COMPLETED"
        assert shop.free(event) == 0

    def test_an_order_whose_hold_was_prolonged_is_left_alone(self, shop: Shop) -> None:
        from chalicelib.actions import expiring

        event, product = shop.on_sale(hold_minutes=1)
        buyer = shop.buyer()
        order = buyer.reserve(event, product)
        buyer.check_out(order)
        in_two_minutes = clock.now() + timedelta(minutes=2)
        assert expiring.begin_expiry(order["id"], in_two_minutes).state == "RESERVED"

    def test_the_sweep_starts_again_what_was_lost(self, shop: Shop, cloud: Running) -> None:
        from chalicelib.actions import sweeping

        event, product = shop.on_sale(hold_minutes=1)
        order = shop.buyer().reserve(event, product)
        _stop_workflow(cloud, order["id"])
        found = sum(sweeping.sweep(clock.now() + timedelta(minutes=minutes)) for minutes in (4, 5))
        assert found >= 1
        wait_for(lambda: shop.order(order["id"])["state"] == "EXPIRED", "the second workflow", pause=1)


def _stop_workflow(cloud: Running, name: str) -> None:
    import boto3

    states = boto3.client("stepfunctions")
    machine = "arn:aws:states:eu-central-1:000000000000:stateMachine:foyer-local-expire-reservation"
    running = wait_for(
        lambda: [run for run in states.list_executions(stateMachineArn=machine)["executions"] if run["name"] == name],
        "the workflow",
    )
    states.stop_execution(executionArn=running[0]["executionArn"])


@pytest.mark.usefixtures("aws")
class TestPaidTooLate:
    """Money for an order that has given its seats back."""

    def _expire(self, shop: Shop, order_id: str) -> None:
        """As if Stripe's word about the cancelled payment had been wrong: the seats go, the intent stays open."""
        from chalicelib.domain.orders import Order
        from chalicelib.tables import orders, pools
        from chalicelib.tables.commit import commit

        now = clock.now()
        order: Order = orders.get_order(order_id)
        commit([orders.move(order, "EXPIRING")], [], now=now, by="test")
        order = orders.get_order(order_id)
        commit([orders.move(order, "EXPIRED"), *pools.give_back(order.takes)], [], now=now, by="test")

    def test_the_seats_are_taken_again_if_any_are_left(self, shop: Shop) -> None:
        event, product = shop.on_sale(capacity=2)
        buyer = shop.buyer()
        order = buyer.reserve(event, product, 2)
        checked_out = buyer.check_out(order)
        self._expire(shop, order["id"])
        assert shop.free(event) == 2
        assert buyer.pay(checked_out).ok
        wait_for(lambda: shop.order(order["id"])["state"] == "COMPLETED", "the late payment")
        assert shop.free(event) == 0

    def test_all_money_goes_back_if_somebody_else_has_them(self, shop: Shop, cloud: Running) -> None:
        event, product = shop.on_sale(capacity=2)
        buyer = shop.buyer()
        order = buyer.reserve(event, product, 2)
        checked_out = buyer.check_out(order)
        self._expire(shop, order["id"])
        shop.buyer().reserve(event, product, 2)
        assert buyer.pay(checked_out).ok
        wait_for(lambda: shop.order(order["id"])["refunded_minor"] == 5000, "the refund")
        assert shop.order(order["id"])["state"] == "EXPIRED"
        mails = wait_for(buyer.mails, "the mail about the refund")
        assert len(mails) == 1
        assert _refunded_at_stripe(cloud, order["id"]) == [5000]


def _refunded_at_stripe(cloud: Running, order_id: str) -> list[int]:
    headers = {"Authorization": "Bearer sk_test_local"}
    answer = requests.get(f"{cloud.settings.stripe_url}/v1/refunds?limit=100", headers=headers, timeout=10)
    return [refund["amount"] for refund in answer.json()["data"] if refund["metadata"].get("order_id") == order_id]
