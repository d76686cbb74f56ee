"""Taxes and fees: what is added to a price, or is part of it."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.text import Texts

FeePer = Literal["order", "ticket"]


class TaxNotFound(NotFound):
    """There is no such tax in this event."""


class FeeNotFound(NotFound):
    """There is no such fee in this event."""


@dataclass(frozen=True)
class Tax:
    """A rate in percent, as a decimal text: "19", "7.7".

    An inclusive tax is part of the price as it was entered, any other is added to it. A compound tax is also
    taken on the taxes that stand before it (Québec's, once).
    """

    tax_id: str
    event_id: str
    name: Texts
    rate: str
    is_inclusive: bool
    position: int
    is_compound: bool = False
    is_default: bool = False
    version: int | None = None

    @property
    def fraction(self) -> Fraction:
        """The rate as a part of one."""
        return Fraction(Fraction(self.rate), 100)


@dataclass(frozen=True)
class Fee:
    """What the organizer charges beside the price: an amount, a percentage of the price ("0" for none), or both.

    `product_ids` limits it to some products; empty means every ticket. It is taken per ticket or once per order, and
    never on what costs nothing. `tax_ids` says which taxes are due on it; `least` and `most` bound it per currency.
    """

    fee_id: str
    event_id: str
    name: Texts
    per: FeePer
    percent: str
    amounts: dict[str, int]  # currency → minor units
    position: int
    product_ids: list[str] = field(default_factory=list)
    tax_ids: list[str] = field(default_factory=list)
    least: dict[str, int] = field(default_factory=dict)
    most: dict[str, int] = field(default_factory=dict)
    version: int | None = None

    @property
    def fraction(self) -> Fraction:
        """The percentage as a part of one."""
        return Fraction(Fraction(self.percent), 100)


def bounded(fee: int, least: dict[str, int], most: dict[str, int], currency: str) -> int:
    """Within the bounds that this currency has."""
    fee = max(fee, least.get(currency, 0))
    return min(fee, most[currency]) if currency in most else fee
