"""Refunds that have failed are tried again: one of them by a member, or all of an order whose event was called off."""

from dataclasses import replace

from chalicelib.actions import refunding
from chalicelib.actions.asking_refunds import check_repeated
from chalicelib.actions.cancelling import Act, paced, paid_back
from chalicelib.actions.orders import owned_file
from chalicelib.domain import refunds as rules
from chalicelib.domain.payments import Refund, has_open_dispute
from chalicelib.domain.refunds import DisputeIsOpen, NothingToRefund, RefundNotFound
from chalicelib.kernel import ids
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.facts import Fact, RefundRequested
from chalicelib.kernel.once import Once
from chalicelib.tables import marks, payments, refunds
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.orders import OrderFile


def again(order_id: str, refund_id: str, act: Act, once: Once, *, by_hand: bool) -> None:
    """Try a failed refund once more, or note that its money was handed back by other means.

    Raises RefundNotFound, DisputeIsOpen, NothingToRefund, OrderMoved.
    """
    file = owned_file(order_id, act.caller)
    if marks.is_done(once):
        return marks.check(once)
    failed = next((one for one in file.refunds if one.refund_id == refund_id), None)
    if not failed:
        raise RefundNotFound()
    if has_open_dispute(file.disputes):
        raise DisputeIsOpen()
    if not rules.can_try_again(failed, file.payments, file.refunds):
        raise NothingToRefund()
    order, new = file.order, _next_try(failed, file, act, by_hand=by_hand)
    changes = [marks.new_mark(once, act.now), refunds.decided(order, order), payments.new_refund(new)]
    fact = refunding.happened(RefundRequested, order, new)
    try:
        commit(changes, [fact], now=act.now, by=act.caller.user_id)
    except AlreadyDone:
        return check_repeated(once)
    if new.provider == "offline":
        refunding.pay_back(order.order_id, new.refund_id, act.now)
    return None


def _next_try(failed: Refund, file: OrderFile, act: Act, *, by_hand: bool) -> Refund:
    """The units were decided about with the first try. By hand nothing of the platform's fee comes back, and what came
    back with a first try that had left, came back once."""
    payment = next(payment for payment in file.payments if payment.payment_id == failed.payment_id)
    return replace(
        failed,
        refund_id=ids.derived("ref", failed.refund_id, "again"),
        state="REQUESTED",
        provider="offline" if by_hand else payment.provider,
        provider_reference="",
        failure="",
        units={},
        replaces=failed.refund_id,
        fee_minor=0 if by_hand or failed.had_left else failed.fee_minor,
        created_at=act.now,
        by=act.caller.user_id,
        note=act.note or failed.note,
    )


def all_again(file: OrderFile, act: Act) -> None:
    """What of a cancelled order's money should have gone back and has not: what failed, or was never decided.

    A bank's decision may have been waited for, or the balance at the provider was empty. Raises OrderMoved.
    """
    order, changes, facts = file.order, list[Change](), list[Fact]()
    for failed in file.refunds:
        if failed.provider != "offline" and rules.can_try_again(failed, file.payments, file.refunds):
            new = _next_try(failed, file, act, by_hand=False)
            changes.append(payments.new_refund(new))
            facts += paced([refunding.happened(RefundRequested, order, new)])
    if not changes:
        try:
            changes, facts = paid_back(file, act)
        except NothingToRefund:
            return
    if changes:
        act.commit([refunds.decided(order, order), *changes], facts)
