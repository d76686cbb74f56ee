"""The safety net and the clock: each minute, take up whatever is due."""

from contextlib import suppress
from datetime import datetime, timedelta

from chalicelib.actions import blocks, releases
from chalicelib.domain.orders import OrderMoved, OrderNotFound
from chalicelib.gateways import workflows
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.tables import orders, sweeps
from chalicelib.tables.commit import commit

# An order's own workflow has this long before the sweep steps in, and again between two tries.
PATIENCE = timedelta(minutes=2)
_FIRST_LOOK_BACK = timedelta(minutes=10)
_LONGEST_STRETCH = timedelta(hours=2)


def sweep(now: datetime) -> int:
    """Take up all that is due; returns how many orders' workflows were started again.

    Blocks and releases have no workflow: they are due at once. What has to wait stays in the index and is found again,
    since each sweep begins where the last has left off looking at orders. After an outage it catches up two hours at a
    time.
    """
    start = sweeps.find_swept_until() or now - _FIRST_LOOK_BACK
    until = min(now - PATIENCE, start + _LONGEST_STRETCH)
    count = 0
    for minute in sweeps.minutes_between(start, until + PATIENCE):
        for id_ in sweeps.list_due(minute):
            if not id_.startswith("ord_"):
                _carry_out(id_, now)
            elif minute <= until:
                count += _take_up(id_, now)
    if until > start:
        commit([sweeps.swept(until)], [], now=now, by="sweep")
    return count


def _carry_out(id_: str, now: datetime) -> None:
    with suppress(Busy):  # it stays due: the next sweep tries again
        if id_.startswith("blk_"):
            blocks.end(id_, now)
        else:
            releases.carry_out(id_, now)


def _take_up(order_id: str, now: datetime) -> int:
    try:
        order = orders.get_order(order_id)
        if order.state == "COMPLETED":
            workflow = "fulfil_order"
        elif order.is_open and order.expires_at <= now:
            workflow = "expire_reservation"
        else:
            return 0
        name = f"{order_id}-{clock.to_text(now)[:16].replace(':', '')}"
        workflows.start(workflow, name, {"order_id": order_id, "expires_at": clock.to_text(order.expires_at)})
        commit([orders.postpone(order, now + PATIENCE)], [], now=now, by="sweep")
    except (OrderNotFound, OrderMoved, AlreadyDone):
        return 0  # it found its end while we looked
    return 1
