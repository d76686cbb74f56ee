"""What members have noted of an order's money, counted on its own row."""

from collections.abc import Sequence
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.domain.inventory import Take
from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.tables.changes import Change, update
from chalicelib.tables.order_rows import OrderRow, as_decided
from chalicelib.tables.sweeps import due_key


def _at(order: Order) -> OrderRow:
    return OrderRow(f"ORDER#{order.order_id}", "META")


def _as_seen(order: Order) -> Condition:
    """In the state that was read, with as much noted and decided: of two who note at once one looks again."""
    noted = OrderRow.noted_minor
    same_noted: Condition = noted == order.noted_minor if order.noted_minor else noted.does_not_exist() | (noted == 0)
    same: Condition = (OrderRow.state == order.state) & same_noted & as_decided(order)
    return same


def noted(order: Order, amount_minor: int) -> Change:
    """So much more was noted (less, for a correction); the order stays what it is. Raises OrderMoved."""
    return update(_at(order), OrderMoved, _as_seen(order), OrderRow.noted_minor.add(amount_minor))


def completed(order: Order, amount_minor: int, at: datetime, takes: Sequence[Take] | None = None) -> Change:
    """The same, and nothing is missing any more; an order that had expired has these units. Raises OrderMoved."""
    actions: list[Action] = [
        OrderRow.noted_minor.add(amount_minor),
        OrderRow.state.set("COMPLETED"),
        OrderRow.completed_at.set(at),
        OrderRow.due.set(due_key(order.order_id, at)),
        OrderRow.due_sk.set(order.order_id),
        OrderRow.remind_at.remove(),
    ]
    if takes is not None:
        actions.append(OrderRow.takes.set([[take.pool_id, take.shard, take.units] for take in takes]))
    return update(_at(order), OrderMoved, _as_seen(order), *actions)
