"""Puts Hebrew and Arabic into the form and order in which they are drawn, letter by letter from the left.

A PDF draws glyphs where it is told to; it knows no direction and joins no letters. Unicode has a character for each
joined form of the Arabic letters (https://www.unicode.org/charts/PDF/UFE70.pdf), and names its letter in the
decomposition, so that no table of our own is needed. The order is Unicode's bidirectional algorithm, by fpdf2.
"""

import unicodedata
from functools import cache

_FORMS = (*range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFC00), *range(0xFE80, 0xFEFD))
_RIGHT_TO_LEFT = ("R", "AL", "AN")
_MIRRORED = dict(zip("()[]{}<>«»‹›", ")(][}{><»«›‹", strict=True))


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Letter (or lam with alef) → "isolated", "initial", "medial" or "final" → its character."""
    found: dict[str, dict[str, str]] = {}
    for code in _FORMS:
        kind, *letters = unicodedata.decomposition(chr(code)).split()
        found.setdefault("".join(chr(int(letter, 16)) for letter in letters), {})[kind.strip("<>")] = chr(code)
    return found


def is_right_to_left(text: str) -> bool:
    """Whether a part of the text is written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text)


def joined(text: str) -> str:
    """The text with its Arabic letters in the forms that they have beside their neighbours, in reading order."""
    if not any("\u0600" <= char <= "\u06ff" for char in text):
        return text
    units = _units(text)
    bases = [place for place, unit in enumerate(units) if not unicodedata.combining(unit[0])]
    for position, place in enumerate(bases):
        before = units[bases[position - 1]] if position else ""
        after = units[bases[position + 1]] if position + 1 < len(bases) else ""
        units[place] = _form(units[place], _reaches_on(before), _reaches_back(after))
    return "".join(units)


def _units(text: str) -> list[str]:
    """Letters; a lam and the alef after it are one, since they share a glyph."""
    units: list[str] = []
    for char in text:
        if units and units[-1] == "\N{ARABIC LETTER LAM}" and units[-1] + char in _forms():
            units[-1] += char
        else:
            units.append(char)
    return units


def _reaches_on(unit: str) -> bool:
    """Whether a letter joins the one that is read after it; it may have its joined form already."""
    letter = unicodedata.normalize("NFKC", unit)
    return letter == "\N{ARABIC TATWEEL}" or "initial" in _forms().get(letter, {})


def _reaches_back(unit: str) -> bool:
    """Whether a letter joins the one that is read before it."""
    return unit == "\N{ARABIC TATWEEL}" or "final" in _forms().get(unit, {})


def _form(unit: str, joins_before: bool, joins_after: bool) -> str:
    forms = _forms().get(unit, {})
    joins_after = joins_after and "initial" in forms
    joins_before = joins_before and "final" in forms
    if joins_before:
        return forms["medial" if joins_after else "final"]
    return forms["initial"] if joins_after else forms.get("isolated", unit)


def in_drawing_order(line: str, paragraph: str) -> str:
    """One line of a paragraph as it stands on the paper, from left to right."""
    if not is_right_to_left(line):
        return line
    from fpdf.bidi import BidiParagraph, auto_detect_base_direction

    found = BidiParagraph(line, base_direction=auto_detect_base_direction(paragraph)).get_reordered_characters()
    return "".join(_MIRRORED.get(one.character, one.character) if one.embedding_level % 2 else one.character
                   for one in found)  # fmt: skip
