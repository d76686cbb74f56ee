"""What the invoice of an order says: the quote that the order keeps, in words, line by line."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from chalicelib.domain.invoices import NOT_INVOICED, Invoice, InvoiceLine, Invoicing, Party, TaxRow
from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Payment, Refund
from chalicelib.domain.quotes import Line, Quote
from chalicelib.kernel import ids
from chalicelib.kernel.text import pick


def is_due(order: Order) -> bool:
    """Whether an order is one for which an invoice is made: paid with money, and not to try things out."""
    return order.completed_at is not None and order.owed_minor > 0


def invoice_id_of(order_id: str) -> str:
    """An order has one invoice, whose id follows from its own."""
    return ids.derived("inv", order_id)


def draft(
    order: Order, payments: Iterable[Payment], refunds: Iterable[Refund], about: tuple[str, str], seller: Invoicing,
    now: datetime,
) -> Invoice:  # fmt: skip
    """The invoice of an order, without a number. `about` are the event's title and day."""
    quote, language = order.quote, order.language
    received = sum(payment.amount_minor for payment in payments if payment.state == "SUCCEEDED")
    received -= sum(one.amount_minor for one in refunds if one.reason in NOT_INVOICED and one.state != "FAILED")
    return Invoice(
        invoice_id=invoice_id_of(order.order_id),
        document="invoice",
        account_id=order.account_id,
        event_id=order.event_id,
        order_id=order.order_id,
        reference=order.reference,
        issued_at=now,
        issued_on=seller.day(now).isoformat(),
        language=language,
        currency=order.currency,
        seller=seller.seller,
        buyer=_buyer(order),
        subject=about[0],
        supplied_on=about[1],
        lines=[_line(line, quote, language) for line in order.lines] + _order_fees(quote, language),
        taxes=_tax_rows(quote, language),
        net_minor=quote.total_minor - quote.tax_minor,
        total_minor=quote.total_minor,
        discount_minor=quote.discount_minor,
        paid_minor=min(received, order.total_minor),
        paid_on=seller.day(order.completed_at).isoformat() if order.completed_at else "",
        due_on="" if order.completed_at else seller.day(order.pay_by or order.expires_at).isoformat(),
        method=order.method,
        terms=seller.terms,
        footer=seller.footer,
    )


def _buyer(order: Order) -> Party:
    told = dict(order.billing)
    tax_id, name = told.pop("vat_id", ""), told.pop("name", "") or order.buyer_name
    return Party(name=name, tax_id=tax_id, email=order.buyer_email, **told)


def _line(line: Line, quote: Quote, language: str) -> InvoiceLine:
    tier = pick(line.tier_name, language)
    tax = sum(share.amount_minor for share in line.taxes)
    return InvoiceLine(
        name=pick(line.name, language) + (f" – {tier}" if tier else ""),
        quantity=line.quantity,
        unit_price_minor=line.unit_price_minor,
        discount_minor=line.discount_minor,
        net_minor=line.total_minor - tax,
        tax_minor=tax,
        gross_minor=line.total_minor,
        fees=[(pick(quote.labels[fee.fee_id].name, language), fee.amount_minor) for fee in line.fees],
    )


def _order_fees(quote: Quote, language: str) -> list[InvoiceLine]:
    """The fees of the order as a whole, in one line: their taxes are not told apart."""
    if not quote.fees:
        return []
    gross = quote.total_minor - sum(line.total_minor for line in quote.lines)
    tax = sum(share.amount_minor for share in quote.taxes)
    name = ", ".join(pick(quote.labels[fee.fee_id].name, language) for fee in quote.fees)
    entered = sum(fee.amount_minor for fee in quote.fees)
    return [InvoiceLine(name, 1, entered, 0, gross - tax, tax, gross)]


def _tax_rows(quote: Quote, language: str) -> list[TaxRow]:
    bases: Counter[str] = Counter()
    amounts: Counter[str] = Counter()
    for share in quote.all_taxes:
        bases[share.tax_id] += share.base_minor
        amounts[share.tax_id] += share.amount_minor
    labels = quote.labels
    return [
        TaxRow(tax_id, pick(labels[tax_id].name, language), labels[tax_id].rate, bases[tax_id], amount)
        for tax_id, amount in amounts.items()
    ]
