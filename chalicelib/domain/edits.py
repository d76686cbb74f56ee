"""What members change of an order: details, and its state with a reason. Nothing is overwritten without a trace."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from chalicelib.domain.orders import MOVES, Order
from chalicelib.domain.tickets import Ticket
from chalicelib.kernel import ids
from chalicelib.kernel.errors import Conflict, NotFound

Reason = Literal[
    "buyer_asked", "buyer_cancelled", "duplicate", "event_cancelled", "event_changed", "fraud", "goodwill",
    "payment_received", "payment_checked", "not_paid", "mistake", "other",
]  # fmt: skip
RefundChoice = Literal["none", "full"]
# "agreed": of an order that is paid in parts, all but what its buyer agreed to leave behind.
OrderRefundChoice = Literal["none", "full", "agreed"]


class NoBuyerYet(Conflict):
    """The buyer has not given a name yet: there is nothing to edit."""


class TicketNotFound(NotFound):
    """This order has no such ticket."""


class OrderNotCancellable(Conflict):
    """This order cannot be cancelled: it is over, or its payment is under way."""


class OrderNotCompletable(Conflict):
    """Only an order that needs a look or waits for an offline payment can be completed by hand."""


@dataclass(frozen=True)
class Change:
    """One field's value before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Edit:
    """What somebody changed at one time; `number` is the ticket's, 0 for the order itself."""

    order_id: str
    edit_id: str
    at: datetime
    by: str
    changes: list[Change]
    number: int = 0
    reason: Reason | Literal[""] = ""
    note: str = ""


def buyer_version(order: Order) -> int:
    """The version of what `PATCH /orders/{order_id}` edits: a payment or a cancellation meanwhile makes no other."""
    return ids.version(order.buyer_name, order.buyer_email)


def holder_version(ticket: Ticket) -> int:
    """The version of a ticket's holder: what becomes of the order, or of its other tickets, makes no other."""
    return ids.version(ticket.holder_name, ticket.holder_email)


def changes(before: Any, edits: Mapping[str, str]) -> list[Change]:
    """The fields that an edit changes."""
    return [
        Change(field, getattr(before, field), after)
        for field, after in edits.items()
        if getattr(before, field) != after
    ]


def check_cancellable(order: Order) -> None:
    """Raises OrderNotCancellable. Whatever may still expire may be cancelled, except while money is on its way."""
    if order.state == "PROCESSING" or not MOVES.get(order.state, frozenset()) & {"EXPIRING", "CANCELLED"}:
        raise OrderNotCancellable()


def check_completable(order: Order) -> None:
    """Raises OrderNotCompletable."""
    if order.state not in ("REVIEW", "AWAITING_OFFLINE_PAYMENT"):
        raise OrderNotCompletable()
