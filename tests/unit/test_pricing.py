"""What a basket costs."""

import pytest

from chalicelib.domain import pricing
from chalicelib.domain.pricing import BelowMinimumCharge
from tests.unit.making import line, product


def test_a_line_costs_its_price_times_its_quantity() -> None:
    quoted = pricing.quote_line(product(price_minor=1999), "occ_1", 3)
    assert (quoted.unit_price_minor, quoted.quantity, quoted.total_minor) == (1999, 3, 5997)


def test_a_line_keeps_the_products_name_of_the_day() -> None:
    assert pricing.quote_line(product(name={"de": "Parkett"}), "occ_1", 1).name == {"de": "Parkett"}


def test_general_admission_has_no_seat() -> None:
    assert pricing.quote_line(product(), "occ_1", 1).unit_key == ""


def test_lines_add_up() -> None:
    assert pricing.total([line(total_minor=5000), line(total_minor=1), line(total_minor=0)]) == 5001


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
