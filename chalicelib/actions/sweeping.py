"""The safety net: each minute, take up whatever was due and is still open."""

from datetime import datetime, timedelta

from chalicelib.domain.orders import OrderMoved, OrderNotFound
from chalicelib.gateways import workflows
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import orders, sweeps
from chalicelib.tables.commit import commit

# An order's own workflow has this long before the sweep steps in, and again between two tries.
PATIENCE = timedelta(minutes=2)
_FIRST_LOOK_BACK = timedelta(minutes=10)
_LONGEST_STRETCH = timedelta(hours=2)


def sweep(now: datetime) -> int:
    """Start the workflow again for every order that is overdue; returns how many were.

    Goes on where the last sweep ended; after an outage it catches up two hours at a time.
    """
    start = sweeps.find_swept_until() or now - _FIRST_LOOK_BACK
    until = min(now - PATIENCE, start + _LONGEST_STRETCH)
    count = 0
    for minute in orders.minutes_between(start, until):
        for order_id in orders.list_due(minute):
            count += _take_up(order_id, now)
    if until > start:
        commit([sweeps.swept(until)], [], now=now, by="sweep")
    return count


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
