"""Amounts as Stripe counts them, where that is not the currency's own minor unit.

Krónur and Uganda's shillings have none, and still go over the wire in hundredths; ariary have one, and go whole.
https://docs.stripe.com/currencies#special-cases
"""

from fractions import Fraction

from chalicelib.kernel.money import round_half_up

# How many of Stripe's units one of ours is.
_UNITS = {"ISK": Fraction(100), "UGX": Fraction(100), "MGA": Fraction(1, 100)}


def to_stripe(amount_minor: int, currency: str) -> int:
    """Our amount in Stripe's units; what cannot be said there (a part of an ariary) is left out."""
    return int(amount_minor * _UNITS.get(currency.upper(), Fraction(1)))


def from_stripe(amount: int, currency: str) -> int:
    """Stripe's amount in ours; of what Stripe keeps for itself there may be parts of a króna, which are rounded."""
    return round_half_up(amount / _UNITS.get(currency.upper(), Fraction(1)))
