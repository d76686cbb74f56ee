"""Orders that the organizer accepts or declines before anything is paid. Declining is cancelling."""

from datetime import datetime

from chalicelib.actions.orders import owned_file
from chalicelib.domain import details as rules
from chalicelib.domain.accounts import Caller
from chalicelib.domain.orders import NotAwaitingApproval, Order
from chalicelib.kernel import clock
from chalicelib.kernel.facts import Fact, OrderApproved, OrderPaid
from chalicelib.tables import orders
from chalicelib.tables.commit import commit


def approve(order_id: str, caller: Caller, now: datetime) -> Order:
    """Let the buyer pay; a free order is complete with it. Approving twice changes nothing.

    Raises NotAwaitingApproval, OrderMoved when somebody else decides this very moment.
    """
    order = owned_file(order_id, caller).order
    if order.is_approved:
        return order
    if order.state != "AWAITING_APPROVAL":
        raise NotAwaitingApproval()
    passed = rules.approved(order, now)
    data = {"expires_at": clock.to_text(passed.expires_at)}
    facts: list[Fact] = [OrderApproved(order_id, order.account_id, order.event_id, data)]
    if order.owed_minor:
        changes = [orders.approved(passed)]
    else:
        changes = [orders.move(order, "COMPLETED", at=now)]
        facts = [OrderPaid(order_id, order.account_id, order.event_id, {"amount_minor": 0})]
    commit(changes, facts, now=now, by=caller.user_id)
    return orders.get_order(order_id)
