"""The safety net and the clock: each minute, take up whatever is due."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from chalicelib.actions import auto_buying, blocks, charging, delivering, mass_refunds, notices, refunding, releases
from chalicelib.actions.attempts import Attempt, plainly
from chalicelib.domain.orders import Order, OrderMoved, OrderNotFound
from chalicelib.gateways import queues, workflows
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.tables import instalments, orders, sweeps
from chalicelib.tables.commit import commit

# An order's own workflow has this long before the sweep steps in, and again between two tries.
PATIENCE = timedelta(minutes=2)
_BETWEEN_QUESTIONS = timedelta(hours=1)
# What fails is tried again each minute for so long; then the sweep goes on without it.
LONGEST_TRY = timedelta(hours=1)
_FIRST_LOOK_BACK = timedelta(minutes=10)
_LONGEST_STRETCH = timedelta(hours=2)


def sweep(now: datetime, attempt: Attempt = plainly) -> int:
    """Take up all that is due, each row by an `attempt`; returns how many orders' workflows were started again.

    Blocks and releases have no workflow: they are due at once. What has to wait stays in the index and is found again,
    since each sweep begins where the last has left off. After an outage it catches up two hours at a time. Deliveries
    to endpoints outside come last, at a pace of their own: however many there are, no order waits for them.
    """
    start = sweeps.find_swept_until() or now - _FIRST_LOOK_BACK
    until = min(now - PATIENCE, start + _LONGEST_STRETCH)
    count, left = 0, []
    for minute in sweeps.minutes_between(start, until + PATIENCE):
        for id_ in sweeps.list_due(minute):
            is_order = id_.startswith("ord_")
            if is_order and minute > until:
                continue
            started = attempt(id_, partial(_take_up if is_order else _carry_out, id_, now))
            if started is None:
                left.append(minute)
            else:
                count += started
    swept = _swept_until(until, left)
    if swept > start:
        commit([sweeps.swept(swept)], [], now=now, by="sweep")
    attempt("deliveries", partial(delivering.ask_again, now))
    return count


def _swept_until(until: datetime, left: Sequence[datetime]) -> datetime:
    """Where the next sweep begins: with what is left to do, unless that has been tried for long enough."""
    return min(until, max(min(left, default=until), until - LONGEST_TRY))


def _carry_out(id_: str, now: datetime) -> int | None:
    try:
        if id_.startswith("blk_"):
            blocks.end(id_, now)
        elif id_.startswith("card_"):
            auto_buying.take_up(id_, now)
        elif id_.startswith(instalments.PLACE):
            charging.take_up(id_, now)
        elif id_.startswith("ref_"):
            refunding.take_up(id_, now)
        elif id_.startswith("evt_"):
            mass_refunds.take_up(id_, now)
        elif id_.startswith("pay_"):
            notices.take_up(id_, now)
        else:
            releases.carry_out(id_, now)
    except Busy:
        return None
    return 0


def _take_up(order_id: str, now: datetime) -> int:
    try:
        order = orders.get_order(order_id)
        if order.state == "PROCESSING":
            return _ask_about_payment(order, now)
        if order.state == "COMPLETED":
            workflow = "fulfil_order"
        elif order.is_open and order.wakes_at <= now:
            workflow = "expire_reservation"
        else:
            return 0
        name = f"{order_id}-{clock.to_text(now)[:16].replace(':', '')}"
        workflows.start(workflow, name, {"order_id": order_id, "expires_at": clock.to_text(order.expires_at)})
        commit([orders.postpone(order, now + PATIENCE)], [], now=now, by="sweep")
    except (OrderNotFound, OrderMoved, AlreadyDone):
        return 0  # it found its end while we looked
    return 1


def _ask_about_payment(order: Order, now: datetime) -> int:
    """Money that takes days: should its notice be lost, the provider is asked again and again."""
    queues.send("payments", {"order_id": order.order_id, "notice": "sweep", "type": "payment_intent.due"})
    commit([orders.postpone(order, now + _BETWEEN_QUESTIONS)], [], now=now, by="sweep")
    return 1
