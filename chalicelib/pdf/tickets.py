"""Draws the tickets of an order: one A4 page each, with a code that a camera reads and a text to type."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domain.events import Event
from chalicelib.domain.orders import Order
from chalicelib.domain.tickets import Ticket
from chalicelib.kernel.text import pick
from chalicelib.pdf import typefaces, wording
from chalicelib.pdf.qr import draw_code
from chalicelib.pdf.wording import Fact, Page
from chalicelib.pdf.writing import ACCENT, LINE, MARGIN, SOFT, WIDTH, Pen, new_document

# Millimetres on A4, points for type.
_COLUMN = 84
_CODE = 68
_CODE_LEFT = MARGIN + WIDTH - _CODE
_NOTES = (
    "Show this code at the entrance, on paper or on a screen. It admits one person, once.",
    "Whoever has the code can come in with it, so do not publish a picture of it.",
    "If it cannot be read, the text below it can be typed.",
)


def draw(dates: Sequence[Event], order: Order, tickets: list[tuple[Ticket, str]]) -> bytes:
    """A PDF with one page for each ticket and its code, in the order given.

    `dates` are the event on each date of the order; a ticket shows its own. The same input gives the same bytes.
    """
    event, by_id = dates[0], {one.occurrence_id: one for one in dates}
    pages = [wording.page(by_id.get(ticket.occurrence_id, event), order, ticket, code) for ticket, code in tickets]
    title = f"{typefaces.tidy(pick(event.title, order.language))} – {order.reference}"
    made_at = order.completed_at or order.reserved_at
    pdf = new_document(title, typefaces.tidy(event.organizer_name), order.language, made_at)
    pdf.set_subject(f"Tickets of order {order.reference}")
    pen = Pen(pdf, "".join(page.text for page in pages))
    for page in pages:
        _draw_page(pen, page)
    return bytes(pdf.output())


def _draw_page(pen: Pen, page: Page) -> None:
    pdf = pen.pdf
    pdf.add_page()
    pdf.set_fill_color(*ACCENT)
    pdf.rect(MARGIN, 18, 24, 1.6, style="F")
    pdf.set_xy(MARGIN, 24)
    pen.write(page.organizer, WIDTH, 11, colour=SOFT)
    pdf.set_xy(MARGIN, pdf.get_y() + 2)
    pen.write(page.title, WIDTH, 30, 25, 20, 16, style="B", most_lines=3)
    top = pdf.get_y() + 11
    pdf.set_y(top)
    for fact in page.facts:
        _draw_fact(pen, fact)
    _draw_entrance(pen, page, top)
    _draw_notes(pen, max(pdf.get_y(), top + _CODE + 23) + 8)


def _draw_fact(pen: Pen, fact: Fact) -> None:
    pdf = pen.pdf
    pdf.set_x(MARGIN)
    pen.write(fact.label, _COLUMN, 8.5, colour=SOFT)
    pdf.set_xy(MARGIN, pdf.get_y() + 0.4)
    pen.write(fact.value, _COLUMN, 12.5, 10, style="B", most_lines=3)
    if fact.detail:
        pdf.set_xy(MARGIN, pdf.get_y() + 0.4)
        pen.write(fact.detail, _COLUMN, 10, 9, most_lines=3)
    pdf.set_y(pdf.get_y() + 5)


def _draw_entrance(pen: Pen, page: Page, top: float) -> None:
    """The code, what to type instead, and which of the order's tickets it is."""
    pdf = pen.pdf
    below = pdf.get_y()
    draw_code(pdf, page.code, _CODE_LEFT, top, _CODE)
    pdf.set_xy(_CODE_LEFT, top + _CODE + 7)
    pen.write(page.typed, _CODE, 21, style="B", align="C")
    pdf.set_xy(_CODE_LEFT, pdf.get_y() + 1)
    pen.write(page.place, _CODE, 10, colour=SOFT, align="C")
    pdf.set_y(max(below, pdf.get_y()))


def _draw_notes(pen: Pen, top: float) -> None:
    pdf = pen.pdf
    pdf.set_draw_color(*LINE)
    pdf.set_line_width(0.25)
    pdf.line(MARGIN, top, MARGIN + WIDTH, top)
    pdf.set_y(top + 6)
    for note in _NOTES:
        pdf.set_x(MARGIN)
        pen.write(note, WIDTH, 9.5, colour=SOFT)
