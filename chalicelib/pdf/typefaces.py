"""Chooses the typeface that a document's text needs, and puts a box where even that one has no character."""

from __future__ import annotations

import logging
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fpdf import FPDF

log = logging.getLogger(__name__)

FAMILY = "Noto Sans"
BOX = "\N{REPLACEMENT CHARACTER}"
_FONTS = Path(__file__).parent / "fonts"
# Smallest first: parsing and cutting down a font is most of what a one-page document costs.
_SETS = ("Latin", "European")


def tidy(text: str) -> str:
    """One line of composed characters, without controls, bidirectional overrides and emoji joiners."""
    kept = (" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    return " ".join("".join(char for char in kept if not _is_unseen(char)).split())


def load(pdf: FPDF, text: str) -> dict[int, str]:
    """Gives `pdf` a regular and a bold face for `text`; returns the `str.translate` table of what it lacks.

    fpdf2 leaves out a character that no font has, so a name could shrink without a word. Arabic, Hebrew
    and CJK need shaping and large fonts; they come with the invoice issue, until then they show as boxes.
    """
    letters = {ord(char) for char in text}
    chosen = next((name for name in _SETS if letters <= _covered(name)), _SETS[-1])
    for style, weight in (("", "Regular"), ("B", "Bold")):
        pdf.add_font(FAMILY, style, _file(chosen, weight))
    missing = letters - _covered(chosen)
    if missing:
        scripts = {unicodedata.name(chr(letter), "UNNAMED").split()[0] for letter in missing}
        # The scripts only: the characters themselves would spell somebody's name.
        log.warning("no font for %d characters of %s", len(missing), ", ".join(sorted(scripts)))
    return dict.fromkeys(missing, BOX)


@cache
def _covered(name: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(_file(name, "Regular"), lazy=True) as font:
        return frozenset(font.getBestCmap())


def _file(name: str, weight: str) -> Path:
    return _FONTS / f"NotoSans-{name}-{weight}.ttf"


def _is_unseen(char: str) -> bool:
    variation_selector = 0xFE00 <= ord(char) <= 0xFE0F
    return variation_selector or unicodedata.category(char) in ("Cc", "Cf", "Cs")
