"""What an account's new events begin with, on the wire."""

from typing import Annotated

from pydantic import Field

from chalicelib.handlers.models.catalogue import Percent
from chalicelib.handlers.models.common import Currency, Input, Language, Output, TitleTexts, Zone
from chalicelib.kernel.wall_clock import DateFormat

_FORMAT = (
    "`day_first`: Saturday 12 December 2026, 20:00; `month_first`: … December 12, 2026, 8:00 PM; `iso`: 2026-12-12."
)


class PreferencesIn(Input):
    """What new events begin with, unless they say otherwise."""

    currency: Currency
    timezone: Zone
    language: Language = Field(examples=["en"])
    date_format: DateFormat = Field(description=_FORMAT, examples=["day_first"])


class PreferencesOut(Output):
    """What new events begin with. Version 0: nobody has saved them yet."""

    currency: str
    timezone: str
    language: str
    date_format: DateFormat
    version: int


class DefaultTax(Input):
    """A tax as events are given it."""

    name: TitleTexts
    rate: Percent
    is_inclusive: bool = True
    is_compound: bool = False


class DefaultTaxes(Input):
    """The taxes that new events begin with."""

    taxes: Annotated[list[DefaultTax], Field(max_length=10)]


class DefaultTaxesOut(Output):
    """The taxes that new events begin with. Version 0: nobody has saved them yet."""

    taxes: list[DefaultTax]
    version: int
