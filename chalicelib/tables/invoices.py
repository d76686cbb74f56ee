"""Invoices as rows, the counters of their series, and how an account makes them out.

A document lies with its order under an id that follows from what it is for, so that it exists once. Its number comes
from the counter of its series, which moves in the same transaction: a number that was given away was written down.
"""

import dataclasses
from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, VersionAttribute

from chalicelib.domain.events import StaleEdit
from chalicelib.domain.invoice_numbers import Series
from chalicelib.domain.invoices import Invoice, InvoiceLine, Invoicing, Party, TaxRow
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_edited, put_new, update
from chalicelib.tables.table import Row, filled_values_of, find, noun_of, partition, values_of


class SeriesMoved(Exception):
    """Somebody else has taken the next numbers: read again."""


class InvoicingRow(Row):
    """ACCOUNT#a / INVOICING."""

    KIND = "Invoicing"
    account_id = UnicodeAttribute()
    is_on = BooleanAttribute()
    legal_name = UnicodeAttribute(null=True)
    street = UnicodeAttribute(null=True)
    postal_code = UnicodeAttribute(null=True)
    city = UnicodeAttribute(null=True)
    region = UnicodeAttribute(null=True)
    country = UnicodeAttribute(null=True)
    tax_id = UnicodeAttribute(null=True)
    email = UnicodeAttribute(null=True)
    terms = UnicodeAttribute(null=True)
    footer = UnicodeAttribute(null=True)
    timezone = UnicodeAttribute()
    invoice_pattern = UnicodeAttribute()
    credit_note_pattern = UnicodeAttribute()
    version = VersionAttribute()


class SeriesRow(Row):
    """SERIES#a#document#year / LAST: the place of the last number that was given away."""

    KIND = "Series"
    last = IntegerAttribute()


class InvoiceRow(Row):
    """INVOICES#o / id, and by owner ACCOUNT#a#document#year / place. `parts` is all that is only ever read whole."""

    KIND = "Invoice"
    invoice_id = UnicodeAttribute()
    document = UnicodeAttribute()
    account_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    order_id = UnicodeAttribute()
    issued_at = InstantAttribute()
    number = UnicodeAttribute()
    year = IntegerAttribute()
    place = IntegerAttribute()
    currency = UnicodeAttribute()
    total_minor = IntegerAttribute()
    parts = JsonAttribute()


_OWN = frozenset(InvoiceRow.get_attributes()) & {one.name for one in dataclasses.fields(Invoice)}


def get_invoicing(account_id: str) -> Invoicing:
    """How the account makes out invoices: off where nothing was saved."""
    row = find(InvoicingRow, f"ACCOUNT#{account_id}", "INVOICING")
    return noun_of(Invoicing, row) if row else Invoicing(account_id)


def save_invoicing(settings: Invoicing) -> Change:
    """Raises StaleEdit if somebody saved it since it was read."""
    row = InvoicingRow(f"ACCOUNT#{settings.account_id}", "INVOICING", **filled_values_of(settings, InvoicingRow))
    return put_edited(row, StaleEdit)


def _key(series: Series) -> str:
    return f"{series.account_id}#{series.document}#{series.year}"


def last_place(series: Series) -> int:
    """The place of the last number, 0 for a series that has none."""
    row = find(SeriesRow, f"SERIES#{_key(series)}", "LAST")
    return row.last if row else 0


def advance(series: Series, seen: int, count: int) -> Change:
    """So many numbers are given away, if `seen` is still the last. Raises SeriesMoved."""
    is_as_seen = SeriesRow.last == seen if seen else SeriesRow.last.does_not_exist()
    actions = SeriesRow.kind.set(SeriesRow.KIND), SeriesRow.last.set(seen + count)
    return update(SeriesRow(f"SERIES#{_key(series)}", "LAST"), SeriesMoved, is_as_seen, *actions)


def new_invoice(invoice: Invoice) -> Change:
    """Write a document once; whoever issues it again raises AlreadyDone."""
    values = {name: value for name, value in values_of(invoice).items() if name in _OWN}
    series = Series(invoice.account_id, invoice.document, invoice.year)
    row = InvoiceRow(
        f"INVOICES#{invoice.order_id}",
        invoice.invoice_id,
        owner=f"ACCOUNT#{_key(series)}",
        owner_sk=f"{invoice.place:09d}",
        parts=_parts(invoice),
        **values,
    )
    return put_new(row, AlreadyDone)


def _parts(invoice: Invoice) -> dict[str, Any]:
    """The other fields, without what is empty: each kilobyte of a row costs a write unit."""
    values = {name: value for name, value in dataclasses.asdict(invoice).items() if name not in _OWN}
    values["lines"] = [_rest(line) for line in invoice.lines]
    values["taxes"] = [dataclasses.astuple(tax) for tax in invoice.taxes]
    values |= {name: _rest(getattr(invoice, name)) for name in ("seller", "buyer")}
    return {name: value for name, value in values.items() if value not in ("", 0)}


def _rest(noun: Any) -> dict[str, Any]:
    return {name: value for name, value in dataclasses.asdict(noun).items() if value not in ("", 0, [])}


def _line(values: dict[str, Any]) -> InvoiceLine:
    numbers = ("unit_price_minor", "discount_minor", "net_minor", "tax_minor", "gross_minor")
    fees = [(name, amount) for name, amount in values.get("fees", [])]
    return InvoiceLine(**{"name": "", **dict.fromkeys(numbers, 0), **values, "fees": fees})


def invoice_of(row: InvoiceRow) -> Invoice:
    """The document that a row holds."""
    parts = {"net_minor": 0, "language": "", "supplied_on": "", "subject": ""} | row.parts
    parts["lines"] = [_line(values) for values in parts["lines"]]
    parts["taxes"] = [TaxRow(*values) for values in parts["taxes"]]
    parts |= {name: Party(**{"name": "", **parts[name]}) for name in ("seller", "buyer")}
    return Invoice(**{name: getattr(row, name) for name in _OWN}, **parts)


def list_invoices(order_id: str) -> Sequence[Invoice]:
    """The order's documents: the invoice first, then its credit notes in the order of their numbers."""
    rows = [InvoiceRow.of(item) for item in partition(f"INVOICES#{order_id}").get(InvoiceRow.KIND, [])]
    return sorted(
        (invoice_of(row) for row in rows), key=lambda one: (one.document != "invoice", one.issued_at, one.place)
    )
