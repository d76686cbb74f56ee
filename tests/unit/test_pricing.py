"""What a basket costs."""

import pytest

from chalicelib.domain import pricing
from chalicelib.domain.pricing import BelowMinimumCharge

LEAST = {"USD": 50, "EUR": 50, "GBP": 30, "JPY": 50, "CHF": 50, "AUD": 50, "CAD": 50}


@pytest.mark.parametrize(("currency", "least"), LEAST.items())
def test_a_total_below_what_a_card_can_be_charged_is_refused(currency: str, least: int) -> None:
    for total in (1, least - 1):
        with pytest.raises(BelowMinimumCharge, match=f"{least} minor units of {currency}"):
            pricing.check_chargeable(total, currency)


FINE = [(0, "EUR"), (1, "ISK"), *((least, code) for code, least in LEAST.items())]


@pytest.mark.parametrize(("total", "currency"), FINE)
def test_free_orders_and_chargeable_totals_are_fine(total: int, currency: str) -> None:
    pricing.check_chargeable(total, currency)
