"""The books: each movement of money as an entry that is never changed, and the sums that are folds of them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from typing import Literal

from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Dispute, Payment, Refund
from chalicelib.domain.refunds import parts, taxes_in
from chalicelib.kernel import ids
from chalicelib.kernel.money import round_half_up
from chalicelib.kernel.text import pick

Kind = Literal[
    "payment", "platform_fee", "processing_fee", "refund", "refund_returned", "platform_fee_returned", "dispute",
    "dispute_returned", "payout", "payout_returned",
]  # fmt: skip


@dataclass(frozen=True)
class TaxPart:
    """How much of an entry is one tax, by the name and rate that it had when the order was made."""

    tax_id: str
    name: str
    rate: str
    amount_minor: int


@dataclass(frozen=True)
class Entry:
    """One movement as its merchant sees it: what comes in is positive, what goes out negative.

    `reference` is the provider's own id of it, which the reconciler looks for; `taxes` are contained in the amount.
    `reason` and `note` say why a refund was made.
    """

    entry_id: str
    account_id: str
    kind: Kind
    amount_minor: int
    currency: str
    at: datetime
    provider: str
    event_id: str = ""
    order_id: str = ""
    reference: str = ""
    method: str = ""
    reason: str = ""
    note: str = ""
    taxes: list[TaxPart] = field(default_factory=list)


def entry_id(kind: Kind, reference: str) -> str:
    """An entry's id follows from what it notes, so that nothing is noted twice."""
    return ids.derived("ent", kind, reference)


def _entry(order: Order, kind: Kind, subject: str, amount_minor: int, payment: Payment, at: datetime) -> Entry:
    return Entry(
        entry_id=entry_id(kind, subject),
        account_id=order.account_id,
        kind=kind,
        amount_minor=amount_minor,
        currency=payment.currency,
        at=at,
        provider=payment.provider,
        event_id=order.event_id,
        order_id=order.order_id,
        reference=subject,
        method=payment.charge.method if payment.charge else payment.provider,
    )


def received(order: Order, payment: Payment, at: datetime, before_minor: int | None = 0) -> list[Entry]:
    """A payment has come in, with what was kept back of it.

    Each payment for the order contains its part of the order's taxes; `before_minor` is what had come in before it.
    None stands for money that the order does not owe, and that contains no tax.
    """
    charge = payment.charge
    subject = charge.reference if charge and charge.reference else payment.payment_id
    taxes = [] if before_minor is None else _taxes(order, before_minor, payment.amount_minor)
    found = [replace(_entry(order, "payment", subject, payment.amount_minor, payment, at), taxes=taxes)]
    if payment.fee_minor:
        found.append(_entry(order, "platform_fee", subject, -payment.fee_minor, payment, at))
    if charge and charge.processing_minor:
        found.append(_entry(order, "processing_fee", subject, -charge.processing_minor, payment, at))
    return found


def noted(order: Order, payment: Payment, at: datetime, paid_minor: int, entries: Iterable[Entry]) -> Entry:
    """Money that was noted by hand, after which `paid_minor` of the order is paid.

    It contains whatever of the taxes of so much is not in the books yet.
    """
    booked = _taxes_noted(entries)
    taxes = {tax: amount - booked[tax] for tax, amount in _cut_taxes(order, 0, paid_minor).items()}
    entry = _entry(order, "payment", payment.payment_id, payment.amount_minor, payment, at)
    return replace(entry, taxes=_named(order, taxes))


def taxed_minor(entries: Iterable[Entry]) -> int:
    """How much of what has come in was booked as a sale."""
    found = list(entries)
    return sum(entry.amount_minor for entry in found if entry.kind == "payment") if _taxes_noted(found).total() else 0


def corrected(order: Order, payment: Payment, at: datetime, paid_minor: int, entries: Iterable[Entry]) -> Entry:
    """Money that never came: the note stays, this is taken off it; `paid_minor` is what is left of the order's."""
    booked = _taxes_noted(entries)
    taxes = {tax: min(amount - booked[tax], 0) for tax, amount in _cut_taxes(order, 0, paid_minor).items()}
    entry = _entry(order, "payment", f"{payment.payment_id}:corrected", -payment.amount_minor, payment, at)
    return replace(entry, taxes=_named(order, taxes), reason="mistake")


def _taxes_noted(entries: Iterable[Entry]) -> Counter[str]:
    noted: Counter[str] = Counter()
    for entry in entries:
        if entry.kind == "payment":
            noted.update({tax.tax_id: tax.amount_minor for tax in entry.taxes})
    return noted


def _taxes(order: Order, before_minor: int, amount_minor: int) -> list[TaxPart]:
    return _named(order, _cut_taxes(order, before_minor, amount_minor))


def _cut_taxes(order: Order, before_minor: int, amount_minor: int) -> dict[str, int]:
    """By cumulative rounding: whatever the parts, they add up to the order's taxes once all is paid."""
    whole = order.owed_minor
    start, end = min(before_minor, whole), min(before_minor + amount_minor, whole)
    amounts = taxes_in(parts(order))
    return {
        tax_id: round_half_up(Fraction(amount * end, whole)) - round_half_up(Fraction(amount * start, whole))
        for tax_id, amount in amounts.items()
    }


def _named(order: Order, amounts: Mapping[str, int]) -> list[TaxPart]:
    labels = order.labels
    return [
        TaxPart(tax_id, pick(labels[tax_id].name), labels[tax_id].rate, amount)
        for tax_id, amount in sorted(amounts.items())
        if amount
    ]


def repaid(order: Order, payment: Payment, refund: Refund, at: datetime) -> list[Entry]:
    """A refund has left, with what the platform has given back of its fee."""
    back = {tax_id: -amount for tax_id, amount in taxes_in(refund.shares).items()}
    entry = _entry(order, "refund", refund.refund_id, -refund.amount_minor, payment, at)
    found = [replace(_by(entry, refund), taxes=_named(order, back))]
    if refund.fee_minor:
        found.append(_entry(order, "platform_fee_returned", refund.refund_id, refund.fee_minor, payment, at))
    return found


def refund_failed(order: Order, payment: Payment, refund: Refund, at: datetime) -> list[Entry]:
    """A refund that had left came back: the merchant has the money again, and the buyer has not."""
    taxes = _named(order, taxes_in(refund.shares))
    entry = _entry(order, "refund_returned", refund.refund_id, refund.amount_minor, payment, at)
    return [replace(_by(entry, refund), taxes=taxes)]


def _by(entry: Entry, refund: Refund) -> Entry:
    """Why, and who has paid it back: what cannot go back to a card is handed back by hand."""
    return replace(
        entry, reason=refund.reason, note=refund.note, reference=refund.provider_reference, provider=refund.provider
    )


def disputed(order: Order, payment: Payment, dispute: Dispute, at: datetime) -> Entry:
    """The bank has taken a payment back, with the dispute's costs."""
    return _entry(order, "dispute", dispute.dispute_id, -dispute.withdrawn_minor, payment, at)


def dispute_won(order: Order, payment: Payment, dispute: Dispute, at: datetime) -> Entry:
    """The bank has given it back, with what of the costs the provider returns."""
    return _entry(order, "dispute_returned", dispute.dispute_id, dispute.reinstated_minor, payment, at)


def balance(entries: Iterable[Entry]) -> Counter[str]:
    """What is left of it all, by currency."""
    totals: Counter[str] = Counter()
    for entry in entries:
        totals[entry.currency] += entry.amount_minor
    return totals
