"""A part of an order has been paid: the order is partly paid, or complete with the last one.

Whoever charges the part and whoever pays it by hand come through here; the plan's version lets one of them act.
"""

from dataclasses import replace

from chalicelib.actions.cases import Case, ask_refund
from chalicelib.domain import plans as rules
from chalicelib.domain.fraud import Objection
from chalicelib.domain.instalments import Plan
from chalicelib.domain.orders import Order, State
from chalicelib.kernel.facts import Fact, OrderNeedsReview, OrderPaid
from chalicelib.kernel.payment_facts import InstalmentPaid
from chalicelib.tables import instalments, orders, payments


def act(case: Case) -> Order:
    """What the provider's word about a part's payment makes of its order.

    Raises OrderMoved, AlreadyDone when somebody was faster: the caller looks again.
    """
    plan = case.file.plan
    outcome = rules.settle(case.order, plan, case.payment, case.intent) if plan else "refund"
    if outcome == "complete" and plan:
        return _received(case, rules.paid(plan, case.payment.parts, case.intent.card, case.now))
    if outcome == "refund":
        is_over = case.order.state in ("EXPIRED", "CANCELLED")
        return ask_refund(case, "paid_too_late" if is_over else "not_owed")
    if case.intent.status == "cancelled":
        case.commit([payments.moved(case.payment, "CANCELLED")], [])
    return case.order


def _received(case: Case, plan: Plan) -> Order:
    """People look at a payment that its merchant wants to look at: until then nothing more is charged."""
    order, reasons = case.order, case.objections()
    to: State = "PARTLY_PAID" if plan.unpaid else "COMPLETED"
    if reasons or order.state == "REVIEW":
        to = "REVIEW"
    moved = orders.move(order, to, at=case.now if to == "COMPLETED" else None)
    changes = [moved, instalments.saved(plan, case.now), *case.received(), *case.card_counted()]
    case.commit(changes, _facts(case, plan, to, reasons))
    return replace(order, state=to, completed_at=case.now if to == "COMPLETED" else None)


def _facts(case: Case, plan: Plan, to: State, reasons: list[Objection]) -> list[Fact]:
    found = [case.happened(InstalmentPaid, parts=case.payment.parts, of=len(plan.parts))]
    if reasons:
        found.append(case.happened(OrderNeedsReview, reasons=reasons))
    if to == "COMPLETED":
        found.append(case.happened(OrderPaid, amount_minor=case.order.owed_minor))
    return found
