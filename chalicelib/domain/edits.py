"""What members change of an order: details, and its state with a reason. Nothing is overwritten without a trace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from chalicelib.domain.orders import MOVES, Order
from chalicelib.domain.payments import Payment, Refund
from chalicelib.kernel import ids
from chalicelib.kernel.errors import Conflict, NotFound

Reason = Literal[
    "buyer_asked", "duplicate", "event_changed", "fraud", "payment_received", "payment_checked", "mistake", "other"
]
RefundChoice = Literal["none", "full"]


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


def left_to_refund(payment: Payment, refunds: Sequence[Refund]) -> int:
    """What has come in by this payment and is not on its way back."""
    if payment.state != "SUCCEEDED":
        return 0
    back = [refund for refund in refunds if refund.payment_id == payment.payment_id and refund.state != "FAILED"]
    return payment.amount_minor - sum(refund.amount_minor for refund in back)


def full_refunds(payments: Sequence[Payment], refunds: Sequence[Refund], now: datetime) -> list[Refund]:
    """All that the provider can still pay back, a refund for each payment. Cash is for people to hand back."""
    return [
        Refund(
            order_id=payment.order_id,
            refund_id=ids.derived("ref", payment.payment_id, "cancelled"),
            payment_id=payment.payment_id,
            amount_minor=left,
            currency=payment.currency,
            state="REQUESTED",
            reason="cancelled",
            created_at=now,
        )
        for payment in payments
        if payment.provider == "stripe" and (left := left_to_refund(payment, refunds)) > 0
    ]
