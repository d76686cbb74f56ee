"""Failures that people must see."""

from datetime import datetime

from chalicelib.kernel.facts import WorkflowFailed
from chalicelib.tables import orders
from chalicelib.tables.commit import commit


def record(order_id: str, workflow: str, error: str, now: datetime) -> None:
    """A workflow of this order gave up. `error` is an exception's class name, never its text."""
    order = orders.get_order(order_id)
    data = {"workflow": workflow, "error": error}
    commit([], [WorkflowFailed(order_id, order.account_id, order.event_id, data)], now=now, by=workflow)
