"""Draws invoices and credit notes: as many A4 pages as the lines need, from nothing but the document's own row."""

from chalicelib.domain.invoices import Invoice
from chalicelib.pdf.invoice_wording import Row, Sheet, sheet
from chalicelib.pdf.typefaces import tidy
from chalicelib.pdf.writing import ACCENT, LINE, MARGIN, SOFT, WIDTH, Pen, new_document

# Millimetres on A4, points for type.
_BOTTOM = 272
_COLUMN = 82
_RIGHT = MARGIN + WIDTH - _COLUMN
_WIDTHS = (62, 14, 24, 24, 22, 24)
_GAP = 2
_DETAIL_LINES = 2
_SUMS = 100


def draw(invoice: Invoice) -> bytes:
    """A PDF. The same document gives the same bytes."""
    said = sheet(invoice)
    number = invoice.number or invoice.reference
    pdf = new_document(f"{said.title} {number}", tidy(invoice.seller.name), invoice.language, invoice.issued_at)
    pdf.set_subject(f"{said.title} {number}, {invoice.reference}")
    pen = Pen(pdf, said.text)
    pdf.add_page()
    _draw_head(pen, said)
    _draw_table(pen, said)
    _draw_sums(pen, said)
    _draw_notes(pen, said)
    _number_pages(pen, said, number)
    return bytes(pdf.output())


def _draw_head(pen: Pen, said: Sheet) -> None:
    pdf = pen.pdf
    pdf.set_fill_color(*ACCENT)
    pdf.rect(MARGIN, 18, 24, 1.6, style="F")
    pdf.set_xy(MARGIN, 24)
    pen.write(said.title, _COLUMN, 26, 22, 18, 14, style="B")
    left = pdf.get_y() + 8
    pdf.set_xy(_RIGHT, 24)
    _draw_lines(pen, said.seller, _RIGHT)
    right = max(left, pdf.get_y() + 8)
    pdf.set_xy(MARGIN, right)
    pen.write(said.bill_to, _COLUMN, 8.5, colour=SOFT)
    _draw_lines(pen, said.buyer, MARGIN)
    below = pdf.get_y()
    pdf.set_y(right)
    for label, value in said.facts:
        top = pdf.get_y()
        pdf.set_x(_RIGHT)
        pen.write(label, 30, 8.5, 7, colour=SOFT)
        pdf.set_xy(_RIGHT + 32, top - 0.3)
        pen.write(value, _COLUMN - 32, 9.5, 8.5, most_lines=2)
        pdf.set_y(pdf.get_y() + 0.8)
    pdf.set_y(max(below, pdf.get_y()) + 10)


def _draw_lines(pen: Pen, lines: list[str], left: float) -> None:
    """The first in bold: who it is."""
    for place, line in enumerate(lines):
        pen.pdf.set_x(left)
        pen.write(line, _COLUMN, 10.5 if not place else 9.5, 8.5, style="" if place else "B", most_lines=3)


def _draw_table(pen: Pen, said: Sheet) -> None:
    _draw_columns(pen, said)
    for row in said.rows:
        height = pen.height_of(row.name, _WIDTHS[0], 9.5, most_lines=3)
        height += sum(pen.height_of(detail, _WIDTHS[0], 8, most_lines=_DETAIL_LINES) for detail in row.details)
        if _break_page(pen, height + 3):
            _draw_columns(pen, said)
        _draw_row(pen, row)


def _break_page(pen: Pen, needed: float) -> bool:
    """Whether what comes next needed a new page."""
    if pen.pdf.get_y() + needed <= _BOTTOM:
        return False
    pen.pdf.add_page()
    pen.pdf.set_y(MARGIN)
    return True


def _draw_columns(pen: Pen, said: Sheet) -> None:
    pdf, top = pen.pdf, pen.pdf.get_y()
    _draw_cells(pen, said.head, top, 8.5, colour=SOFT)
    _draw_rule(pen)
    pdf.set_y(pdf.get_y() + 1.5)


def _draw_rule(pen: Pen) -> None:
    pdf = pen.pdf
    pdf.set_draw_color(*LINE)
    pdf.set_line_width(0.25)
    pdf.line(MARGIN, pdf.get_y() + 0.7, MARGIN + WIDTH, pdf.get_y() + 0.7)


def _draw_cells(pen: Pen, texts: list[str], top: float, size: float, **look: object) -> None:
    """A cell in each column: the first to the left, amounts to the right."""
    left, below = float(MARGIN), top
    for place, (text, width) in enumerate(zip(texts, _WIDTHS, strict=True)):
        pen.pdf.set_xy(left, top)
        fitting = (size, size - 1, size - 2, size - 3)
        pen.write(text, width - _GAP, *fitting, most_lines=1 if place else 3, align="R" if place else "L", **look)
        below, left = max(below, pen.pdf.get_y()), left + width
    pen.pdf.set_y(below)


def _draw_row(pen: Pen, row: Row) -> None:
    pdf = pen.pdf
    _draw_cells(pen, [row.name, *row.cells], pdf.get_y(), 9.5)
    for detail in row.details:
        pdf.set_x(MARGIN)
        pen.write(detail, _WIDTHS[0], 8, most_lines=_DETAIL_LINES, colour=SOFT)
    pdf.set_y(pdf.get_y() + 1.5)


def _draw_sums(pen: Pen, said: Sheet) -> None:
    pdf = pen.pdf
    _break_page(pen, 7 * len(said.sums) + 12)
    _draw_rule(pen)
    pdf.set_y(pdf.get_y() + 3)
    left = MARGIN + WIDTH - _SUMS
    for one in said.sums:
        top, style = pdf.get_y(), "B" if one.is_strong else ""
        size = 11 if one.is_strong else 9.5
        pdf.set_xy(left, top)
        pen.write(one.label, _SUMS - 38, size, 8.5, style=style, most_lines=2)
        below = pdf.get_y()
        pdf.set_xy(left + _SUMS - 36, top)
        pen.write(one.amount, 36 - _GAP, size, 8.5, 7, style=style, align="R")
        pdf.set_y(max(below, pdf.get_y()) + 0.6)
    if said.state:
        pdf.set_xy(left, pdf.get_y() + 1)
        pen.write(said.state, _SUMS - _GAP, 9.5, 8.5, most_lines=2)


def _draw_notes(pen: Pen, said: Sheet) -> None:
    pen.pdf.set_y(pen.pdf.get_y() + 8)
    for lines, size in ((said.notes, 9.5), (said.small_print, 8)):
        for line in lines:
            _break_page(pen, pen.height_of(line, WIDTH, size, most_lines=20))
            pen.pdf.set_x(MARGIN)
            pen.write(line, WIDTH, size, most_lines=20, colour=SOFT)
        pen.pdf.set_y(pen.pdf.get_y() + 3)


def _number_pages(pen: Pen, said: Sheet, number: str) -> None:
    """At the foot of each page, once it is known how many there are."""
    pdf = pen.pdf
    for page in range(1, pdf.pages_count + 1):
        pdf.page = page
        pdf.set_xy(MARGIN, 282)
        text = f"{said.title} {number} · {said.page.format(page=page, of=pdf.pages_count)}"
        pen.write(text, WIDTH, 8, 7, colour=SOFT, align="R")
