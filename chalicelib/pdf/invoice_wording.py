"""What an invoice's paper says, as plain text, before anything is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.domain.invoices import Invoice, InvoiceLine, Party
from chalicelib.pdf.invoice_words import Words, words
from chalicelib.pdf.typefaces import tidy

_MOST_NOTE_LINES = 30
_NAMED_METHODS = ("card", "bank", "cash")


@dataclass(frozen=True)
class Row:
    """A line of the table: its name with smaller lines below it, and a cell for each other column."""

    name: str
    details: list[str]
    cells: list[str]


@dataclass(frozen=True)
class Sum:
    """A line of the totals."""

    label: str
    amount: str
    is_strong: bool = False


@dataclass(frozen=True)
class Sheet:
    """All that stands on the paper. `facts` are pairs of label and value."""

    title: str
    facts: list[tuple[str, str]]
    seller: list[str]
    bill_to: str
    buyer: list[str]
    head: list[str]
    rows: list[Row]
    sums: list[Sum]
    state: str
    notes: list[str]
    small_print: list[str]
    page: str

    @property
    def text(self) -> str:
        """Every character that will be drawn; the digits are for the numbers of pages."""
        rows = [text for row in self.rows for text in (row.name, *row.details, *row.cells)]
        sums = [one.label + one.amount for one in self.sums]
        parts = [*self.seller, *self.buyer, *self.head, *rows, *sums, *self.notes, *self.small_print]
        return "".join([self.title, self.bill_to, self.state, self.page, *parts, *(a + b for a, b in self.facts)])


def sheet(invoice: Invoice) -> Sheet:
    """The paper of a document."""
    say = words(invoice.language)
    kind = "proforma" if invoice.is_proforma else invoice.document
    notes = [say("credits", number=invoice.credits, date=say.date(invoice.credits_on))] if invoice.credits else []
    notes += [say("no_invoice")] if invoice.is_proforma else []
    columns = ("item", "quantity", "price", "net", "tax", "gross")
    return Sheet(
        title=say(kind),
        facts=[(label, value) for label, value in _facts(invoice, say) if value],
        seller=_party(invoice.seller, say),
        bill_to=say("bill_to"),
        buyer=_party(invoice.buyer, say),
        head=[say(column) for column in columns],
        rows=[_row(line, invoice, say) for line in invoice.lines],
        sums=list(_sums(invoice, say)),
        state=_state(invoice, say),
        notes=[*notes, *_lines_of(invoice.terms)],
        small_print=_lines_of(invoice.footer),
        page=say.by_key["page"],
    )


def _facts(invoice: Invoice, say: Words) -> list[tuple[str, str]]:
    return [
        (say("number"), invoice.number or invoice.reference),
        (say("date"), say.date(invoice.issued_on)),
        (say("order"), invoice.reference),
        (say("event"), tidy(invoice.subject)),
        (say("supplied"), say.date(invoice.supplied_on)),
    ]


def _party(party: Party, say: Words) -> list[str]:
    town = " ".join(filter(None, (party.postal_code, party.city)))
    place = ", ".join(filter(None, (town, party.region, party.country)))
    tax_id = f"{say('tax_id')}: {party.tax_id}" if party.tax_id else ""
    lines = (party.company, party.name, party.street, place, tax_id, party.email)
    return [line for line in map(tidy, lines) if line]


def _row(line: InvoiceLine, invoice: Invoice, say: Words) -> Row:
    currency = invoice.currency
    details = [f"{say('including')} {tidy(name)} {say.amount(amount, currency)}" for name, amount in line.fees]
    if line.discount_minor:
        details.insert(0, f"{say('discount')} {say.amount(-line.discount_minor, currency)}")
    amounts = (line.unit_price_minor, line.net_minor, line.tax_minor, line.gross_minor)
    cells = [str(line.quantity), *(say.amount(amount, currency) for amount in amounts)]
    return Row(tidy(line.name) or say("credit_note"), details, cells)


def _sums(invoice: Invoice, say: Words) -> Iterator[Sum]:
    currency = invoice.currency
    yield Sum(say("net_total"), say.amount(invoice.net_minor, currency))
    for tax in invoice.taxes:
        base = f"{say('on')} {say.amount(tax.base_minor, currency)}"
        yield Sum(f"{tidy(tax.name)} {say.rate(tax.rate)} {base}", say.amount(tax.amount_minor, currency))
    yield Sum(f"{say('total')} {currency}", say.amount(invoice.total_minor, currency), is_strong=True)
    if invoice.document == "invoice" and invoice.paid_minor < invoice.total_minor:
        owed = invoice.total_minor - invoice.paid_minor
        yield Sum(f"{say('due')} {currency}", say.amount(owed, currency), is_strong=True)


def _state(invoice: Invoice, say: Words) -> str:
    if invoice.document == "credit_note":
        return say("refunded", date=say.date(invoice.paid_on))
    if invoice.paid_minor and invoice.paid_minor >= invoice.total_minor:
        paid = say("paid", date=say.date(invoice.paid_on))
        return f"{paid}, {say(invoice.method)}" if invoice.method in _NAMED_METHODS else paid
    return say("pay_by", date=say.date(invoice.due_on)) if invoice.due_on else ""


def _lines_of(text: str) -> list[str]:
    return [line for line in map(tidy, text.splitlines()) if line][:_MOST_NOTE_LINES]
