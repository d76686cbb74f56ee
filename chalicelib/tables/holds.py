"""How long an order is held, and the reminder on the way: written on its own row, each one time."""

from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.tables.changes import Change, update
from chalicelib.tables.order_rows import OrderRow
from chalicelib.tables.sweeps import due_key


def _at(order: Order) -> OrderRow:
    return OrderRow(f"ORDER#{order.order_id}", "META")


def reminded(order: Order) -> Change:
    """The buyer is reminded once; next the order is due when it ends. Raises OrderMoved."""
    waiting = (OrderRow.state == order.state) & OrderRow.remind_at.exists()
    return update(
        _at(order),
        OrderMoved,
        waiting,
        OrderRow.remind_at.remove(),
        OrderRow.due.set(due_key(order.order_id, order.expires_at)),
    )


def sent_away(order: Order) -> Change:
    """The buyer pays on another page: the order is held until its new `expires_at`, one time. Raises OrderMoved."""
    held = (OrderRow.state == "RESERVED") & OrderRow.redirected.does_not_exist()
    return update(
        _at(order),
        OrderMoved,
        held,
        OrderRow.redirected.set(True),
        OrderRow.expires_at.set(order.expires_at),
        OrderRow.due.set(due_key(order.order_id, order.expires_at)),
    )
