"""Draws the tickets of an order: one A4 page each, with a code that a camera reads and a text to type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from chalicelib.domain.events import Event
from chalicelib.domain.orders import Order
from chalicelib.domain.tickets import Ticket
from chalicelib.kernel.text import pick
from chalicelib.pdf import typefaces, wording
from chalicelib.pdf.qr import draw_code
from chalicelib.pdf.wording import Fact, Page

if TYPE_CHECKING:
    from fpdf import FPDF

# Millimetres on A4, points for type.
_MARGIN = 20
_WIDTH = 170
_COLUMN = 84
_CODE = 68
_CODE_LEFT = _MARGIN + _WIDTH - _CODE
_ACCENT = (79, 60, 201)
_INK = (29, 26, 23)
_SOFT = (98, 92, 85)
_LINE = (205, 199, 191)
_MM_PER_POINT = 0.3528
_NOTES = (
    "Show this code at the entrance, on paper or on a screen. It admits one person, once.",
    "Whoever has the code can come in with it, so do not publish a picture of it.",
    "If it cannot be read, the text below it can be typed.",
)


def draw(dates: Sequence[Event], order: Order, tickets: list[tuple[Ticket, str]]) -> bytes:
    """A PDF with one page for each ticket and its code, in the order given.

    `dates` are the event on each date of the order; a ticket shows its own.

    A character that the embedded fonts lack is drawn as a box and logged (see typefaces.load): Arabic,
    Hebrew and CJK come with the invoice issue. The same input gives the same bytes.
    """
    from fpdf import FPDF

    event, by_id = dates[0], {one.occurrence_id: one for one in dates}
    pages = [wording.page(by_id.get(ticket.occurrence_id, event), order, ticket, code) for ticket, code in tickets]
    pdf = FPDF(format="A4")
    missing = typefaces.load(pdf, "".join(page.text for page in pages))
    title = typefaces.tidy(pick(event.title, order.language))
    pdf.set_title(f"{title} – {order.reference}")
    pdf.set_subject(f"Tickets of order {order.reference}")
    pdf.set_author(typefaces.tidy(event.organizer_name))
    pdf.set_creator("Foyer")
    pdf.set_lang(order.language)
    pdf.set_creation_date(order.completed_at or order.reserved_at)
    pdf.set_auto_page_break(False)
    pdf.set_margins(_MARGIN, _MARGIN)
    pdf.c_margin = 0
    for page in pages:
        _draw_page(pdf, page, missing)
    return bytes(pdf.output())


def _draw_page(pdf: FPDF, page: Page, missing: dict[int, str]) -> None:
    pdf.add_page()
    pdf.set_fill_color(*_ACCENT)
    pdf.rect(_MARGIN, 18, 24, 1.6, style="F")
    pdf.set_xy(_MARGIN, 24)
    _write(pdf, page.organizer.translate(missing), _WIDTH, (11,), colour=_SOFT, most_lines=1)
    pdf.set_xy(_MARGIN, pdf.get_y() + 2)
    _write(pdf, page.title.translate(missing), _WIDTH, (30, 25, 20, 16), style="B", most_lines=3)
    top = pdf.get_y() + 11
    pdf.set_y(top)
    for fact in page.facts:
        _draw_fact(pdf, fact, missing)
    _draw_entrance(pdf, page, top)
    _draw_notes(pdf, page, max(pdf.get_y(), top + _CODE + 23) + 8)


def _draw_fact(pdf: FPDF, fact: Fact, missing: dict[int, str]) -> None:
    pdf.set_x(_MARGIN)
    _write(pdf, fact.label, _COLUMN, (8.5,), colour=_SOFT, most_lines=1)
    pdf.set_xy(_MARGIN, pdf.get_y() + 0.4)
    _write(pdf, fact.value.translate(missing), _COLUMN, (12.5, 10), style="B", most_lines=3)
    if fact.detail:
        pdf.set_xy(_MARGIN, pdf.get_y() + 0.4)
        _write(pdf, fact.detail.translate(missing), _COLUMN, (10, 9), most_lines=3)
    pdf.set_y(pdf.get_y() + 5)


def _draw_entrance(pdf: FPDF, page: Page, top: float) -> None:
    """The code, what to type instead, and which of the order's tickets it is."""
    below = pdf.get_y()
    draw_code(pdf, page.code, _CODE_LEFT, top, _CODE)
    pdf.set_xy(_CODE_LEFT, top + _CODE + 7)
    _write(pdf, page.typed, _CODE, (21,), style="B", most_lines=1, align="C")
    pdf.set_xy(_CODE_LEFT, pdf.get_y() + 1)
    _write(pdf, page.place, _CODE, (10,), colour=_SOFT, most_lines=1, align="C")
    pdf.set_y(max(below, pdf.get_y()))


def _draw_notes(pdf: FPDF, page: Page, top: float) -> None:
    pdf.set_draw_color(*_LINE)
    pdf.set_line_width(0.25)
    pdf.line(_MARGIN, top, _MARGIN + _WIDTH, top)
    pdf.set_y(top + 6)
    for note in _NOTES:
        pdf.set_x(_MARGIN)
        _write(pdf, note, _WIDTH, (9.5,), colour=_SOFT, most_lines=1)


def _write(
    pdf: FPDF,
    text: str,
    width: float,
    sizes: tuple[float, ...],
    *,
    most_lines: int,
    style: str = "",
    colour: tuple[int, int, int] = _INK,
    align: str = "L",
) -> None:
    """Writes from the current position downwards in the largest size that fits; cuts what never fits."""
    left = pdf.get_x()
    pdf.set_text_color(*colour)
    for size in sizes:
        pdf.set_font(typefaces.FAMILY, style, size)
        lines = _lines(pdf, text, width)
        if len(lines) <= most_lines:
            break
    else:
        last = lines[most_lines - 1]
        while pdf.get_string_width(f"{last}…") > width:
            last = last[:-1]
        lines = [*lines[: most_lines - 1], f"{last.rstrip()}…"]
    height = size * _MM_PER_POINT * 1.3
    for line in lines:
        pdf.set_x(left)
        pdf.cell(width, height, line, align=align, new_x="LEFT", new_y="NEXT")


def _lines(pdf: FPDF, text: str, width: float) -> list[str]:
    # Measuring is a tenth of what breaking costs, and most texts fit.
    if pdf.get_string_width(text) <= width:
        return [text]
    return cast(list[str], pdf.multi_cell(width, text=text, dry_run=True, output="LINES"))
