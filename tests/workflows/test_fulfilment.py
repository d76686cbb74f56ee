"""What follows from a paid order, when workers die and messages come twice."""

import json

import boto3
import pytest

from chalicelib.kernel import clock
from localstack.launcher import Running
from tests.shop import Shop, wait_for

pytestmark = [pytest.mark.usefixtures("aws"), pytest.mark.req("ORD-9")]


def _paid(shop: Shop, quantity: int = 1) -> tuple[str, object]:
    event, product = shop.on_sale(price_minor=0, capacity=100, max_per_order=100)
    buyer = shop.buyer()
    order = buyer.buy(event, product, quantity)
    wait_for(buyer.mails, "the mail")
    wait_for(lambda: "MailSent" in shop.facts(order["id"]), "the mark of the mail")
    return order["id"], buyer


def test_every_task_may_run_again(shop: Shop) -> None:
    from chalicelib.actions import fulfilment

    order_id, buyer = _paid(shop, 3)
    before = shop.order(order_id)["tickets"]
    assert fulfilment.issue_tickets(order_id, clock.now()) == 3
    fulfilment.draw_tickets(order_id, clock.now())
    fulfilment.finish(order_id, clock.now())
    fulfilment.send_mail(order_id, "confirmation", clock.now())
    assert shop.order(order_id)["tickets"] == before
    assert shop.facts(order_id).count("TicketsIssued") == 1
    assert len(buyer.mails()) == 1


def test_a_batch_of_facts_delivered_twice_changes_nothing(shop: Shop, cloud: Running) -> None:
    order_id, buyer = _paid(shop)
    record = {
        "sk": {"S": "fct_again"},
        "name": {"S": "OrderPaid"},
        "subject": {"S": order_id},
        "account_id": {"S": shop.get("/me")["account"]["id"]},
        "event_id": {"S": shop.order(order_id)["event"]["id"]},
        "at": {"S": clock.to_text(clock.now())},
    }
    batch = {"Records": [{"dynamodb": {"NewImage": record}}] * 2}
    for _ in range(2):
        answer = boto3.client("lambda").invoke(FunctionName="foyer-local-reactions", Payload=json.dumps(batch))
        assert "FunctionError" not in answer
    assert len(buyer.mails()) == 1
    assert shop.facts(order_id).count("TicketsIssued") == 1


def test_a_worker_killed_between_the_mail_and_its_mark_sends_a_second_one_and_no_third(shop: Shop) -> None:
    """Stated: after a death in this gap there are two mails. One too many is better than none."""
    from chalicelib.actions import fulfilment
    from chalicelib.tables.mails import MAIL_CLAIM, MailClaimed, MailRow
    from chalicelib.tables.table import client

    order_id, buyer = _paid(shop)
    client()
    MailRow(f"ORDER#{order_id}", "MAIL#confirmation").update(actions=[MailRow.sent_at.remove()])
    with pytest.raises(MailClaimed):
        fulfilment.send_mail(order_id, "confirmation", clock.now())
    later = clock.now() + 2 * MAIL_CLAIM
    for _ in range(2):
        fulfilment.send_mail(order_id, "confirmation", later)
    wait_for(lambda: len(buyer.mails()) == 2, "the second mail")


def test_two_workers_with_the_same_message_send_one_mail(shop: Shop) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from chalicelib.actions import fulfilment
    from chalicelib.tables.mails import MailClaimed, MailRow
    from chalicelib.tables.table import client

    order_id, buyer = _paid(shop)
    client()
    MailRow(f"ORDER#{order_id}", "MAIL#confirmation").delete()
    before = len(buyer.mails())

    def send(_: int) -> bool:
        try:
            fulfilment.send_mail(order_id, "confirmation", clock.now())
        except MailClaimed:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert any(pool.map(send, range(8)))
    assert len(wait_for(lambda: buyer.mails()[before:], "the mail")) == 1


def test_ninety_nine_tickets_are_issued_in_batches(shop: Shop) -> None:
    order_id, _ = _paid(shop, 99)
    numbers = [ticket["number"] for ticket in shop.order(order_id)["tickets"]]
    assert numbers == list(range(1, 100))
    assert shop.facts(order_id).count("TicketsIssued") == 1


def test_no_personal_data_travels_in_workflows_or_queues(shop: Shop, cloud: Running) -> None:
    order_id, buyer = _paid(shop)
    states = boto3.client("stepfunctions")
    machine = "arn:aws:states:eu-central-1:000000000000:stateMachine:foyer-local-fulfil-order"
    found = [run for run in states.list_executions(stateMachineArn=machine)["executions"] if run["name"] == order_id]
    history = states.get_execution_history(executionArn=found[0]["executionArn"], maxResults=100)
    text = json.dumps(history, default=str)
    assert order_id in text
    assert buyer.email not in text
    assert buyer.name not in text
