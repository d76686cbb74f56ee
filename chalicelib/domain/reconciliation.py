"""Whether the provider's books and ours tell the same story: what each of its bookings has to be with us."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.domain.ledger import Entry, entry_id
from chalicelib.kernel import ids

BookingKind = Literal[
    "payment", "refund", "refund_failed", "dispute", "dispute_returned", "payout", "payout_failed", "other"
]  # fmt: skip


@dataclass(frozen=True)
class Booking:
    """One movement on a merchant's balance, as the provider has booked it.

    `reference` is the charge, refund, dispute or payout that moved it; `payment_reference` the payment that it is
    about. `order_id` and `refund_id` are what we had noted on it, "" on what was made in the provider's dashboard.
    """

    booking_id: str
    kind: BookingKind
    reference: str
    amount_minor: int
    processing_minor: int
    currency: str
    at: datetime
    payment_reference: str = ""
    order_id: str = ""
    refund_id: str = ""


@dataclass(frozen=True)
class Unmatched:
    """Money at the provider that our books do not explain, although we have pulled everything there is to know."""

    booking: Booking
    stripe_account: str
    account_id: str
    found_at: datetime


def expected_entry(booking: Booking) -> str:
    """The id of the ledger's entry that notes this booking; "" for one that the ledger does not keep."""
    refund = booking.refund_id or ids.derived("ref", booking.reference)
    if booking.kind == "refund_failed":
        return entry_id("refund_returned", refund)
    if booking.kind == "refund":
        return entry_id("refund", refund)
    if booking.kind == "payout_failed":
        return entry_id("payout_returned", booking.reference)
    if booking.kind == "other":
        return ""
    return entry_id(booking.kind, booking.reference)


def payout_entry(booking: Booking, account_id: str) -> Entry:
    """A payout is noted when it is found: nobody asks for it, the provider's schedule makes it."""
    return Entry(
        entry_id=expected_entry(booking),
        account_id=account_id,
        kind="payout" if booking.kind == "payout" else "payout_returned",
        amount_minor=booking.amount_minor,
        currency=booking.currency,
        at=booking.at,
        provider="stripe",
        reference=booking.reference,
    )


def processing_entry(booking: Booking, paid: Entry) -> Entry:
    """What the provider has kept of a payment, where it had not said so when the payment was noted."""
    return Entry(
        entry_id=entry_id("processing_fee", booking.reference),
        account_id=paid.account_id,
        kind="processing_fee",
        amount_minor=-booking.processing_minor,
        currency=booking.currency,
        at=booking.at,
        provider="stripe",
        event_id=paid.event_id,
        order_id=paid.order_id,
        reference=booking.reference,
        method=paid.method,
    )
