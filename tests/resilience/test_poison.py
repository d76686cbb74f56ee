"""Messages and facts that nobody can handle: put aside after a few tries, and in nobody's way."""

import json

import pytest

from chalicelib.kernel import clock, ids
from infra.functions import QUEUES
from tests.resilience.aws_side import AwsSide
from tests.shop import Shop, wait_for

pytestmark = pytest.mark.usefixtures("fresh_queues")

NOT_JSON = '{"order_id": '
OF_NOBODY = {
    "order_id": "ord_" + "0" * 26,
    "event_id": "evt_" + "0" * 26,
    "refund_id": "ref_" + "0" * 26,
    "mail": "confirmation",
    "notice": "evt_stripe",
    "type": "payment_intent.succeeded",
}
# A notice of an order, or a change of what is not ours, is nothing to be done; money, mails and proofs are.
DROPPED = {"payments", "pages", "search", "stock"}


def test_poison_ends_among_the_dead_letters_and_holds_nobody_up(shop: Shop, amazon: AwsSide) -> None:
    event, product = shop.on_sale(capacity=2)
    of_nobody = json.dumps(OF_NOBODY)
    poison = {NOT_JSON, of_nobody}
    for queue in QUEUES:
        amazon.send(queue.name, NOT_JSON)
        amazon.send(queue.name, of_nobody)
    buyer = shop.buyer()
    order = buyer.buy(event, product)
    wait_for(buyer.mails, "the mail behind the poison")
    assert len(order["tickets"]) == 1
    for queue in QUEUES:
        expected = {NOT_JSON} if queue.name in DROPPED else poison
        wait_for(
            lambda name=queue.name, ends=expected: poison & set(amazon.dead_letters(name)) == ends,
            f"the dead letters of {queue.name}",
        )
    amazon.wait_until_quiet(*(queue.name for queue in QUEUES))


def test_a_fact_that_cannot_be_read_does_not_hold_up_those_behind_it(shop: Shop, amazon: AwsSide) -> None:
    poison = ids.sortable("fct", clock.now())
    row = {"pk": "LOG#ord_poison", "sk": poison, "kind": "Fact", "name": "OrderPaid", "data": NOT_JSON}
    amazon.table.put_item(Item=row)
    event, product = shop.on_sale(price_minor=0, capacity=2)
    buyer = shop.buyer()
    buyer.buy(event, product)
    wait_for(buyer.mails, "the mail behind the poison")
    wait_for(lambda: any(poison in each for each in amazon.dead_letters("stuck")), "the dead letter")
