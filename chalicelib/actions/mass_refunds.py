"""The work of cancelling all orders of an event: listed, then done one by one at a pace that the provider allows.

Every step may be repeated and may end anywhere: an order's own conditions see to it that it is cancelled and paid back
once, and its result says how far it is.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from chalicelib.actions import cancelling, refunding, trying_again
from chalicelib.actions.attempts import Attempt, plainly
from chalicelib.actions.cancelling import Act
from chalicelib.domain.accounts import on_behalf_of
from chalicelib.domain.edits import OrderNotCancellable
from chalicelib.domain.event_cancellations import MOST_RUNS, MOST_TRIES, PATIENCE, Cancellation, Code, Result
from chalicelib.domain.orders import HOLDING, OrderMoved
from chalicelib.domain.payments import has_open_dispute
from chalicelib.domain.refunds import DisputeIsOpen, left_of
from chalicelib.kernel.errors import AlreadyDone, Busy, Unreachable
from chalicelib.kernel.facts import CancellationFinished, CancellationStarted, WorkflowFailed
from chalicelib.tables import event_cancellations, events, orders
from chalicelib.tables.commit import commit
from chalicelib.tables.orders import OrderFile
from chalicelib.tables.payments import RefundMoved

# Stripe allows 25 to 100 calls a second, for an account's whole business: https://docs.stripe.com/rate-limits
CALLS_A_SECOND = 20
_AT_ONCE = 6  # the provider takes a quarter of a second to answer
_PAGE = 80  # results of a page are written in one commit, which holds a hundred


def begun(cancellation: Cancellation) -> CancellationStarted:
    """The fact that starts its workflow."""
    data = {"run": cancellation.run, "refund": cancellation.refund}
    return CancellationStarted(cancellation.event_id, cancellation.account_id, cancellation.event_id, data)


def go_on(cancellation: Cancellation, now: datetime, by: str) -> None:
    """Another run of its workflow goes on where the one before has ended, or is still at it: both do no harm."""
    run = cancellation.run + 1
    with suppress(AlreadyDone):
        change = event_cancellations.moved(cancellation, "RUNNING", run, now + PATIENCE)
        commit([change], [begun(replace(cancellation, run=run))], now=now, by=by)


def take_up(event_id: str, now: datetime) -> None:
    """Nothing was heard of its workflow: the sweep lets it go on, though not for ever."""
    cancellation = event_cancellations.get_cancellation(event_id)
    if cancellation.state != "DONE" and cancellation.run < MOST_RUNS:
        go_on(cancellation, now, by="sweep")


def _at_work(event_id: str, now: datetime) -> Cancellation:
    """The cancellation, of which the sweep knows now that somebody is at it."""
    cancellation = event_cancellations.get_cancellation(event_id)
    with suppress(AlreadyDone):  # its end: this run comes late
        commit([event_cancellations.goes_on(cancellation, now + PATIENCE)], [], now=now, by="cancel_event")
    return cancellation


def list_orders(event_id: str, cursor: str | None, now: datetime, seconds: float) -> tuple[str, int]:
    """Note the orders that are to be cancelled: (where to go on, how many were new). "" at the end."""
    cancellation, end, found = _at_work(event_id, now), time.monotonic() + seconds, 0
    spread = events.get_event(event_id).order_spread
    while True:
        page = orders.list_orders(event_id, spread, cursor or None, _PAGE)
        holding = [order for order in page.items if order.state in HOLDING]
        have = event_cancellations.known(event_id, [order.order_id for order in holding])
        new = [
            Result(event_id, order.order_id, order.reference, order.currency)
            for order in holding
            if order.order_id not in have
        ]
        if new:
            with suppress(AlreadyDone):  # the workflow's twin: its orders are found in the list
                commit(event_cancellations.new_results(cancellation, new), [], now=now, by="cancel_event")
        found, cursor = found + len(new), page.next
        if not cursor or time.monotonic() > end:
            return cursor or "", found


def cancel_some(event_id: str, after: str, now: datetime, seconds: float, attempt: Attempt = plainly) -> str:
    """Cancel the orders that wait, in the order of their ids, for so long; returns where to go on, "" at the end."""
    cancellation, end = _at_work(event_id, now), time.monotonic() + seconds
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        while page := event_cancellations.results_after(event_id, after, _PAGE):
            waiting = [result for result in page if result.state == "WAITING"]
            futures = []
            for result in waiting:
                futures.append(pool.submit(_work_on, cancellation, result, now, attempt))
                time.sleep(1 / CALLS_A_SECOND)
            for future in futures:
                future.result()
            after = page[-1].order_id
            if time.monotonic() > end:
                return after
    return ""


def _work_on(cancellation: Cancellation, seen: Result, now: datetime, attempt: Attempt) -> None:
    """One order, and its result. What goes wrong with it stops no other."""
    found: list[Result] = []

    def work() -> int:
        found.append(_cancelled(cancellation, seen, now))
        return 1

    attempt(seen.order_id, work)
    after = found[0] if found else replace(seen, state="FAILED", code="unexpected")
    if after.state == "WAITING":
        after = replace(after, tries=seen.tries + 1)
    if after.tries >= MOST_TRIES:
        after = replace(after, state="FAILED")
    with suppress(AlreadyDone):  # the workflow's twin has noted the same
        commit(event_cancellations.settled(seen, after), [], now=now, by="cancel_event")


def _cancelled(cancellation: Cancellation, seen: Result, now: datetime) -> Result:
    """Cancel an order, ask for its refunds, and say what became of both."""
    caller = on_behalf_of(cancellation.account_id, cancellation.by)
    act = Act(caller, "event_cancelled", cancellation.note, now, is_mass=True)
    try:
        file = orders.get_file(seen.order_id)
        refund_ = "none" if has_open_dispute(file.disputes) else cancellation.refund
        if file.order.state == "CANCELLED" and refund_ == "full":
            trying_again.all_again(file, act)
        cancelling.cancel(seen.order_id, refund_, act)
        file = orders.get_file(seen.order_id)
        for refund in file.refunds:
            if refund.state == "REQUESTED":
                refunding.pay_back(seen.order_id, refund.refund_id, now)
        return _result(cancellation, orders.get_file(seen.order_id), seen)
    except OrderNotCancellable:
        is_held = orders.get_order(seen.order_id).state in HOLDING  # or it has expired meanwhile
        return replace(seen, state="DONE", code="payment_under_way" if is_held else "cancelled")
    except (Unreachable, Busy, OrderMoved, RefundMoved, AlreadyDone, DisputeIsOpen):
        return replace(seen, code="try_again")


def _result(cancellation: Cancellation, file: OrderFile, seen: Result) -> Result:
    back = sum(refund.amount_minor for refund in file.refunds if refund.state != "FAILED")
    left = sum(left_of(payment, file.refunds) for payment in file.payments)
    by_hand = sum(left_of(payment, file.refunds) for payment in file.payments if payment.provider == "offline")

    def so(state: str, code: Code, amount: int) -> Result:
        return replace(seen, state=state, code=code, amount_minor=amount)  # type: ignore[arg-type]

    if has_open_dispute(file.disputes):
        return so("FAILED", "dispute_open", left)
    if cancellation.refund == "none":
        return so("DONE", "kept" if left else "cancelled", 0)
    if left > by_hand:
        return so("FAILED", "refund_failed", left - by_hand)
    if by_hand:
        return so("BY_HAND", "by_hand", by_hand)
    if any(refund.state == "REQUESTED" for refund in file.refunds):
        return so("WAITING", "try_again", back)
    if any(refund.state == "PENDING" for refund in file.refunds):
        return so("DONE", "refund_pending", back)
    return so("DONE", "refunded" if back else "cancelled", back)


def count_waiting(event_id: str) -> int:
    """How many orders are not at their end."""
    return event_cancellations.get_cancellation(event_id).waiting


def finish(event_id: str, now: datetime) -> None:
    """Every order has a result."""
    cancellation = event_cancellations.get_cancellation(event_id)
    if cancellation.state != "RUNNING":
        return
    data = {"done": cancellation.done, "by_hand": cancellation.by_hand, "failed": cancellation.failed}
    fact = CancellationFinished(event_id, cancellation.account_id, event_id, data)
    with suppress(AlreadyDone):
        change = event_cancellations.moved(cancellation, "DONE", cancellation.run)
        commit([change], [fact], now=now, by="cancel_event")


def stop(event_id: str, error: str, now: datetime) -> None:
    """A step of the workflow has given up: a member may let it go on at once, the sweep does after a while."""
    cancellation = event_cancellations.get_cancellation(event_id)
    data = {"workflow": "cancel_event", "error": error}
    fact = WorkflowFailed(event_id, cancellation.account_id, event_id, data)
    with suppress(AlreadyDone):
        change = event_cancellations.moved(cancellation, "STOPPED", cancellation.run, now + PATIENCE)
        commit([change], [fact], now=now, by="cancel_event")
