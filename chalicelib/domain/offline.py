"""Paying by other ways than by card: until when, what is still missing, and what noted money means for its order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Payment, Refund
from chalicelib.domain.refunds import Chosen, NothingToRefund, Part, cut_to, left, left_of
from chalicelib.kernel.errors import Conflict, Invalid
from chalicelib.kernel.text import Texts

OfflineMethod = Literal["bank", "cash", "invoice"]
OFFLINE: tuple[OfflineMethod, ...] = get_args(OfflineMethod)
Meaning = Literal["waits", "completes", "surplus", "retakes", "not_owed"]

# Nobody notes a payment of the far past; whoever pays at the door may have paid before the order was made.
_LONGEST_AGO = timedelta(days=400)


class TakesNoMoney(Conflict):
    """This order waits for no money: it is not ordered yet, or its card payment is under way."""


class NotReceivedYet(Invalid):
    """Money can be noted once it is there."""


class NotCorrectable(Conflict):
    """Only money that was noted by hand, and of which nothing was paid back, can be taken off again."""


@dataclass(frozen=True)
class OfflineTerms:
    """What an organizer says of one way to pay later.

    `days` are the time to pay; `reminder_days` before that the buyer is reminded (None: never); an order that is not
    paid `grace_hours` after it ends.
    """

    instructions: Texts = field(default_factory=dict)
    terms: Texts = field(default_factory=dict)
    days: int = 7
    reminder_days: int | None = None
    grace_hours: int = 0


@dataclass(frozen=True)
class Deadlines:
    """Until when to pay, when to remind (None: never), and when the order ends."""

    pay_by: datetime
    remind_at: datetime | None
    expires_at: datetime


def terms_of(offline: dict[str, Any], method: str) -> OfflineTerms:
    """What an event says of one way to pay; the usual where it says nothing."""
    return OfflineTerms(**offline.get(method, {}))


def deadlines(terms: OfflineTerms, now: datetime) -> Deadlines:
    """Of an order that is placed now. A reminder that would come at once is left out."""
    pay_by = now + timedelta(days=terms.days)
    remind_at = pay_by - timedelta(days=terms.reminder_days) if terms.reminder_days is not None else None
    if remind_at and remind_at <= now:
        remind_at = None
    return Deadlines(pay_by, remind_at, pay_by + timedelta(hours=terms.grace_hours))


def check_received_at(received_at: datetime, now: datetime) -> None:
    """Raises NotReceivedYet."""
    if not now - _LONGEST_AGO <= received_at <= now + timedelta(minutes=5):  # clocks of browsers are a little wrong
        raise NotReceivedYet(received_at="must lie in the past, no more than 400 days ago")


def missing_minor(order: Order) -> int:
    """What has to come in before the order is complete."""
    return max(order.owed_minor - order.noted_minor, 0)


def meaning_of(order: Order, amount_minor: int) -> Meaning:
    """What noting so much more means. Raises TakesNoMoney."""
    if not order.owed_minor:
        raise TakesNoMoney()
    if order.state == "COMPLETED":
        return "surplus"
    is_enough = amount_minor >= missing_minor(order)
    if order.state == "AWAITING_OFFLINE_PAYMENT":
        return "completes" if is_enough else "waits"
    if order.state == "EXPIRED":
        return "retakes" if is_enough else "not_owed"
    if order.state == "CANCELLED":
        return "not_owed"
    raise TakesNoMoney()


def not_owed(order: Order, payments: Iterable[Payment], refunds: Iterable[Refund]) -> int:
    """What has come in although the order does not cost it: paid too much, or for an order that is over."""
    refunds = list(refunds)
    held = sum(left_of(payment, refunds) for payment in payments)
    if order.state in ("EXPIRED", "CANCELLED"):
        return held
    return max(held - sum(left(order, refunds).values()), 0) if order.state == "COMPLETED" else 0


def handed_back(order: Order, payments: Sequence[Payment], refunds: Sequence[Refund], taxed_minor: int) -> list[Part]:
    """How money that the order does not cost goes back, by the payment that it came by, the newest first.

    Of an order that is over, `taxed_minor` came in as a sale: so much of it takes its taxes along. Raises
    NothingToRefund.
    """
    amount, found = not_owed(order, payments, refunds), list[Part]()
    if not amount:
        raise NothingToRefund()
    is_over = order.state in ("EXPIRED", "CANCELLED")
    open_shares = {key: part for key, part in left(order, refunds).items() if part} if is_over else {}
    shares = cut_to(Chosen(open_shares, {}), taxed_minor).shares
    for payment in reversed(payments):
        part = min(left_of(payment, refunds), amount)
        if part > 0:
            taken = cut_to(Chosen(shares, {}), part).shares
            shares = {key: value - taken.get(key, 0) for key, value in shares.items() if value > taken.get(key, 0)}
            found.append(Part(payment, part, taken, {}))
            amount -= part
    return found


def is_to_hand_back(order: Order) -> bool:
    """Whether people should look for money that was noted and may have to go back: for lists, by the order alone."""
    if order.state in ("EXPIRED", "CANCELLED"):
        return order.noted_minor > order.refunded_minor
    return order.state == "COMPLETED" and order.noted_minor - order.owed_minor > order.refunded_minor


def check_correctable(payment: Payment, refunds: Iterable[Refund]) -> None:
    """Raises NotCorrectable."""
    if payment.provider != "offline" or payment.state != "SUCCEEDED":
        raise NotCorrectable()
    if left_of(payment, refunds) != payment.amount_minor:
        raise NotCorrectable()
