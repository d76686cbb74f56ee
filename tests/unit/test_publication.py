"""What the public sees of an event."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.actions.products import Stock
from chalicelib.handlers.publication import public_event
from tests.unit.making import NOW, event, product


def seen(free: int, **fields: Any) -> Any:
    return public_event(event(), [Stock(product(**fields), 50, free)], NOW).products[0]


@pytest.mark.parametrize(("free", "left"), [(21, None), (20, 20), (1, 1), (0, 0)])
def test_only_the_last_twenty_are_counted_in_public(free: int, left: int | None) -> None:
    assert seen(free).left == left


@pytest.mark.parametrize(
    ("free", "fields", "state"),
    [
        (1, {}, "on_sale"),
        (0, {}, "sold_out"),
        (1, {"min_per_order": 2}, "sold_out"),
        (0, {"sale_starts_at": NOW + timedelta(hours=1)}, "not_yet"),
        (0, {"sale_ends_at": NOW}, "ended"),
    ],
)
def test_a_product_says_why_it_cannot_be_bought(free: int, fields: dict[str, Any], state: str) -> None:
    assert seen(free, **fields).state == state


def test_the_tenant_is_nobodys_business() -> None:
    shown = public_event(event(), [Stock(product(), 50, 50)], NOW).model_dump_json()
    assert "acc_1" not in shown
    assert "capacity" not in shown


def test_a_price_comes_with_its_currencys_decimal_places() -> None:
    assert public_event(event(currency="JPY"), [], NOW).exponent == 0
