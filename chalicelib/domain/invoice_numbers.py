"""The numbers of invoices: what a pattern may say, and which series a number belongs to.

{year}-{number:06}      2031-000001, 2031-000002 … and from 1 again each year
FY{year}/INV{number:05}  FY2031/INV00001
R {number}              R 1, R 2 … for ever
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from chalicelib.kernel.errors import Invalid

Document = Literal["invoice", "credit_note"]
LONGEST_PATTERN = 40
_PLACES = re.compile(r"\{(?:(year)|number(?::0([1-9]))?)\}")
_SIGNS = " /._#-"


class WrongPattern(Invalid):
    """This is not a pattern for numbers."""


@dataclass(frozen=True)
class Series:
    """Numbers that follow each other without a gap. `year` is 0 where the pattern names none."""

    account_id: str
    document: Document
    year: int


def check_pattern(pattern: str, field: str) -> None:
    """Raises WrongPattern, naming the field.

    A text around the places has no digits, and something parts year from number: so that no two numbers can read alike.
    """
    wrong = _fault_of(pattern)
    if wrong:
        raise WrongPattern(**{field: wrong})


def _fault_of(pattern: str) -> str:
    years = [match.group(1) == "year" for match in _PLACES.finditer(pattern)]
    texts = texts_of(pattern)
    if len(pattern) > LONGEST_PATTERN:
        return f"must have at most {LONGEST_PATTERN} characters"
    if years.count(False) != 1 or years.count(True) > 1:
        return "needs {number} once, such as {number:05}, and {year} at most once"
    if len(years) == 2 and not texts[1]:
        return "needs something between {year} and {number}"
    if not all(char.isascii() and (char.isalpha() or char in _SIGNS) for text in texts for char in text):
        return f"may have letters from A to Z and {_SIGNS.strip()} around {{year}} and {{number}}, and no digits"
    return ""


def texts_of(pattern: str) -> list[str]:
    """What stands before, between and behind the places."""
    ends = [0, *(place for match in _PLACES.finditer(pattern) for place in match.span()), len(pattern)]
    return [pattern[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)]


def number_of(pattern: str, place: int, day: date) -> str:
    """The number at a place of its series, counted from 1."""

    def fill(match: re.Match[str]) -> str:
        value = day.year if match.group(1) else place
        return f"{value:0{match.group(2) or 1}d}"

    return _PLACES.sub(fill, pattern)


def series_of(account_id: str, document: Document, pattern: str, day: date) -> Series:
    """Where the next number comes from."""
    return Series(account_id, document, day.year if "{year}" in pattern else 0)
