"""What a plan of parts needs when, and what becomes of it. Every deadline follows from a part's due date."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.instalments import DueTooLate, Part, Plan, PlanState
from chalicelib.domain.kept_cards import KeptCard
from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Intent, Outcome, Payment

Step = Literal["nothing", "remind", "charge", "overdue", "cancel", "forget"]

REMINDED_BEFORE = timedelta(days=3)
# How long after a refusal the card is tried again; then nobody tries any more.
_TRIED_AGAIN_AFTER = (timedelta(days=1), timedelta(days=2))
MOST_TRIES = len(_TRIED_AGAIN_AFTER) + 1
# Whoever pays by themselves at this very moment is not disturbed.
TIME_TO_PAY = timedelta(minutes=30)
LATER = timedelta(days=1)
TAKEN_UP_FOR = timedelta(minutes=15)


def overdue_at(plan: Plan, part: Part) -> datetime:
    """Until when a part can be paid before somebody decides about the order."""
    return part.due_at + timedelta(days=plan.grace_days)


def _try_at(plan: Plan, part: Part) -> datetime | None:
    """When the card is charged next; None once that is of no use any more."""
    if plan.tries >= MOST_TRIES:
        return None
    if not (plan.tries and plan.tried_at):
        return part.due_at
    return max(part.due_at, plan.tried_at + _TRIED_AGAIN_AFTER[plan.tries - 1])  # put off while it was being charged


def wakes_at(plan: Plan) -> datetime | None:
    """When it has to be looked at next; None if nothing is going to happen by itself."""
    if plan.state == "ENDED" or plan.is_withdrawn:
        forgets = plan.consented_at if plan.card else None
        if forgets or plan.state == "ENDED":
            return forgets
    if plan.state == "OVERDUE" and plan.when_overdue == "cancel":
        return plan.consented_at
    if plan.charging:
        return plan.unpaid[0].due_at
    if plan.state != "ACTIVE":
        return None
    part = plan.unpaid[0]
    reminds = part.due_at - REMINDED_BEFORE if plan.reminded < part.number else None
    return min(at for at in (reminds, _try_at(plan, part), overdue_at(plan, part)) if at)


def next_step(plan: Plan, now: datetime) -> Step:
    """What it needs at this moment."""
    if (plan.state == "ENDED" or plan.is_withdrawn) and plan.card:
        return "forget"
    if plan.state == "OVERDUE" and plan.when_overdue == "cancel":
        return "cancel"
    if plan.charging:  # what was begun is brought to its end, whatever was decided since
        return "charge"
    if plan.state != "ACTIVE":
        return "nothing"
    part = plan.unpaid[0]
    try_at = _try_at(plan, part)
    if try_at and now >= try_at:
        return "charge"
    if now >= overdue_at(plan, part):
        return "overdue"
    if plan.reminded < part.number and now >= part.due_at - REMINDED_BEFORE:
        return "remind"
    return "nothing"


def paid(plan: Plan, numbers: Sequence[int], card: KeptCard | None, now: datetime) -> Plan:
    """The plan once these parts have been paid, with the card that was kept by that."""
    parts = [replace(part, paid_at=now) if part.number in numbers else part for part in plan.parts]
    is_over = all(part.paid_at for part in parts)
    state: PlanState = "ENDED" if is_over else "PAUSED" if plan.state == "PAUSED" else "ACTIVE"
    kept = card if card and not plan.is_withdrawn else plan.card
    return replace(plan, parts=parts, state=state, card=kept, tries=0, tried_at=None, charging=0)


def refused(plan: Plan, now: datetime, *, is_final: bool) -> Plan:
    """The plan once its card could not pay; `is_final`: trying again would be of no use."""
    tries = MOST_TRIES if is_final else plan.tries + 1
    return replace(plan, tries=tries, tried_at=now, charging=0, attempts=plan.attempts + 1)


def extended(plan: Plan, number: int, due_at: datetime, starts_at: datetime, now: datetime) -> Plan:
    """A part falls due at another time, and is tried anew. Raises PartIsPaid, DueTooLate."""
    wanted = plan.part(number)
    others = [part for part in plan.parts if part.number != number]
    is_in_order = all(part.due_at < due_at if part.number < number else due_at < part.due_at for part in others)
    if not (now < due_at < starts_at and is_in_order):
        raise DueTooLate(due_at="must lie between the parts beside it, in the future and before the start")
    parts = [replace(part, due_at=due_at) if part is wanted else part for part in plan.parts]
    if number != plan.unpaid[0].number:
        return replace(plan, parts=parts)
    reminded = min(plan.reminded, number - 1)
    state: PlanState = "PAUSED" if plan.state == "PAUSED" else "ACTIVE"
    return replace(plan, parts=parts, state=state, tries=0, tried_at=None, reminded=reminded)


def settle(order: Order, plan: Plan, payment: Payment, intent: Intent) -> Outcome:
    """What the provider's present word about the payment of a part means.

    Only what the plan asks for counts: any other money, and what comes once the order is over, goes back.
    """
    if intent.status != "succeeded" or payment.state == "SUCCEEDED":
        return "nothing" if intent.status == "cancelled" or payment.state == "SUCCEEDED" else "wait"
    owed = {part.number: part.amount_minor for part in plan.unpaid}
    is_owed = all(number in owed for number in payment.parts)
    amount = sum(owed.get(number, 0) for number in payment.parts)
    is_right = (intent.order_id, intent.received_minor, intent.currency) == (order.order_id, amount, order.currency)
    is_open = order.state in ("RESERVED", "EXPIRING", "PARTLY_PAID", "REVIEW")
    return "complete" if is_open and is_owed and is_right else "refund"


def reminded(plan: Plan) -> Plan:
    """The plan once its buyer was reminded of the next part."""
    return replace(plan, reminded=plan.unpaid[0].number)


def overdue(plan: Plan) -> Plan:
    """The plan once the next part was not paid in time."""
    return replace(plan, state="OVERDUE", charging=0)


def under_way(plan: Plan, part: Part) -> Plan:
    """The plan while a part is being charged: its card cannot be taken off meanwhile."""
    return replace(plan, charging=part.number)


def ended(plan: Plan) -> Plan:
    """The plan once nothing more is asked for by it. A charge under way is settled by what the order is then."""
    return replace(plan, state="ENDED", charging=0)


def forgotten(plan: Plan) -> Plan:
    """The plan once nothing of its card is kept any more."""
    return replace(plan, card=None)


def paused(plan: Plan) -> Plan:
    """The plan while nothing of it falls due."""
    return replace(plan, state="PAUSED") if plan.state in ("ACTIVE", "OVERDUE") else plan


def resumed(plan: Plan) -> Plan:
    """The plan as it goes on."""
    return replace(plan, state="ACTIVE") if plan.state == "PAUSED" else plan
