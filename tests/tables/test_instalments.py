"""Plans as rows beside their order: each step once, due at its time, charged only while the order waits for it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.actions import cancelling, charging
from chalicelib.actions.cancelling import Act
from chalicelib.domain import plans
from chalicelib.domain.accounts import on_behalf_of
from chalicelib.domain.events import EventStatus
from chalicelib.domain.instalments import Plan, PlanMoved
from chalicelib.domain.kept_cards import KeptCard
from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.handlers.workers.messages import instalment_mail
from chalicelib.tables import events, facts, instalments, orders, sweeps
from tests.tables.writing import write
from tests.unit import making
from tests.unit.making import NOW, new_id

pytestmark = pytest.mark.req("PAY-15")
CARD = KeptCard("cus_1", "pm_1", "visa", "4242", 12, 2034)
START = NOW + timedelta(days=300)


@pytest.fixture
def order() -> Order:
    """An order whose first part is paid."""
    made = making.order(order_id=new_id("ord"), event_id=new_id("evt"), state="PARTLY_PAID", takes=[])
    write(orders.new_order(made))
    return made


@pytest.fixture
def plan(order: Order) -> Plan:
    """Its plan."""
    event = making.event(starts_at=START, instalments={"deposit_percent": 20, "due_days_before": [90, 60]})
    made = making.agreed(event, order, making.payment())
    write(instalments.saved(plans.paid(made, [1], CARD, NOW), NOW))
    return stored(order)


def stored(order: Order) -> Plan:
    found = orders.get_file(order.order_id).plan
    assert found
    return found


def test_a_plan_comes_back_with_its_parts_and_its_card(order: Order, plan: Plan) -> None:
    assert (plan.state, plan.card, plan.paid_minor, plan.version) == ("ACTIVE", CARD, 1000, 1)
    assert [part.due_at for part in plan.unpaid] == [START - timedelta(days=90), START - timedelta(days=60)]
    assert instalments.read_plans([order.order_id, "ord_none"]) == {order.order_id: plan}


def test_an_order_that_is_paid_at_once_has_no_plan() -> None:
    made = making.order(order_id=new_id("ord"))
    write(orders.new_order(made))
    assert orders.get_file(made.order_id).plan is None


def test_of_two_who_change_a_plan_one_looks_again(order: Order, plan: Plan) -> None:
    write(instalments.saved(plans.reminded(plan), NOW))
    with pytest.raises(PlanMoved):
        write(instalments.saved(plans.paused(plan), NOW))
    assert stored(order).reminded == 2


def test_of_two_who_begin_a_plan_one_looks_again(order: Order, plan: Plan) -> None:
    with pytest.raises(PlanMoved):
        write(instalments.saved(replace(plan, version=None), NOW))


def test_a_plan_is_due_when_something_has_to_be_done(order: Order, plan: Plan) -> None:
    reminds, place = plan.unpaid[0].due_at - plans.REMINDED_BEFORE, f"{instalments.PLACE}{order.order_id}"
    assert place in sweeps.list_due(reminds)
    write(instalments.saved(plans.reminded(plan), NOW))
    assert place not in sweeps.list_due(reminds)
    assert place in sweeps.list_due(plan.unpaid[0].due_at)


def test_what_was_due_before_is_due_at_once_unless_it_is_put_off(order: Order, plan: Plan) -> None:
    now, place = plan.unpaid[0].due_at + timedelta(hours=5), f"{instalments.PLACE}{order.order_id}"
    write(instalments.saved(plans.reminded(plan), now))
    assert place in sweeps.list_due(now)
    later = now + timedelta(minutes=15)
    write(instalments.saved(stored(order), now, later=later))
    assert place not in sweeps.list_due(now)
    assert place in sweeps.list_due(later)


def test_a_plan_that_is_over_is_due_no_more(order: Order, plan: Plan) -> None:
    over = plans.forgotten(plans.paid(plan, [2, 3], None, NOW))
    write(instalments.saved(over, NOW))
    assert f"{instalments.PLACE}{order.order_id}" not in sweeps.list_due(NOW)


def test_the_plan_of_an_order_that_is_cancelled_while_its_card_is_charged_is_due_no_more(order: Order) -> None:
    event = making.event(starts_at=START, instalments={"deposit_percent": 20, "due_days_before": [90, 60]})
    made = plans.paid(making.agreed(event, order, making.payment()), [1], None, NOW)
    due = made.unpaid[0].due_at
    write(instalments.saved(plans.under_way(made, made.unpaid[0]), NOW))
    act = Act(on_behalf_of(order.account_id, "test"), "buyer_asked", "", due)
    cancelling.cancel(order.order_id, "none", act)
    charging.tend(order.order_id, due)
    assert (stored(order).state, plans.next_step(stored(order), due)) == ("ENDED", "nothing")
    assert f"{instalments.PLACE}{order.order_id}" not in sweeps.list_due(due + timedelta(days=2))


@pytest.mark.parametrize("status", ["ARCHIVED", "CANCELLED"])
def test_the_plan_of_an_event_that_is_over_is_due_no_more(order: Order, plan: Plan, status: EventStatus) -> None:
    event_id, due = order.event_id, plan.unpaid[0].due_at
    write(events.new_event(making.event(event_id=event_id, slug=event_id, status=status)))
    write(instalments.saved(replace(plan, card=None), NOW))
    charging.tend(order.order_id, due)
    assert stored(order).state == "ENDED"
    assert f"{instalments.PLACE}{order.order_id}" not in sweeps.list_due(due + timedelta(days=2))


def test_a_part_that_is_put_off_is_announced_anew(order: Order, plan: Plan) -> None:
    event_id, due, later = order.event_id, plan.unpaid[0].due_at, START - timedelta(days=70)
    write(events.new_event(making.event(event_id=event_id, slug=event_id)))
    charging.tend(order.order_id, due - plans.REMINDED_BEFORE)
    put_off = plans.extended(stored(order), 2, later, START, due - timedelta(days=1))
    write(instalments.saved(put_off, due - timedelta(days=1)))
    charging.tend(order.order_id, later - plans.REMINDED_BEFORE)
    charging.tend(order.order_id, later - plans.REMINDED_BEFORE)
    told = [fact for fact in facts.list_of(order.order_id) if fact["name"] == "InstalmentFallsDue"]
    names = {instalment_mail("instalment_due", fact["data"]) for fact in told}
    assert names == {f"instalment_due:2.{day:%Y%m%d}" for day in (due, later)}


def test_nothing_is_done_for_an_order_that_waits_for_nothing_any_more(order: Order, plan: Plan) -> None:
    write(instalments.still_partly_paid(order))
    write(orders.move(order, "CANCELLED"))
    with pytest.raises(OrderMoved):
        write(instalments.still_partly_paid(order))


def test_a_partly_paid_order_stays_so_with_each_part_but_the_last(order: Order) -> None:
    write(orders.move(order, "PARTLY_PAID"))
    assert orders.get_order(order.order_id).state == "PARTLY_PAID"
    write(orders.move(order, "COMPLETED", at=NOW))
    with pytest.raises(OrderMoved):
        write(orders.move(order, "PARTLY_PAID"))
