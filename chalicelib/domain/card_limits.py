"""Which totals Stripe charges a card: not too little, not too much, and in steps of what cards count in.

https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts and #special-cases
"""

from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.money import exponent

# In minor units, as far as Stripe has told; of any other currency it decides itself when it is asked.
_LEAST = {"USD": 50, "EUR": 50, "GBP": 30, "JPY": 50, "CHF": 50, "AUD": 50, "CAD": 50}
_MOST = 99_999_999
# Of these, whose units are small, Stripe takes more digits than eight: how many, it decides when it is asked.
_LARGE = frozenset({"COP", "HUF", "IDR", "INR", "ISK", "JPY", "KRW", "LBP", "UGX", "VND"})


class BelowMinimumCharge(Invalid):
    """The total is too small to be charged by card."""


class NotChargeable(Invalid):
    """This total cannot be charged by card."""


def step(currency: str) -> int:
    """Minor units that a card counts in at least: fils by ten, and no part of an ariary."""
    if currency == "MGA":
        return 100
    return 10 if exponent(currency) == 3 else 1


def is_chargeable(total_minor: int, currency: str) -> bool:
    """Whether Stripe would take this total from a card; zero is a free order and fine."""
    return not (0 < total_minor < _LEAST.get(currency, 0)) and not _why_not(total_minor, currency)


def check_chargeable(total_minor: int, currency: str) -> None:
    """Raises BelowMinimumCharge, naming the least, or NotChargeable."""
    least = _LEAST.get(currency, 0)
    if 0 < total_minor < least:
        raise BelowMinimumCharge(f"The least that can be charged is {least} minor units of {currency}.")
    why_not = _why_not(total_minor, currency)
    if why_not:
        raise NotChargeable(why_not)


def _why_not(total_minor: int, currency: str) -> str:
    if total_minor > _MOST and currency not in _LARGE:
        return f"The most that a card can be charged is {_MOST} minor units of {currency}."
    if total_minor % step(currency):
        return f"A card can only be charged in steps of {step(currency)} minor units of {currency}."
    return ""
