"""An event with many orders is called off, and its workflow dies, is stopped, or goes through hundreds of them."""

from collections import Counter
from datetime import timedelta
from typing import Any

import boto3
import pytest

from chalicelib.actions import mass_refunds
from chalicelib.kernel import clock
from chalicelib.tables import event_cancellations
from localstack.launcher import Running
from tests.resilience.aws_side import NAMES, AwsSide
from tests.resilience.stripe_side import StripeSide
from tests.shop import Shop, wait_for
from tests.workflows.calling_off import begin, begun_without_workflow, bought_in_process, ended, results

MANY = 150


@pytest.fixture
def amazon(cloud: Running) -> AwsSide:
    return AwsSide(cloud)


def stop_workflow(event: str) -> None:
    """As if Step Functions had lost it."""
    states = boto3.client("stepfunctions")
    machine = NAMES.arn("states", f"stateMachine:{NAMES.workflow('cancel_event')}")
    runs = states.list_executions(stateMachineArn=machine)["executions"]
    [mine] = [run for run in runs if run["name"].startswith(event)]
    states.stop_execution(executionArn=mine["executionArn"])


def silent_for_long(amazon: AwsSide, event: str) -> None:
    """As if nothing had been heard of its workflow for as long as the sweep waits."""
    due = clock.to_text(clock.now() - timedelta(minutes=1))[:16]
    amazon.table.update_item(
        Key={"pk": f"CANCELLATION#{event}", "sk": "META"},
        UpdateExpression="SET due = :due",
        ExpressionAttributeValues={":due": f"{due}#0"},
    )
    amazon.table.delete_item(Key={"pk": "SWEEP", "sk": "META"})


@pytest.mark.usefixtures("aws")
class TestThousands:
    """Orders made in this process, since three hundred purchases over HTTP take minutes."""

    def test_a_workflow_that_dies_anywhere_and_begins_again_ends_the_same(self, shop: Shop, stripe: StripeSide) -> None:
        event, product = shop.on_sale(capacity=40)
        orders = bought_in_process(stripe, event, product, 12)
        begun_without_workflow(shop, event)

        class Died(Exception):
            """As if the function had been killed."""

        steps = Counter[str]()

        def dying(order_id: str, work: Any) -> Any:
            steps[order_id] += 1
            if steps[order_id] == 1:
                raise Died
            found = work()  # cancelled and paid back
            if steps[order_id] == 2:
                raise Died  # done, and nobody has noted it
            return found

        mass_refunds.list_orders(event, "", clock.now(), 0)
        mass_refunds.list_orders(event, "", clock.now(), 30)
        for _ in range(30):
            try:
                while mass_refunds.cancel_some(event, "", clock.now(), 30, dying):
                    pass
            except Died:
                continue
            break
        assert mass_refunds.count_waiting(event) == 0
        assert mass_refunds.list_orders(event, "", clock.now(), 30) == ("", 0)
        mass_refunds.finish(event, clock.now())
        mass_refunds.finish(event, clock.now())
        found = event_cancellations.get_cancellation(event)
        assert (found.state, found.done, found.failed) == ("DONE", 12, 0)
        assert [len(stripe.refunds(order)) for order in orders] == [1] * 12
        assert shop.free(event) == 40

    def test_a_workflow_that_was_stopped_goes_on_where_it_was(self, shop: Shop, stripe: StripeSide) -> None:
        event, product = shop.on_sale(capacity=60)
        orders = bought_in_process(stripe, event, product, 60)
        begin(shop, event)
        wait_for(lambda: shop.get(f"/events/{event}/cancellation")["waiting"] > 0, "the list of orders")
        stop_workflow(event)
        assert shop.post(f"/events/{event}/cancellation/retry", {})["state"] == "RUNNING"
        done = ended(shop, event)
        assert (done["state"], done["done"], done["failed"]) == ("DONE", 60, 0)
        assert [len(stripe.refunds(order)) for order in orders] == [1] * 60
        assert shop.free(event) == 60

    @pytest.mark.parametrize("has_failed", [False, True], ids=["it died", "a step gave up"])
    def test_the_sweep_lets_a_workflow_that_is_gone_go_on(
        self, shop: Shop, stripe: StripeSide, amazon: AwsSide, has_failed: bool
    ) -> None:
        event, product = shop.on_sale(capacity=60)
        orders = bought_in_process(stripe, event, product, 60)
        begin(shop, event)
        wait_for(lambda: shop.get(f"/events/{event}/cancellation")["waiting"] > 0, "the list of orders")
        stop_workflow(event)
        if has_failed:
            mass_refunds.stop(event, "States.Timeout", clock.now())
            assert shop.get(f"/events/{event}/cancellation")["state"] == "STOPPED"
        amazon.sweep()
        assert event_cancellations.get_cancellation(event).run == 1  # it was heard of a moment ago
        silent_for_long(amazon, event)
        amazon.sweep()
        done = ended(shop, event)
        assert (done["state"], done["done"], done["failed"]) == ("DONE", 60, 0)
        assert event_cancellations.get_cancellation(event).run == 2
        assert [len(stripe.refunds(order)) for order in orders] == [1] * 60
        mass_refunds.take_up(event, clock.now())
        assert event_cancellations.get_cancellation(event).run == 2  # what is done is not begun again

    def test_a_hundred_and_more_orders_are_cancelled_each_once(
        self, shop: Shop, stripe: StripeSide, amazon: AwsSide
    ) -> None:
        event, product = shop.on_sale(capacity=MANY)
        orders = bought_in_process(stripe, event, product, MANY)
        begin(shop, event)
        done = ended(shop, event)
        assert (done["state"], done["done"], done["failed"], done["by_hand"]) == ("DONE", MANY, 0, 0)
        assert shop.free(event) == MANY
        found = results(shop, event)
        assert sorted(result["order_id"] for result in found) == sorted(orders)
        assert {(result["code"], result["amount_minor"]) for result in found} == {("refunded", 2500)}
        # Whatever follows waits a minute at most for its own mail, and should not stand behind all of these.
        amazon.wait_until_quiet("payments", "refunds", "mail", "search", "stock", seconds=600)
