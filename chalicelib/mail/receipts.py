"""The receipt in the mail after a purchase: how its total comes about, and how it was paid."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from chalicelib.domain.events import Event
from chalicelib.domain.invoices import NOT_INVOICED
from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Payment, Refund
from chalicelib.domain.quotes import Line, Quote
from chalicelib.domain.refunds import left_of
from chalicelib.kernel import money
from chalicelib.kernel.text import one_line, pick
from chalicelib.kernel.wall_clock import span

# Ways to pay as their providers call them. One that is not here is not named.
_WAYS = {
    "card": "by card",
    "paypal": "with PayPal",
    "klarna": "with Klarna",
    "bitcoin": "in bitcoin",
    "sepa_debit": "by SEPA debit",
    "us_bank_account": "from a US bank account",
    "bank": "by bank transfer",
    "cash": "in cash",
    "invoice": "on account",
}


@dataclass(frozen=True)
class Row:
    """A name and an amount in minor units."""

    name: str
    amount_minor: int


@dataclass(frozen=True)
class Receipt:
    """`lines` at their prices and `shares` (discount, fees, added taxes) make up the total.

    `included` are the taxes that the prices hold already; `paid` says when and how, empty where nothing was to pay.
    """

    lines: list[Row]
    shares: list[Row]
    total_minor: int
    included: list[Row]
    paid: str


def receipt(order: Order, payments: Sequence[Payment], refunds: Iterable[Refund], event: Event) -> Receipt:
    """The receipt of a complete order; `event` tells by which clock and in which form its day is said."""
    quote, language = order.quote, order.language
    return Receipt(
        lines=[Row(_name(line, language), line.subtotal_minor) for line in order.lines],
        shares=list(_shares(quote, order)),
        total_minor=order.total_minor,
        included=[
            Row(_tax(quote, tax_id, language), amount)
            for (tax_id, is_included), amount in quote.tax_sums.items()
            if is_included
        ],
        paid=_paid(order, payments, refunds, event),
    )


def _name(line: Line, language: str) -> str:
    tier = pick(line.tier_name, language)
    return one_line(f"{line.quantity} × {pick(line.name, language)}" + (f" – {tier}" if tier else ""))


def _shares(quote: Quote, order: Order) -> Iterator[Row]:
    if quote.discount_minor:
        yield Row(f"Discount ({one_line(order.code)})" if order.code else "Discount", -quote.discount_minor)
    for fee_id, amount in quote.fee_sums.items():
        yield Row(one_line(pick(quote.labels[fee_id].name, order.language)), amount)
    for (tax_id, is_included), amount in quote.tax_sums.items():
        if not is_included:
            yield Row(_tax(quote, tax_id, order.language), amount)


def _tax(quote: Quote, tax_id: str, language: str) -> str:
    label = quote.labels[tax_id]
    return f"{one_line(pick(label.name, language))} {Decimal(label.rate).normalize():f} %"


def _paid(order: Order, payments: Sequence[Payment], refunds: Iterable[Refund], event: Event) -> str:
    """Money that came although it was not owed goes back and is no part of the receipt."""
    if order.is_test:
        return "This is a test order: nothing was charged."
    if not order.owed_minor or order.completed_at is None:
        return ""
    beside = [refund for refund in refunds if refund.reason in NOT_INVOICED]
    came = [(left_of(payment, beside), _way(payment, order)) for payment in payments]
    came = [(amount, way) for amount, way in came if amount]
    day = span(order.completed_at, order.completed_at, event.timezone, event.date_format).day
    if len(came) == 1:
        return f"Paid on {day} {came[0][1]}".strip() + "."
    parts = ", ".join(f"{money.to_text(amount, order.currency)} {way}".strip() for amount, way in came)
    return f"Paid on {day}: {parts}." if parts else f"Paid on {day}."


def _way(payment: Payment, order: Order) -> str:
    return _WAYS.get(payment.charge.method if payment.charge and payment.charge.method else order.method, "")
