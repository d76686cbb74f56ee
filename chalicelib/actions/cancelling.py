"""Members cancel and complete orders by hand, with a reason: each exactly once, whoever else is at it."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.actions import expiring, offline, refunding, stock
from chalicelib.actions.orders import owned_file
from chalicelib.domain import edits as rules
from chalicelib.domain import plans
from chalicelib.domain.accounts import Caller
from chalicelib.domain.edits import Edit, OrderRefundChoice, Reason
from chalicelib.domain.instalments import PlanNotFound
from chalicelib.domain.offline import missing_minor
from chalicelib.domain.orders import Order, OrderMoved, State
from chalicelib.domain.part_refunds import money_back
from chalicelib.domain.payments import has_open_dispute
from chalicelib.domain.refunds import DisputeIsOpen, NothingToRefund
from chalicelib.kernel import ids
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.facts import Fact, OrderCancelled, OrderPaid
from chalicelib.tables import edits, instalments, orders, tickets
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.orders import OrderFile

_RACES = 5
_TICKETS_IN_A_COMMIT = 60  # a transaction has 100 places; the order's shards, refunds and facts need some


@dataclass(frozen=True)
class Act:
    """Who does it, when and why. `is_mass`: it is one of thousands, whose refunds are asked for in turn."""

    caller: Caller
    reason: Reason
    note: str
    now: datetime
    is_mass: bool = False

    def trace(self, order: Order, to: State) -> Change:
        """The row that remembers it beside the order. The note may name people, so it stays out of the fact."""
        moved = [rules.Change("state", order.state, to)]
        edit_id = ids.sortable("edt", self.now)
        by = self.caller.user_id
        return edits.new_edit(Edit(order.order_id, edit_id, self.now, by, moved, 0, self.reason, self.note))

    def commit(self, changes: list[Change], facts: list[Fact]) -> None:
        """Write it in the member's name."""
        commit(changes, facts, now=self.now, by=self.caller.user_id)


def cancel(order_id: str, refund: OrderRefundChoice, act: Act) -> None:
    """Tickets void, units on sale again, money back if asked. Cancelling what is cancelled changes nothing.

    Raises OrderNotCancellable, DisputeIsOpen if money should go back, PlanNotFound if that should be as it was agreed
    and nothing was, OrderMoved when it was paid meanwhile, Unreachable.
    """
    was_complete: bool | None = None
    for _ in range(_RACES):
        file = owned_file(order_id, act.caller)
        if file.order.state == "CANCELLED":
            return None
        rules.check_cancellable(file.order)
        is_complete = file.order.state in ("PARTLY_PAID", "COMPLETED", "REVIEW")
        if was_complete is not None and is_complete is not was_complete:
            raise OrderMoved()  # paid this very moment: what should become of the money was not asked
        was_complete = is_complete
        with suppress(OrderMoved, AlreadyDone):  # a double click's other half: look again
            return _cancel_paid(file, refund, act) if is_complete else _cancel_unpaid(file.order, act)
    raise Busy()


def _cancel_unpaid(order: Order, act: Act) -> None:
    """At the provider first: only when no money can come any more may the units go back."""
    if order.state != "EXPIRING":
        act.commit([orders.move(order, "EXPIRING")], [])
    if not expiring.cancel_payment(order.order_id, act.now):
        raise OrderMoved()
    ending = orders.get_order(order.order_id)
    moved = orders.move(ending, "CANCELLED")
    act.commit([moved, *stock.returned(ending), act.trace(order, "CANCELLED")], [_cancelled(order, act)])


def _cancelled(order: Order, act: Act) -> OrderCancelled:
    data = {"units": order.units, "reason": act.reason}
    return OrderCancelled(order.order_id, order.account_id, order.event_id, data)


def _cancel_paid(file: OrderFile, refund: OrderRefundChoice, act: Act) -> None:
    """The tickets of a large order are void before the order is cancelled, never the other way round."""
    order, plan = file.order, file.plan if file.order.state != "COMPLETED" else None
    if refund == "agreed" and not plan:
        raise PlanNotFound()
    if refund != "none" and has_open_dispute(file.disputes):
        raise DisputeIsOpen()
    valid = [ticket for ticket in file.tickets if ticket.state == "VALID"]
    while len(valid) > _TICKETS_IN_A_COMMIT:
        some, valid = valid[:_TICKETS_IN_A_COMMIT], valid[_TICKETS_IN_A_COMMIT:]
        act.commit([edits.still_complete(order), *(tickets.void(ticket) for ticket in some)], [])
    changes = [edits.cancel_paid(order, len(file.tickets)), *stock.returned(order), act.trace(order, "CANCELLED")]
    changes += [tickets.void(ticket) for ticket in valid]
    if plan:
        changes.append(instalments.saved(plans.ended(plan), act.now))
    facts: list[Fact] = [_cancelled(order, act)]
    if refund != "none":
        with suppress(NothingToRefund):
            asked, told = paid_back(file, act, plan.kept_minor if plan and refund == "agreed" else 0)
            changes, facts = [*changes, *asked], [*facts, *told]
    act.commit(changes, facts)


def paid_back(file: OrderFile, act: Act, kept_minor: int = 0) -> tuple[list[Change], list[Fact]]:
    """All that has come in, but for what is kept.

    Of thousands at once, what came by bank or in cash is left for people to hand back. Raises NothingToRefund.
    """
    is_part_paid = bool(file.plan and file.plan.is_part_paid)
    parts = money_back(file.order, file.payments, file.refunds, kept_minor, is_part_paid=is_part_paid)
    if act.is_mass:
        parts = [part for part in parts if part.payment.provider != "offline"]
    asked, told = refunding.requested(file, parts, act.reason, act.now, act.caller.user_id, act.note)
    return asked, paced(told) if act.is_mass else told


def paced(facts: list[Fact]) -> list[Fact]:
    """Whoever decides thousands of refunds asks for each of them in turn."""
    return [replace(fact, data=fact.data | {"is_paced": True}) for fact in facts]


def complete(order_id: str, act: Act) -> None:
    """An order that needed a look, or whose money came another way, is paid. Raises OrderNotCompletable."""
    for _ in range(_RACES):
        file = owned_file(order_id, act.caller)
        order = file.order
        if order.state == "COMPLETED":
            return None
        rules.check_completable(order)
        changes, facts = _completion(file, act)
        with suppress(OrderMoved, AlreadyDone):  # a double click's other half: look again
            to: State = "PARTLY_PAID" if _is_partly_paid(file) else "COMPLETED"
            return act.commit([*changes, act.trace(order, to)], facts)
    raise Busy()


def _is_partly_paid(file: OrderFile) -> bool:
    """Whether the order needed a look on the way to its last part."""
    return bool(file.order.state == "REVIEW" and file.plan and file.plan.is_part_paid)


def _completion(file: OrderFile, act: Act) -> tuple[list[Change], list[Fact]]:
    """Whatever is still missing is noted with it."""
    order = file.order
    if order.state == "AWAITING_OFFLINE_PAYMENT" and missing_minor(order):
        paid = offline.missing_payment(order, act.note, act.caller.user_id, act.now)
        return offline.completing(file, paid, act.now, act.reason)
    if _is_partly_paid(file):
        return [orders.move(order, "PARTLY_PAID")], []
    amount = sum(payment.amount_minor for payment in file.payments if payment.state == "SUCCEEDED")
    data = {"amount_minor": amount, "reason": act.reason}
    fact = OrderPaid(order.order_id, order.account_id, order.event_id, data)
    return [orders.move(order, "COMPLETED", at=act.now)], [fact]
