"""Credit notes: what of an invoice goes back with a refund, so that any chain of them ends exactly at its totals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from chalicelib.domain.invoice_numbers import Series, number_of
from chalicelib.domain.invoices import NOT_INVOICED, Invoice, InvoiceLine, Invoicing, TaxRow
from chalicelib.domain.payments import Refund
from chalicelib.domain.refunds import taxes_in
from chalicelib.kernel import ids
from chalicelib.kernel.money import round_half_up, share_out


def credited(refunds: Sequence[Refund], notes: Iterable[Invoice]) -> list[Refund]:
    """The refunds that lack a credit note, oldest first.

    One that failed after its note was issued and was tried again has its note: it credits the same money.
    """
    have, by_id = {note.refund_id for note in notes}, {one.refund_id: one for one in refunds}

    def is_noted(refund: Refund) -> bool:
        before = by_id.get(refund.replaces)
        return refund.refund_id in have or (before is not None and is_noted(before))

    due = [one for one in refunds if one.state == "SUCCEEDED" and one.reason not in NOT_INVOICED and not is_noted(one)]
    return sorted(due, key=lambda one: (one.created_at, one.refund_id))


def shares_of(
    invoice: Invoice, notes: Sequence[Invoice], amount_minor: int, taxes: Mapping[str, int] | None = None
) -> tuple[int, list[TaxRow]]:
    """(net, taxes) of an amount that goes back, in proportion out of what earlier notes have left of each.

    `taxes` are the amounts by tax where the refund tells them, as long as so much is left. The last of a chain takes
    all that is left, so it ends exactly.
    """
    left = {row.tax_id: row for row in invoice.taxes}
    for note in notes:
        for row in note.taxes:
            before = left[row.tax_id]
            left[row.tax_id] = replace(
                before,
                base_minor=before.base_minor - row.base_minor,
                amount_minor=before.amount_minor - row.amount_minor,
            )
    rows = list(left.values())
    net_left = invoice.net_minor - sum(note.net_minor for note in notes)
    whole = net_left + sum(row.amount_minor for row in rows)
    amounts = [taxes.get(row.tax_id, 0) for row in rows] if taxes is not None else []
    if not amounts or any(amount > row.amount_minor for amount, row in zip(amounts, rows, strict=True)):
        amounts = share_out(amount_minor, [net_left, *(row.amount_minor for row in rows)])[1:]
    found = [
        replace(row, amount_minor=amount, base_minor=_part(row, amount, Fraction(amount_minor, whole)))
        for row, amount in zip(rows, amounts, strict=True)
    ]
    return amount_minor - sum(amounts), found


def _part(row: TaxRow, amount_minor: int, of_all: Fraction) -> int:
    """The base that goes with a tax's amount; a tax of nothing goes with the rest."""
    return round_half_up(row.base_minor * (Fraction(amount_minor, row.amount_minor) if row.amount_minor else of_all))


def credit(
    invoice: Invoice, notes: Sequence[Invoice], refund: Refund, seller: Invoicing, now: datetime
) -> Invoice | None:
    """The credit note of a refund, without a number; None when nothing of the invoice is left to credit.

    It names the parties as the invoice did: a correction is made out to whoever got what it corrects.
    """
    left = invoice.total_minor - sum(note.total_minor for note in notes)
    amount = min(sum(refund.shares.values()) or refund.amount_minor, left)
    if amount <= 0:
        return None
    is_told = amount == sum(refund.shares.values())
    net, taxes = shares_of(invoice, notes, amount, taxes_in(refund.shares) if is_told else None)
    day = seller.day(now).isoformat()
    return replace(
        invoice,
        invoice_id=ids.derived("crn", refund.order_id, refund.refund_id),
        document="credit_note",
        issued_at=now,
        issued_on=day,
        lines=[InvoiceLine("", 1, amount, 0, net, amount - net, amount)],
        taxes=[row for row in taxes if row.amount_minor or row.base_minor],
        net_minor=net,
        total_minor=amount,
        discount_minor=0,
        paid_minor=amount,
        paid_on=day,
        due_on="",
        terms="",
        credits=invoice.number,
        credits_on=invoice.issued_on,
        refund_id=refund.refund_id,
        number="",
        year=0,
        place=0,
    )


def numbered(drafts: Sequence[Invoice], series: Series, last: int, seller: Invoicing, now: datetime) -> list[Invoice]:
    """The documents with the numbers that follow the series' last one."""
    pattern, day = seller.pattern(series.document), seller.day(now)
    return [
        replace(one, place=place, number=number_of(pattern, place, day), year=series.year)
        for place, one in enumerate(drafts, start=last + 1)
    ]
