"""Writes lines of text on paper: in the largest size that fits, each script in its own direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from chalicelib.pdf import scripts, typefaces

if TYPE_CHECKING:
    from datetime import datetime

    from fpdf import FPDF

# Millimetres on A4, points for type.
MARGIN = 20
WIDTH = 170
ACCENT = (79, 60, 201)
INK = (29, 26, 23)
SOFT = (98, 92, 85)
LINE = (205, 199, 191)
_MM_PER_POINT = 0.3528
_LEADING = 1.3


def new_document(title: str, author: str, language: str, made_at: datetime) -> FPDF:
    """An empty A4 document. The same input gives the same bytes."""
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.alias_nb_pages("")  # or whoever is called "{nb}" would be a number of pages
    pdf.set_title(title)
    pdf.set_author(author)
    pdf.set_creator("Foyer")
    pdf.set_lang(language)
    pdf.set_creation_date(made_at)
    pdf.set_auto_page_break(False)
    pdf.set_margins(MARGIN, MARGIN)
    pdf.c_margin = 0
    return pdf


class Pen:
    """Writes into a document whose texts are all known: `text` has every character that will be written.

    A character that the embedded fonts lack is drawn as a box and logged.
    """

    def __init__(self, pdf: FPDF, text: str) -> None:
        self.pdf = pdf
        self._missing = typefaces.load(pdf, scripts.joined(text))

    def write(self, text: str, width: float, *sizes: float, most_lines: int = 1, **look: Any) -> None:
        """Writes from the current position downwards in the largest size that fits; cuts what never fits.

        `look` may name a `style` ("B"), a `colour` and an `align`.
        """
        pdf, left = self.pdf, self.pdf.get_x()
        paragraph = scripts.joined(text).translate(self._missing)
        pdf.set_text_color(*look.get("colour", INK))
        for size in sizes:
            pdf.set_font(typefaces.FAMILY, look.get("style", ""), size)
            lines = self._lines(paragraph, width)
            if len(lines) <= most_lines:
                break
        else:
            lines = [*lines[: most_lines - 1], self._cut(lines[most_lines - 1], width)]
        height = size * _MM_PER_POINT * _LEADING
        for line in lines:
            pdf.set_x(left)
            drawn = scripts.in_drawing_order(line, paragraph)
            pdf.cell(width, height, drawn, align=look.get("align", "L"), new_x="LEFT", new_y="NEXT")

    def height_of(self, text: str, width: float, size: float, style: str = "", most_lines: int = 1) -> float:
        """How much room `write` takes, in millimetres."""
        self.pdf.set_font(typefaces.FAMILY, style, size)
        lines = self._lines(scripts.joined(text).translate(self._missing), width)
        return min(len(lines), most_lines) * size * _MM_PER_POINT * _LEADING

    def _lines(self, text: str, width: float) -> list[str]:
        # Measuring is a tenth of what breaking costs, and most texts fit.
        if self.pdf.get_string_width(text) <= width:
            return [text]
        return cast(list[str], self.pdf.multi_cell(width, text=text, dry_run=True, output="LINES"))

    def _cut(self, line: str, width: float) -> str:
        while line and self.pdf.get_string_width(f"{line}…") > width:
            line = line[:-1]
        return f"{line.rstrip()}…"
