"""Payouts: what has left, or is about to leave, an organizer's balance at Stripe for the bank."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chalicelib.kernel.errors import Invalid, NotFound

PayoutStatus = Literal["pending", "in_transit", "paid", "failed", "canceled"]
Interval = Literal["daily", "weekly", "monthly", "manual"]


class PayoutNotFound(NotFound):
    """There is no such payout."""


class WrongPlace(Invalid):
    """This cursor was not made here, or belongs to another list."""


@dataclass(frozen=True)
class Payout:
    """Money on its way to a bank account or card. `method` is Stripe's: standard, or instant for minutes."""

    payout_id: str
    amount_minor: int
    currency: str
    status: PayoutStatus
    created_at: datetime
    arrives_at: datetime
    is_automatic: bool
    method: str
    destination: str = ""
    failure_code: str = ""
    failure_message: str = ""

    @property
    def why_failed(self) -> str:
        """In words, "" for one that has not failed."""
        if self.status not in ("failed", "canceled"):
            return ""
        return _REASONS.get(self.failure_code) or self.failure_message or _OTHER


@dataclass(frozen=True)
class Movement:
    """One transaction of a payout: what it moved, what Stripe and the platform kept of it, and for which order."""

    transaction_id: str
    kind: str
    amount_minor: int
    fee_minor: int
    net_minor: int
    currency: str
    created_at: datetime
    order_id: str = ""


@dataclass(frozen=True)
class Amount:
    """Money of one currency."""

    currency: str
    amount_minor: int


@dataclass(frozen=True)
class Schedule:
    """When Stripe pays out by itself. `days` are those of the week or of the month, whichever the interval counts."""

    interval: Interval
    days: list[str] = field(default_factory=list)
    delay_days: int = 0
    is_enabled: bool = True


@dataclass(frozen=True)
class Balance:
    """What lies at Stripe: `available` to be paid out, `pending` until the days of settlement are over."""

    available: list[Amount]
    pending: list[Amount]


def in_transit(payouts: list[Payout]) -> list[Amount]:
    """What is on its way to the bank, by currency."""
    sums: dict[str, int] = {}
    for payout in payouts:
        if payout.status in ("pending", "in_transit"):
            sums[payout.currency] = sums.get(payout.currency, 0) + payout.amount_minor
    return [Amount(currency, amount) for currency, amount in sorted(sums.items())]


_OTHER = "The bank has sent the payout back without saying why. Check the bank account at Stripe."
# https://docs.stripe.com/api/payouts/failures
_REASONS = {
    "account_closed": "The bank account is closed. Give Stripe another one.",
    "account_frozen": "The bank account is frozen. Ask the bank, or give Stripe another one.",
    "bank_account_restricted": "The bank account does not accept this kind of transfer. Ask the bank.",
    "bank_ownership_changed": "The bank account has another owner now. Give Stripe another one.",
    "could_not_process": "The bank could not process the transfer. Ask the bank.",
    "debit_not_authorized": "The bank account does not allow debits, which a negative balance needs. Ask the bank.",
    "declined": "The bank has declined the transfer. Ask the bank.",
    "incorrect_account_holder_name": "The account holder's name is wrong. Correct it at Stripe.",
    "incorrect_account_holder_address": "The account holder's address is wrong. Correct it at Stripe.",
    "incorrect_account_holder_tax_id": "The account holder's tax number is wrong. Correct it at Stripe.",
    "insufficient_funds": "The balance at Stripe was too small. The payout is tried again when there is enough.",
    "invalid_account_number": "The account number is wrong. Correct it at Stripe.",
    "invalid_currency": "The bank account does not take this currency. Give Stripe another one.",
    "no_account": "The bank does not know the account. Check its number at Stripe.",
    "unsupported_card": "The card takes no payouts any more. Give Stripe another one.",
}
