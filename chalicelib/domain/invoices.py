"""Invoices and credit notes: what they say is fixed when they are issued, and never changes.

Field names follow EN 16931's business terms where it has one. Amounts are minor units, taken from the quote that the
order keeps; nothing is computed anew.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from chalicelib.domain.invoice_numbers import Document, WrongPattern, check_pattern, texts_of
from chalicelib.kernel.errors import Invalid

# Money that came although nothing was owed was never invoiced, so its way back needs no credit note.
NOT_INVOICED = frozenset({"not_owed", "paid_too_late"})
_NEEDED = ("legal_name", "street", "city", "country")


class SellerIncomplete(Invalid):
    """An invoice has to say who sells: fill in the seller's details first."""


@dataclass(frozen=True)
class Party:
    """Seller or buyer, as they are called on the document. `country` is ISO 3166-1."""

    name: str
    company: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    tax_id: str = ""
    email: str = ""


@dataclass(frozen=True)
class Invoicing:
    """How an account makes out invoices; off until the seller's details are there."""

    account_id: str
    is_on: bool = False
    legal_name: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    tax_id: str = ""
    email: str = ""
    terms: str = ""
    footer: str = ""
    timezone: str = "UTC"
    invoice_pattern: str = "{year}-{number:06}"
    credit_note_pattern: str = "CN{year}-{number:06}"
    version: int | None = None

    def day(self, now: datetime) -> date:
        """The date where the seller is."""
        return now.astimezone(ZoneInfo(self.timezone)).date()

    def pattern(self, document: Document) -> str:
        """Of the document's series."""
        return self.invoice_pattern if document == "invoice" else self.credit_note_pattern

    @property
    def seller(self) -> Party:
        """Who sells."""
        return Party(
            name=self.legal_name,
            street=self.street,
            postal_code=self.postal_code,
            city=self.city,
            region=self.region,
            country=self.country,
            tax_id=self.tax_id,
            email=self.email,
        )


def check_settings(settings: Invoicing) -> None:
    """Raises WrongPattern or SellerIncomplete, naming the fields."""
    check_pattern(settings.invoice_pattern, "invoice_pattern")
    check_pattern(settings.credit_note_pattern, "credit_note_pattern")
    if texts_of(settings.invoice_pattern) == texts_of(settings.credit_note_pattern):
        raise WrongPattern(credit_note_pattern="must have other letters or signs than the invoices' pattern")
    missing = {name: "is required" for name in _NEEDED if not getattr(settings, name)} if settings.is_on else {}
    if missing:
        raise SellerIncomplete(**missing)


@dataclass(frozen=True)
class InvoiceLine:
    """`quantity` units with all that they add to the total. `fees`: their names and amounts, contained in the rest."""

    name: str
    quantity: int
    unit_price_minor: int
    discount_minor: int
    net_minor: int
    tax_minor: int
    gross_minor: int
    fees: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True)
class TaxRow:
    """One tax, over all lines: `amount_minor` on `base_minor`."""

    tax_id: str
    name: str
    rate: str
    base_minor: int
    amount_minor: int


@dataclass(frozen=True)
class Invoice:
    """A document as it was issued. `place` is its position in its series; without one it is not issued yet.

    `supplied_on` is the day of the event. A credit note names the invoice that it `credits` and the refund.
    """

    invoice_id: str
    document: Document
    account_id: str
    event_id: str
    order_id: str
    reference: str
    issued_at: datetime
    issued_on: str
    language: str
    currency: str
    seller: Party
    buyer: Party
    subject: str
    supplied_on: str
    lines: list[InvoiceLine]
    taxes: list[TaxRow]
    net_minor: int
    total_minor: int
    discount_minor: int = 0
    paid_minor: int = 0
    paid_on: str = ""
    due_on: str = ""
    method: str = ""
    terms: str = ""
    footer: str = ""
    credits: str = ""
    credits_on: str = ""
    refund_id: str = ""
    number: str = ""
    year: int = 0
    place: int = 0

    @property
    def tax_minor(self) -> int:
        """All taxes."""
        return self.total_minor - self.net_minor

    @property
    def is_proforma(self) -> bool:
        """Whether it only says what there will be to pay."""
        return not self.place
