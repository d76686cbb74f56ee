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


@pytest.mark.parametrize(("total", "currency"), [(1, "EUR"), (49, "EUR"), (29, "GBP"), (49, "JPY")])
def test_a_total_below_what_a_card_can_be_charged_is_refused(total: int, currency: str) -> None:
    with pytest.raises(BelowMinimumCharge, match=currency):
        pricing.check_chargeable(total, currency)


@pytest.mark.parametrize(("total", "currency"), [(0, "EUR"), (50, "EUR"), (30, "GBP"), (1, "ISK")])
def test_free_orders_and_chargeable_totals_are_fine(total: int, currency: str) -> None:
    pricing.check_chargeable(total, currency)
