"""Invoices with sensible fields, for tests that care about one or two of them."""

from dataclasses import replace
from typing import Any

from chalicelib.domain import credit_notes, invoice_drafts
from chalicelib.domain.invoice_numbers import series_of
from chalicelib.domain.invoices import Invoice, Invoicing
from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Payment, Refund
from chalicelib.domain.quotes import FeeShare, Label, TaxShare
from tests.unit import making
from tests.unit.making import NOW

ABOUT = ("Summer Night", "2031-06-01")


def settings(**fields: Any) -> Invoicing:
    """A seller in Hamburg."""
    made = Invoicing(
        "acc_1", True, "Harbour Hall GmbH", "Am Kai 7", "20457", "Hamburg", country="DE", tax_id="DE123456789",
        email="billing@example.com", terms="Payable at once.", footer="HRB 12345", timezone="Europe/Berlin",
    )  # fmt: skip
    return replace(made, **fields)


def paid_order(**fields: Any) -> Order:
    """Two tickets at 25 euros with 19 % in them, and a dinner with a discount, a fee, and taxes in it and on top."""
    tickets = making.line(taxes=[TaxShare("tax_19", 4202, 798, True)])
    dinner = making.line(
        name={"en": "Dinner", "de": "Abendessen"},
        quantity=1,
        unit_price_minor=9900,
        discount_minor=900,
        total_minor=9174,
        fees=[FeeShare("fee_1", 150)],
        taxes=[TaxShare("tax_7", 8411, 589, True), TaxShare("tax_city", 150, 24, False)],
    )
    labels = {
        "tax_19": Label({"en": "VAT", "de": "MwSt."}, "19"),
        "tax_7": Label({"en": "VAT reduced", "de": "MwSt. ermäßigt"}, "7"),
        "tax_city": Label({"en": "City tax"}, "16.5"),
        "fee_1": Label({"en": "Service fee"}, ""),
        "fee_2": Label({"en": "Handling"}, ""),
    }
    made = making.order(
        lines=[tickets, dinner],
        fees=[FeeShare("fee_2", 300)],
        labels=labels,
        total_minor=14474,
        state="COMPLETED",
        completed_at=NOW,
        buyer_name="Jörg Müller",
        buyer_email="joerg@example.com",
        billing={"company": "Müller KG", "street": "Gasse 27", "postal_code": "1010", "city": "Wien", "country": "AT"},
    )
    return replace(made, **fields)


def payment(**fields: Any) -> Payment:
    """What the order was paid with."""
    return making.payment(**{"state": "SUCCEEDED", "amount_minor": 14474} | fields)


def refund(amount_minor: int, refund_id: str = "ref_1", **fields: Any) -> Refund:
    """Money that was paid back."""
    made = Refund(making.ORDER_ID, refund_id, "pay_1", amount_minor, "EUR", "SUCCEEDED", "asked", NOW)
    return replace(made, **fields)


def draft(order: Order | None = None, seller: Invoicing | None = None) -> Invoice:
    """An invoice without a number, of an order that is paid unless it still waits for that."""
    about = order or paid_order()
    return invoice_drafts.draft(about, [payment()] if about.completed_at else [], [], ABOUT, seller or settings(), NOW)


def issued(one: Invoice, place: int = 1) -> Invoice:
    """The same with a number."""
    seller = settings()
    series = series_of(one.account_id, one.document, seller.pattern(one.document), seller.day(NOW))
    [made] = credit_notes.numbered([one], series, place - 1, seller, NOW)
    return made
