"""What a basket costs: one quote function for the listing, the basket and the order."""

from dataclasses import dataclass

from chalicelib.domain.catalogue import Product
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.text import Texts

# The least that Stripe will charge, in minor units: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
_MINIMUM_CHARGE = {"USD": 50, "EUR": 50, "GBP": 30, "JPY": 50, "CHF": 50, "AUD": 50, "CAD": 50}


class BelowMinimumCharge(Invalid):
    """The total is too small to be charged by card."""


@dataclass(frozen=True)
class Line:
    """`quantity` units of one product at the price that was quoted.

    `unit_key` names the seat; it is empty for general admission.
    """

    product_id: str
    occurrence_id: str
    unit_key: str
    name: Texts
    quantity: int
    unit_price_minor: int
    total_minor: int


def quote_line(product: Product, occurrence_id: str, quantity: int) -> Line:
    """One line of a quote."""
    return Line(
        product_id=product.product_id,
        occurrence_id=occurrence_id,
        unit_key="",
        name=product.name,
        quantity=quantity,
        unit_price_minor=product.price_minor,
        total_minor=product.price_minor * quantity,
    )


def total(lines: list[Line]) -> int:
    """What the buyer pays, in minor units."""
    return sum(line.total_minor for line in lines)


def check_chargeable(total_minor: int, currency: str) -> None:
    """Raises BelowMinimumCharge for a total that no provider would take; zero is a free order and fine."""
    least = _MINIMUM_CHARGE.get(currency, 0)
    if 0 < total_minor < least:
        raise BelowMinimumCharge(f"The least that can be charged is {least} minor units of {currency}.")
