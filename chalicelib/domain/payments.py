"""What a payment means for its order: the decisions, without any provider's words.

Expiry cancels at the provider first and gives seats back only when the provider says so; a payment that
succeeds after all takes the seats again if any are left, else it is refunded in full.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.domain.orders import Order

PaymentState = Literal["REQUESTED", "OPEN", "PROCESSING", "SUCCEEDED", "CANCELLED"]
RefundState = Literal["REQUESTED", "SUCCEEDED", "FAILED"]
Outcome = Literal["wait", "processing", "complete", "retake", "refund", "review", "failed", "nothing"]


@dataclass(frozen=True)
class Payment:
    """One attempt to be paid, written before the provider is asked. Rows like this one are the ledger."""

    order_id: str
    payment_id: str
    provider: str
    amount_minor: int
    currency: str
    state: PaymentState
    created_at: datetime
    idempotency_key: str
    provider_reference: str = ""


@dataclass(frozen=True)
class Refund:
    """Money on its way back. One row for each; an order's refunded total is their sum."""

    order_id: str
    refund_id: str
    payment_id: str
    amount_minor: int
    currency: str
    state: RefundState
    reason: str
    created_at: datetime
    provider_reference: str = ""


@dataclass(frozen=True)
class Intent:
    """What the provider says of a payment right now. `status` is ours, mapped by the gateway."""

    reference: str
    status: Literal["open", "processing", "succeeded", "cancelled"]
    received_minor: int
    currency: str
    client_secret: str
    order_id: str


def settle(order: Order, payment: Payment, intent: Intent) -> Outcome:
    """What to do, given the provider's present word. The order of arrival of webhooks does not matter."""
    if intent.status in ("open", "cancelled") and order.state == "PROCESSING":
        return "failed"
    if intent.status == "open":
        return "wait"
    if intent.status == "cancelled":
        return "nothing"
    if intent.status == "processing":
        return "processing" if order.state in ("RESERVED", "EXPIRING") else "wait"
    if payment.state == "SUCCEEDED":
        return "nothing"
    if order.state == "COMPLETED":
        return "refund"
    is_right = (intent.order_id, intent.received_minor, intent.currency) == (
        order.order_id,
        order.total_minor,
        order.currency,
    )
    if order.state in ("EXPIRED", "CANCELLED"):
        return "retake" if is_right else "refund"
    if not is_right:
        return "review"
    return "complete"
