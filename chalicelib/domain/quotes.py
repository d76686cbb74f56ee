"""What a quote says: lines, fees and taxes in minor units, and the sums that follow from them.

`pricing` makes quotes; orders keep them as they were made.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from chalicelib.domain.catalogue import ProductKind
from chalicelib.kernel.text import Texts


@dataclass(frozen=True)
class TaxShare:
    """One tax on one line: `amount_minor` of `base_minor`. `is_included`: part of the price as entered."""

    tax_id: str
    base_minor: int
    amount_minor: int
    is_included: bool


@dataclass(frozen=True)
class FeeShare:
    """One fee on one line or on the order, as entered: without the taxes that are added to it."""

    fee_id: str
    amount_minor: int


@dataclass(frozen=True)
class Line:
    """`quantity` units of one product at the price that was quoted, with all that it adds to the order's total.

    `unit_key` names the seat; it is empty for general admission.
    """

    product_id: str
    occurrence_id: str
    unit_key: str
    name: Texts
    quantity: int
    unit_price_minor: int
    total_minor: int
    kind: ProductKind = "ticket"
    tier_id: str = ""
    tier_name: Texts = field(default_factory=dict)
    discount_minor: int = 0
    fees: list[FeeShare] = field(default_factory=list)
    taxes: list[TaxShare] = field(default_factory=list)

    @property
    def subtotal_minor(self) -> int:
        """Before discounts, fees and added taxes."""
        return self.unit_price_minor * self.quantity


@dataclass(frozen=True)
class Label:
    """How a tax or fee was called, and its rate in percent, when the quote was made."""

    name: Texts
    rate: str


@dataclass(frozen=True)
class Quote:
    """What a basket costs. `fees` and `taxes` are those of the order as a whole; `labels` names all of them by id."""

    currency: str
    lines: list[Line]
    fees: list[FeeShare]
    taxes: list[TaxShare]
    labels: dict[str, Label]

    @property
    def subtotal_minor(self) -> int:
        """The prices as entered."""
        return sum(line.subtotal_minor for line in self.lines)

    @property
    def discount_minor(self) -> int:
        """What the code takes off."""
        return sum(line.discount_minor for line in self.lines)

    @property
    def all_fees(self) -> list[FeeShare]:
        """The lines' fees and the order's."""
        return [fee for line in self.lines for fee in line.fees] + self.fees

    @property
    def all_taxes(self) -> list[TaxShare]:
        """The lines' taxes and the order's."""
        return [tax for line in self.lines for tax in line.taxes] + self.taxes

    @property
    def fee_sums(self) -> Counter[str]:
        """Fee id → what it adds up to."""
        sums: Counter[str] = Counter()
        for fee in self.all_fees:
            sums[fee.fee_id] += fee.amount_minor
        return sums

    @property
    def tax_sums(self) -> Counter[tuple[str, bool]]:
        """Tax id, and whether it is included in the prices → what it adds up to."""
        sums: Counter[tuple[str, bool]] = Counter()
        for tax in self.all_taxes:
            sums[tax.tax_id, tax.is_included] += tax.amount_minor
        return sums

    @property
    def fee_minor(self) -> int:
        """All fees, as entered."""
        return sum(fee.amount_minor for fee in self.all_fees)

    @property
    def tax_minor(self) -> int:
        """All taxes, those included in a price too."""
        return sum(tax.amount_minor for tax in self.all_taxes)

    @property
    def total_minor(self) -> int:
        """What the buyer pays."""
        return sum(line.total_minor for line in self.lines) + charged(self.fees, self.taxes)


def charged(fees: Iterable[FeeShare], taxes: Iterable[TaxShare]) -> int:
    """What fees and taxes add to a price: included taxes are in it already."""
    return sum(fee.amount_minor for fee in fees) + sum(tax.amount_minor for tax in taxes if not tax.is_included)
