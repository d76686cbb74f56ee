"""Chooses the typefaces that a document's text needs, and puts a box where none of them has a character."""

from __future__ import annotations

import copy
import logging
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
    from fpdf import FPDF

log = logging.getLogger(__name__)

FAMILY = "noto"
BOX = "\N{REPLACEMENT CHARACTER}"
_FONTS = Path(__file__).parent / "fonts"
_STYLES = {"": "Regular", "B": "Bold"}
# Which face has the letters between two code points; the first range that fits counts.
_RANGES = (
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x04FF, "cyrillic"),
    (0x0590, 0x05FF, "hebrew"),
    (0x0600, 0x077F, "arabic"),
    (0x1E00, 0x1EFF, "vietnamese"),
    (0xFB1D, 0xFB4F, "hebrew"),
    (0xFB50, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFF, "arabic"),
)
_OTHERS = "extended"
_EAST_ASIAN = range(0x3000, 0x10000)


def tidy(text: str) -> str:
    """One line of composed characters, without controls, bidirectional overrides and emoji joiners."""
    kept = (" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    return " ".join("".join(char for char in kept if not _is_unseen(char)).split())


def _is_unseen(char: str) -> bool:
    variation_selector = 0xFE00 <= ord(char) <= 0xFE0F
    return variation_selector or unicodedata.category(char) in ("Cc", "Cf", "Cs")


class WholeFont:
    """What fpdf2 and fontTools' subsetter see of a face that goes into the document as it is.

    Cutting a face down anew was two thirds of the work of a one-page document. A face of 15 KB need not be cut: this
    one has no table that the subsetter would find, and is saved as the bytes of its file.
    """

    def __init__(self, font: TTFont, content: bytes) -> None:
        self.cfg = font.cfg
        self._order: list[str] = font.getGlyphOrder()
        self._ids: dict[str, int] = font.getReverseGlyphMap()
        self._content = content

    def keys(self) -> list[str]:
        return []

    def __contains__(self, table: str) -> bool:
        return False

    def getGlyphOrder(self) -> list[str]:
        return self._order

    def setGlyphOrder(self, order: list[str]) -> None:
        """The order stays: every glyph does."""

    def getReverseGlyphMap(self) -> dict[str, int]:
        return self._ids

    def getGlyphID(self, name: str) -> int:
        return self._ids[name]

    def save(self, file: Any) -> None:
        file.write(self._content)

    def close(self) -> None:
        """There is no file to close: other documents use the same bytes."""


def load(pdf: FPDF, text: str) -> dict[int, str]:
    """Gives `pdf` the regular and bold faces for `text`; returns the `str.translate` table of what they all lack.

    fpdf2 leaves out a character that no font has, so that a name could shrink without a word.
    """
    for style in _STYLES:
        pdf.fonts[FAMILY + style] = _own_copy(_basic(style), len(pdf.fonts) + 1)
    lacking = {ord(char) for char in text} - _basic("").cmap.keys()
    if not lacking:
        return {}
    needed: dict[str, set[int]] = {}
    for letter in lacking:
        needed.setdefault(_face_of(letter), set()).add(letter)
    found = {face: letters & _covered(face) for face, letters in sorted(needed.items())}
    for face, letters in found.items():
        for style, file in _files(face) if letters else ():
            pdf.add_font(face, style, file, unicode_range=sorted(letters))
            # Nobody changes an outline, so its bounds need no computing: that was two fifths of the cutting.
            pdf.fonts[face + style].ttfont.recalcBBoxes = False  # type: ignore[union-attr]
    pdf.set_fallback_fonts([face for face, letters in found.items() if letters], exact_match=False)
    missing = lacking.difference(*found.values())
    _tell(missing)
    return dict.fromkeys(missing, BOX)


@cache
def _covered(face: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    for _, file in _files(face):
        with TTFont(file, lazy=True) as font:
            return frozenset(font.getBestCmap())
    return frozenset()


@cache
def _basic(style: str) -> Any:
    """The basic face of one style, read once in the life of a process."""
    from fpdf import FPDF

    file = _FONTS / f"NotoSans-Basic-{_STYLES[style]}.ttf"
    reader = FPDF()
    reader.add_font(FAMILY, style, file)
    font: Any = reader.fonts[FAMILY + style]
    font.ttfont = WholeFont(font.ttfont, file.read_bytes())
    return font


def _own_copy(font: Any, number: int) -> Any:
    """The same face for another document: what fpdf2 notes while it draws is the document's own."""
    from fpdf.fonts import SubsetMap

    own = copy.copy(font)
    own.i = number
    own.desc = copy.copy(font.desc)
    own.missing_glyphs = []
    own.subset = SubsetMap(own)
    return own


def _face_of(letter: int) -> str:
    """Where to look for a letter that the basic face lacks."""
    for first, last, face in _RANGES:
        if first <= letter <= last:
            return face
    return f"{letter & ~0x3FF:04x}" if letter in _EAST_ASIAN else _OTHERS


def _files(face: str) -> Iterator[tuple[str, Path]]:
    """The files of a face, by style. East Asian ones are named after their first letter and have one weight."""
    block = _FONTS / f"DroidSansFallback-{face.upper()}.ttf"
    if block.exists():
        yield "", block
    for style, weight in _STYLES.items():
        file = _FONTS / f"NotoSans-{face.capitalize()}-{weight}.ttf"
        if file.exists():
            yield style, file


def _tell(missing: set[int]) -> None:
    if missing:
        scripts = {unicodedata.name(chr(letter), "UNNAMED").split()[0] for letter in missing}
        # The scripts only: the characters themselves would spell somebody's name.
        log.warning("no font for %d characters of %s", len(missing), ", ".join(sorted(scripts)))
