"""What a payment means for its order: the decisions, without any provider's words.

Expiry cancels at the provider first and gives seats back only when the provider says so; a payment that
succeeds after all takes the seats again if any are left, else it is refunded in full.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.kept_cards import KeptCard
from chalicelib.domain.orders import Order
from chalicelib.kernel.errors import Conflict

PaymentState = Literal["REQUESTED", "OPEN", "PROCESSING", "SUCCEEDED", "CANCELLED"]
RefundState = Literal["REQUESTED", "PENDING", "SUCCEEDED", "FAILED"]
DisputeState = Literal["NEEDS_ANSWER", "UNDER_REVIEW", "WON", "LOST"]
Outcome = Literal[
    "wait", "capture", "processing", "complete", "retake", "refund", "call_off", "review", "failed", "nothing"
]  # fmt: skip

# Ways to pay that take days to bring their money, in Stripe's words: https://docs.stripe.com/payments/bank-debits
DELAYED = (
    "sepa_debit",
    "us_bank_account",
    "bacs_debit",
    "au_becs_debit",
    "acss_debit",
    "boleto",
    "multibanco",
    "konbini",
)
# They are offered as long as the money can be there, or be missed, well before the doors open.
TIME_FOR_DELAYED = timedelta(days=14)


class PaymentRefused(Conflict):
    """The payment provider does not take this payment: its currency or its amount cannot be charged here."""


@dataclass(frozen=True)
class Charge:
    """What the provider tells of a payment that has brought money. Amounts are minor units; countries ISO 3166.

    `fingerprint` names the card or bank account, the same for each payment with it, and is not its number.
    `processing_minor` is what the provider keeps, None while it has not said; `risk` its own word of how likely fraud
    is; `held` that a rule of the merchant's there wants people to look at it.
    """

    reference: str = ""
    method: str = ""
    country: str = ""
    fingerprint: str = ""
    risk: str = ""
    risk_score: int | None = None
    is_held: bool = False
    processing_minor: int | None = None
    platform_fee_reference: str = ""


@dataclass(frozen=True)
class Payment:
    """One attempt to be paid, written before the provider is asked.

    `merchant` is the Stripe account that is paid, empty for the deployment's own, or the connection to another
    provider; `fee_minor` what the platform takes of it. `excludes` are ways to pay that the provider must not offer,
    `customer` whose kept card it is paid with, `parts` the numbers of the parts of the order that it pays (none: all of
    it at once). `keeps_card`: the card that pays it is kept for the next parts. A payment that is noted by hand has the
    state SUCCEEDED from the start, with what was received and when, who has noted it and a note; CANCELLED once that
    was a mistake. `lost_minor` is what banks have taken back for good: its disputes say so, it is no part of the row.
    """

    order_id: str
    payment_id: str
    provider: str
    amount_minor: int
    currency: str
    state: PaymentState
    created_at: datetime
    idempotency_key: str
    provider_reference: str = ""
    merchant: str = ""
    fee_minor: int = 0
    excludes: list[str] = field(default_factory=list)
    charge: Charge | None = None
    note: str = ""
    received_at: datetime | None = None
    by: str = ""
    lost_minor: int = 0
    customer: str = ""
    parts: list[int] = field(default_factory=list)
    keeps_card: bool = False


# A request to pay back that is made twice at once is done twice there: these know no idempotency keys.
WITHOUT_KEYS = frozenset({"btcpay"})


@dataclass(frozen=True)
class Refund:
    """Money on its way back, by the payment that it came by.

    `shares` says what of the order it pays back (`domain/refunds.py` names the parts), `units` how much of which line,
    `tickets` which of its tickets are void with it.
    `fee_minor` is what the platform gives back of its fee. `failure` is the provider's word for why it failed;
    `replaces` names the failed refund that this one tries again. Its `provider` may be another than the payment's: what
    cannot go back to a card is handed back by hand.
    """

    order_id: str
    refund_id: str
    payment_id: str
    amount_minor: int
    currency: str
    state: RefundState
    reason: str
    created_at: datetime
    provider_reference: str = ""
    provider: str = "stripe"
    shares: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    tickets: list[int] = field(default_factory=list)
    fee_minor: int = 0
    note: str = ""
    by: str = ""
    failure: str = ""
    replaces: str = ""

    @property
    def had_left(self) -> bool:
        """Whether its money was on the way, even if it came back: the provider has booked it under a reference."""
        return bool(self.provider_reference)


@dataclass(frozen=True)
class Repaid:
    """What the provider says of a refund right now."""

    reference: str
    state: RefundState
    amount_minor: int
    refund_id: str = ""
    failure: str = ""


@dataclass(frozen=True)
class Dispute:
    """A buyer's bank takes a payment back: until when to answer, and what became of it.

    `withdrawn_minor` is what has left the merchant's balance for it, its costs included; `reinstated_minor` what came
    back when it was won. `answer` are a member's words to the bank; they are final once `answered_at` is set.
    """

    order_id: str
    dispute_id: str
    payment_id: str
    amount_minor: int
    currency: str
    state: DisputeState
    reason: str
    created_at: datetime
    answer_by: datetime | None = None
    withdrawn_minor: int = 0
    reinstated_minor: int = 0
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    version: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether the bank has not decided yet."""
        return self.state in ("NEEDS_ANSWER", "UNDER_REVIEW")


@dataclass(frozen=True)
class Intent:
    """What the provider says of a payment right now. `status` is ours, mapped by the gateway.

    "approved": the buyer has said yes, and the money comes only if we take it. `is_away`: the buyer was sent to another
    page (a bank's, Klarna's) and is expected back; `pay_url` is that page where the whole payment is made there.
    `merchant` is the Stripe account that it is on, empty for the deployment's own; `card` the one that is kept with it,
    `amount_minor` what is asked for where the browser shows it.
    """

    reference: str
    status: Literal["open", "approved", "processing", "succeeded", "cancelled"]
    received_minor: int
    currency: str
    client_secret: str
    order_id: str
    charge: Charge | None = None
    is_away: bool = False
    merchant: str = ""
    pay_url: str = ""
    card: KeptCard | None = None
    amount_minor: int = 0


def has_open_dispute(disputes: Iterable[Dispute]) -> bool:
    """Whether a bank is deciding about the money: until then nobody may pay it back a second time."""
    return any(dispute.is_open for dispute in disputes)


def lost_minor(payment_id: str, disputes: Iterable[Dispute]) -> int:
    """What of a payment was lost to its buyer's bank."""
    return sum(one.amount_minor for one in disputes if one.payment_id == payment_id and one.state == "LOST")


def excluded(starts_at: datetime, now: datetime) -> list[str]:
    """The ways to pay that would bring their money too late for what starts then."""
    return list(DELAYED) if starts_at - now < TIME_FOR_DELAYED else []


def settle(order: Order, payment: Payment, intent: Intent, *, is_called_off: bool = False) -> Outcome:
    """What to do, given the provider's present word. The order of arrival of webhooks does not matter.

    `is_called_off`: the order's event was cancelled while its money was on the way.
    """
    if intent.status in ("open", "approved", "cancelled") and order.state == "PROCESSING":
        return "failed"
    if intent.status == "open":
        return "wait"
    if intent.status == "approved":  # what was begun to be taken is taken, so that nobody has to guess whether it was
        return "capture" if payment.state == "PROCESSING" or order.state == "RESERVED" else "wait"
    if intent.status == "cancelled":
        return "nothing"
    if intent.status == "processing":
        return "processing" if order.state in ("RESERVED", "EXPIRING") else "wait"
    if payment.state == "SUCCEEDED":
        return "nothing"
    if order.state in ("PARTLY_PAID", "COMPLETED"):
        return "refund"
    if is_called_off and order.state == "PROCESSING":
        return "call_off"
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
