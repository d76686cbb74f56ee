"""The catalogue's rules: when something is on sale, and what keeps an event from going live."""

from datetime import datetime, timedelta

import pytest

from chalicelib.domain.catalogue import ProductNotFound
from tests.unit.making import NOW, PRODUCT_ID, catalogue, product

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("starts", "ends", "state"),
    [
        (None, None, "on_sale"),
        (NOW, None, "on_sale"),
        (NOW + HOUR, None, "not_yet"),
        (None, NOW + HOUR, "on_sale"),
        (None, NOW, "ended"),
        (NOW - HOUR, NOW - HOUR, "ended"),
    ],
)
def test_a_sale_has_a_beginning_and_an_end(starts: datetime | None, ends: datetime | None, state: str) -> None:
    assert product(sale_starts_at=starts, sale_ends_at=ends).sale_state(NOW, NOW + HOUR) == state


def test_without_an_end_of_its_own_a_sale_ends_with_the_event() -> None:
    assert product().sale_state(NOW, NOW) == "ended"


def test_a_product_is_found_by_its_id() -> None:
    assert catalogue().product(PRODUCT_ID) == product()


def test_a_product_of_another_event_is_not_found() -> None:
    with pytest.raises(ProductNotFound):
        catalogue().product("prd_other")
