"""Decisions about an order's money and units, counted on the order's own row: of two at once one is refused."""

from pynamodb.expressions.update import Action

from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.tables.changes import Change, update
from chalicelib.tables.order_rows import OrderRow, as_decided, packed

# What a decision may change besides the count.
_FIELDS = ("takes", "claims", "settled", "returned", "kept")


def decided(seen: Order, after: Order) -> Change:
    """The order as it is after a decision. Raises OrderMoved if it was moved, or another was made, since it was read.

    An order that is over leaves the index of what is due.
    """
    updates: list[Action] = [OrderRow.refunds.add(1)]
    for name in _FIELDS:
        if getattr(after, name) != getattr(seen, name):
            updates.append(_written(name, after))
    if after.state != seen.state:
        updates += [OrderRow.state.set(after.state), OrderRow.due.remove(), OrderRow.due_sk.remove()]
    row = OrderRow(f"ORDER#{seen.order_id}", "META")
    return update(row, OrderMoved, (OrderRow.state == seen.state) & as_decided(seen), *updates)


def _written(name: str, order: Order) -> Action:
    attribute = getattr(OrderRow, name)
    value = packed(name, order) if name in ("takes", "claims") else getattr(order, name)
    action: Action = attribute.set(value) if value else attribute.remove()
    return action
