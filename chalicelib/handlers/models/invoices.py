"""Invoices on the wire: how an account makes them out, and those of an order."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.actions.invoice_papers import Paper, Papers
from chalicelib.domain.invoice_numbers import LONGEST_PATTERN
from chalicelib.handlers.models.common import Email, Input, Instant, Line, LongText, Output, ShortText, Zone
from chalicelib.kernel import money

Pattern = Annotated[Line, StringConstraints(max_length=LONGEST_PATTERN)]
_SMALL_PRINT = 1000


class InvoicingIn(Input):
    """The seller as invoices call it, and how they are numbered.

    A pattern says where the number stands, with leading zeros if wanted, and the year if numbers begin again with each:
    `{year}-{number:06}`, `FY{year}/INV{number:05}`.
    """

    is_on: bool = True
    legal_name: ShortText = Field(default="", examples=["Harbour Hall GmbH"])
    street: ShortText = ""
    postal_code: ShortText = ""
    city: ShortText = ""
    region: ShortText = ""
    country: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")] = Field(default="", description="ISO 3166-1.")
    tax_id: ShortText = Field(default="", examples=["DE123456789"])
    email: Email | None = None
    terms: Annotated[LongText, StringConstraints(max_length=_SMALL_PRINT)] = Field(
        default="", description="How and until when to pay.", examples=["Payable within 14 days."]
    )
    footer: Annotated[LongText, StringConstraints(max_length=_SMALL_PRINT)] = Field(
        default="", description="Register, bank account, whatever the law asks for.", examples=["HRB 12345, Hamburg"]
    )
    timezone: Zone = "UTC"
    invoice_pattern: Pattern = "{year}-{number:06}"
    credit_note_pattern: Pattern = "CN{year}-{number:06}"


class InvoicingOut(Output):
    """How the account makes out invoices. `version` goes into If-Match; 0 is of settings that were never saved."""

    is_on: bool
    legal_name: str
    street: str
    postal_code: str
    city: str
    region: str
    country: str
    tax_id: str
    email: str
    terms: str
    footer: str
    timezone: str
    invoice_pattern: str
    credit_note_pattern: str
    version: int


class InvoiceOut(Output):
    """A document of an order. A proforma has the order's reference for a number. `url` is null while it is drawn, and
    good for a quarter of an hour."""

    id: str
    kind: Literal["invoice", "credit_note", "proforma"]
    number: str
    issued_at: Instant
    currency: str
    exponent: int
    total_minor: int
    url: str | None

    @classmethod
    def of(cls, paper: Paper) -> "InvoiceOut":
        """Out of what the actions found."""
        invoice = paper.invoice
        return cls(
            id=invoice.invoice_id,
            kind="proforma" if invoice.is_proforma else invoice.document,
            number=invoice.number or invoice.reference,
            issued_at=invoice.issued_at,
            currency=invoice.currency,
            exponent=money.exponent(invoice.currency),
            total_minor=invoice.total_minor,
            url=paper.url,
        )


class OrderInvoices(Output):
    """The documents of an order; `ready` when none is lacking and all of them have links: no need to look again."""

    ready: bool
    items: list[InvoiceOut]

    @classmethod
    def of(cls, papers: Papers) -> "OrderInvoices":
        """Out of what the actions found."""
        return cls(ready=papers.is_ready, items=[InvoiceOut.of(paper) for paper in papers.items])
