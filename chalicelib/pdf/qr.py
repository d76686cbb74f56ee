"""Draws a QR code as vectors, so that it stays sharp at any size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fpdf import FPDF


def draw_code(pdf: FPDF, text: str, left: float, top: float, size: float) -> None:
    """Black modules in a square of `size` millimetres; four modules around it must stay white.

    Level M survives a fold and a fingerprint. 150 upper-case characters make 41 to 45 modules a side: at
    2 cm each is still 0.4 mm, five dots of a 300 dpi printer.
    """
    import segno
    from fpdf.enums import RenderStyle

    # A signature is random enough for any mask; trying all eight would take a tenth of the time of a page.
    rows = segno.make_qr(text, error="m", mask=3).matrix
    module = size / len(rows)
    pdf.set_fill_color(0)
    for row, dark in enumerate(rows):
        for column, length in _runs(dark):
            pdf.rect(left + column * module, top + row * module, length * module, module, style=RenderStyle.F)


def _runs(row: bytearray) -> Iterator[tuple[int, int]]:
    """Where each run of dark modules begins, and how long it is."""
    start = None
    for column, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = column
        elif not dark and start is not None:
            yield start, column - start
            start = None
