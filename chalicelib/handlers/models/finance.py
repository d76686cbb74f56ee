"""An account's books on the wire."""

import re
from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, Field

from chalicelib.domain.books import CurrencySum
from chalicelib.domain.ledger import Entry, Kind
from chalicelib.domain.reconciliation import BookingKind, Unmatched
from chalicelib.handlers.models.common import Input, Instant, ListQuery, Output
from chalicelib.kernel import money

_PATTERN = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"


def _is_month(text: str) -> str:
    if not re.fullmatch(_PATTERN, text):
        raise ValueError("must be a month like 2026-11")
    return text


Month = Annotated[
    str,
    AfterValidator(_is_month),
    Field(description="A month in UTC.", examples=["2026-11"], json_schema_extra={"pattern": _PATTERN}),
]


def month_of(text: str) -> datetime:
    """The first moment of a month that was written as `2026-11`."""
    return datetime(int(text[:4]), int(text[5:]), 1, tzinfo=UTC)


class MonthQuery(Input):
    """Which month."""

    month: Month


class EntryQuery(ListQuery):
    """Which part of which month."""

    month: Month


class TaxPartOut(Output):
    """How much of an entry is one tax."""

    name: str
    rate: str = Field(description="In percent, as a decimal text.", examples=["19"])
    amount_minor: int


class EntryOut(Output):
    """One movement of money: what comes in is positive, what goes out negative."""

    id: str
    kind: Kind
    amount_minor: int
    currency: str
    exponent: int
    at: Instant
    provider: str
    order_id: str | None
    event_id: str | None
    reference: str = Field(description="The payment provider's own id of it.", examples=["pi_3Rexample"])
    method: str
    reason: str = Field(description="Of a refund.", examples=["buyer_asked"])
    note: str = Field(description="What a member has noted with a refund.")
    taxes: list[TaxPartOut]

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Out of the domain's noun."""
        return cls(
            id=entry.entry_id,
            kind=entry.kind,
            amount_minor=entry.amount_minor,
            currency=entry.currency,
            exponent=money.exponent(entry.currency),
            at=entry.at,
            provider=entry.provider,
            order_id=entry.order_id or None,
            event_id=entry.event_id or None,
            reference=entry.reference,
            method=entry.method,
            reason=entry.reason,
            note=entry.note,
            taxes=[TaxPartOut(name=tax.name, rate=tax.rate, amount_minor=tax.amount_minor) for tax in entry.taxes],
        )


class EntryList(Output):
    """A part of a month's entries; `next` is the cursor of the following part."""

    items: list[EntryOut]
    next: str | None


class TaxSumOut(Output):
    """One tax at one rate."""

    name: str
    rate: str
    collected_minor: int = Field(description="Contained in payments.", examples=[19958])
    returned_minor: int = Field(description="Contained in refunds.", examples=[399])


class CurrencySumOut(Output):
    """A month's sums in one currency, in minor units; what went out is negative."""

    currency: str
    exponent: int
    payments: int = Field(description="How many payments came in.", examples=[125])
    gross_minor: int = Field(description="What buyers have paid.")
    refunds_minor: int
    disputes_minor: int
    platform_fees_minor: int
    processing_fees_minor: int = Field(description="What the payment provider has kept.", examples=[-3100])
    net_minor: int = Field(description="What is left of it all, before payouts.")
    payouts_minor: int
    taxes: list[TaxSumOut]
    methods: dict[str, int] = Field(description="Payments by way to pay.")

    @classmethod
    def of(cls, found: CurrencySum) -> Self:
        """Out of the domain's noun."""
        same = {name: getattr(found, name) for name in cls.model_fields if name not in ("exponent", "taxes", "methods")}
        taxes = [TaxSumOut(**vars(tax)) for _, tax in sorted(found.taxes.items())]
        return cls(**same, exponent=money.exponent(found.currency), taxes=taxes, methods=dict(found.methods))


class BooksOut(Output):
    """A month's sums by currency."""

    month: str
    currencies: list[CurrencySumOut]


class YearQuery(Input):
    """Which year."""

    year: int = Field(ge=2020, le=2099, description="A year in UTC.", examples=[2026])


class YearSumOut(Output):
    """A year's payments in one currency: what tax forms call the gross amount, before fees and refunds."""

    currency: str
    exponent: int
    gross_minor: int
    payments: int
    months: list[int] = Field(description="The gross amount of each month, January first.")

    @classmethod
    def of(cls, currency: str, months: list[CurrencySum]) -> Self:
        """Out of the sums of its months."""
        return cls(
            currency=currency,
            exponent=money.exponent(currency),
            gross_minor=sum(month.gross_minor for month in months),
            payments=sum(month.payments for month in months),
            months=[month.gross_minor for month in months],
        )


class YearOut(Output):
    """A year's payments by currency."""

    year: int
    currencies: list[YearSumOut]


class UnmatchedOut(Output):
    """Money at the payment provider that the books do not explain."""

    id: str = Field(description="The provider's id of its booking.", examples=["txn_1Rexample"])
    kind: BookingKind
    reference: str
    amount_minor: int
    currency: str
    exponent: int
    at: Instant
    found_at: Instant

    @classmethod
    def of(cls, found: Unmatched) -> Self:
        """Out of the domain's noun."""
        booking = found.booking
        return cls(
            id=booking.booking_id,
            kind=booking.kind,
            reference=booking.reference,
            amount_minor=booking.amount_minor,
            currency=booking.currency,
            exponent=money.exponent(booking.currency),
            at=booking.at,
            found_at=found.found_at,
        )


class UnmatchedList(Output):
    """All of it, on one page: there should be none."""

    items: list[UnmatchedOut]
    next: str | None = None
