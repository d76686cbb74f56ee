"""The plan of an order that is paid in parts: a row beside the order, due whenever something has to be done."""

import dataclasses
from datetime import datetime
from typing import Any

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, VersionAttribute

from chalicelib.domain.instalments import Part, Plan, PlanMoved
from chalicelib.domain.kept_cards import KeptCard
from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.domain.plans import wakes_at
from chalicelib.kernel import clock
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_edited
from chalicelib.tables.order_rows import OrderRow
from chalicelib.tables.sweeps import due_key
from chalicelib.tables.table import Item, Row, batch_get, noun_of, values_of

# How the index `due` names a plan: it is found by its order.
PLACE = "plan@"


class PlanRow(Row):
    """ORDER#o / PLAN, due when a part has to be charged, reminded of or decided about."""

    KIND = "InstalmentPlan"
    order_id = UnicodeAttribute()
    state = UnicodeAttribute()
    parts = JsonAttribute()
    merchant = UnicodeAttribute()
    consent = UnicodeAttribute()
    consented_at = InstantAttribute()
    grace_days = IntegerAttribute()
    when_overdue = UnicodeAttribute()
    kept_percent = IntegerAttribute()
    card = JsonAttribute(null=True)
    is_withdrawn = BooleanAttribute(null=True)
    tries = IntegerAttribute(null=True)
    tried_at = InstantAttribute(null=True)
    reminded = IntegerAttribute(null=True)
    charging = IntegerAttribute(null=True)
    attempts = IntegerAttribute(null=True)
    version = VersionAttribute()


def saved(plan: Plan, now: datetime, later: datetime | None = None) -> Change:
    """The plan as it is from now on; `later` puts off the next look.

    Raises PlanMoved if it has moved since it was read. What was due before is due now, so that the sweep, which has
    gone by, finds it.
    """
    wakes = later or wakes_at(plan)
    row = PlanRow(
        f"ORDER#{plan.order_id}",
        "PLAN",
        parts=[_packed(part) for part in plan.parts],
        card=dataclasses.asdict(plan.card) if plan.card else None,
        **values_of(plan, "parts", "card"),
    )
    if wakes:
        row.due, row.due_sk = due_key(plan.order_id, max(wakes, now)), f"{PLACE}{plan.order_id}"
    return put_edited(row, PlanMoved)


def _packed(part: Part) -> list[Any]:
    paid_at = clock.to_text(part.paid_at) if part.paid_at else ""
    return [part.number, part.amount_minor, clock.to_text(part.due_at), part.fee_minor, paid_at]


def plan_of(item: Item | PlanRow) -> Plan:
    """The plan in this row."""
    row = item if isinstance(item, PlanRow) else PlanRow.of(item)
    parts = [
        Part(number, amount, clock.from_text(due_at), fee, clock.from_text(paid_at) if paid_at else None)
        for number, amount, due_at, fee, paid_at in row.parts
    ]
    return noun_of(Plan, row, parts=parts, card=KeptCard(**row.card) if row.card else None)


def read_plans(order_ids: list[str]) -> dict[str, Plan]:
    """The plans of those of these orders that have one: nothing is read for none."""
    rows = batch_get(PlanRow, [(f"ORDER#{order_id}", "PLAN") for order_id in order_ids])
    return {row.order_id: plan_of(row) for row in rows}


def still_partly_paid(order: Order) -> Change:
    """Nobody has cancelled or completed the order meanwhile. Raises OrderMoved."""
    row = OrderRow(f"ORDER#{order.order_id}", "META")
    return Change("check", row, OrderMoved, OrderRow.state == "PARTLY_PAID")
