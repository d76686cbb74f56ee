"""Members cancel and complete orders by hand, with a reason: each exactly once, whoever else is at it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from chalicelib.actions import settling, stock
from chalicelib.actions.orders import owned_file
from chalicelib.domain import edits as rules
from chalicelib.domain.accounts import Caller
from chalicelib.domain.edits import Edit, Reason, RefundChoice
from chalicelib.domain.orders import Order, OrderMoved, State
from chalicelib.domain.payments import Payment
from chalicelib.kernel import ids
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.facts import Fact, OrderCancelled, OrderPaid, RefundRequested
from chalicelib.tables import edits, orders, payments, tickets
from chalicelib.tables.commit import Change, commit
from chalicelib.tables.orders import OrderFile

_RACES = 5
_TICKETS_IN_A_COMMIT = 60  # a transaction has 100 places; the order's shards, refunds and facts need some


@dataclass(frozen=True)
class Act:
    """Who does it, when and why."""

    caller: Caller
    reason: Reason
    note: str
    now: datetime

    def trace(self, order: Order, to: State) -> Change:
        """The row that remembers it beside the order. The note may name people, so it stays out of the fact."""
        moved = [rules.Change("state", order.state, to)]
        edit_id = ids.sortable("edt", self.now)
        by = self.caller.user_id
        return edits.new_edit(Edit(order.order_id, edit_id, self.now, by, moved, 0, self.reason, self.note))

    def commit(self, changes: list[Change], facts: list[Fact]) -> None:
        """Write it in the member's name."""
        commit(changes, facts, now=self.now, by=self.caller.user_id)


def cancel(order_id: str, refund: RefundChoice, act: Act) -> None:
    """Tickets void, units on sale again, money back if asked. Cancelling what is cancelled changes nothing.

    Raises OrderNotCancellable, OrderMoved when it was paid meanwhile, Unreachable.
    """
    was_complete: bool | None = None
    for _ in range(_RACES):
        file = owned_file(order_id, act.caller)
        if file.order.state == "CANCELLED":
            return None
        rules.check_cancellable(file.order)
        is_complete = file.order.state in ("COMPLETED", "REVIEW")
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
    if not settling.cancel_payment(order.order_id, act.now):
        raise OrderMoved()
    expiring = orders.get_order(order.order_id)
    moved = orders.move(expiring, "CANCELLED")
    act.commit([moved, *stock.returned(expiring), act.trace(order, "CANCELLED")], [_cancelled(order, act)])


def _cancelled(order: Order, act: Act) -> OrderCancelled:
    data = {"units": order.units, "reason": act.reason}
    return OrderCancelled(order.order_id, order.account_id, order.event_id, data)


def _cancel_paid(file: OrderFile, refund: RefundChoice, act: Act) -> None:
    """The tickets of a large order are void before the order is cancelled, never the other way round."""
    order = file.order
    valid = [ticket for ticket in file.tickets if ticket.state == "VALID"]
    while len(valid) > _TICKETS_IN_A_COMMIT:
        some, valid = valid[:_TICKETS_IN_A_COMMIT], valid[_TICKETS_IN_A_COMMIT:]
        act.commit([edits.still_complete(order), *(tickets.void(ticket) for ticket in some)], [])
    moved = (
        edits.cancel_issued(order, len(file.tickets)) if order.state == "COMPLETED" else orders.move(order, "CANCELLED")
    )
    changes = [moved, *stock.returned(order), act.trace(order, "CANCELLED")]
    changes += [tickets.void(ticket) for ticket in valid]
    facts: list[Fact] = [_cancelled(order, act)]
    for one in rules.full_refunds(file.payments, file.refunds, act.now) if refund == "full" else []:
        data = {"refund_id": one.refund_id, "amount_minor": one.amount_minor, "reason": one.reason}
        changes.append(payments.new_refund(one))
        facts.append(RefundRequested(order.order_id, order.account_id, order.event_id, data))
    act.commit(changes, facts)


def complete(order_id: str, act: Act) -> None:
    """An order that needed a look, or whose money came another way, is paid. Raises OrderNotCompletable."""
    for _ in range(_RACES):
        file = owned_file(order_id, act.caller)
        order = file.order
        if order.state == "COMPLETED":
            return None
        rules.check_completable(order)
        changes = [orders.move(order, "COMPLETED", at=act.now), act.trace(order, "COMPLETED")]
        amount = sum(payment.amount_minor for payment in file.payments if payment.state == "SUCCEEDED")
        if order.state == "AWAITING_OFFLINE_PAYMENT" and order.owed_minor:
            changes.append(payments.new_payment(_offline(order, act.now)))
            amount = order.owed_minor
        data = {"amount_minor": amount, "reason": act.reason}
        fact = OrderPaid(order.order_id, order.account_id, order.event_id, data)
        with suppress(OrderMoved, AlreadyDone):  # a double click's other half: look again
            return act.commit(changes, [fact])
    raise Busy()


def _offline(order: Order, now: datetime) -> Payment:
    """Money that came by bank or in cash: the ledger has it, the provider does not."""
    payment_id = ids.derived("pay", order.order_id, "offline")
    return Payment(
        order_id=order.order_id,
        payment_id=payment_id,
        provider="offline",
        amount_minor=order.owed_minor,
        currency=order.currency,
        state="SUCCEEDED",
        created_at=now,
        idempotency_key=payment_id,
    )
