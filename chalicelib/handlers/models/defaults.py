"""What an account's new events begin with, on the wire."""

from typing import Annotated

from pydantic import Field

from chalicelib.handlers.models.catalogue import Percent
from chalicelib.handlers.models.common import Input, Output, TitleTexts


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
    """The taxes that new events begin with."""

    taxes: list[DefaultTax]
