"""Codes: how they are written, when they count, and what they open."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.promos import CodeNotValidNow, NotACode, Promo, normal_code
from tests.unit.making import EVENT_ID, NOW, PRODUCT_ID, product

PROMO = Promo("CODE", EVENT_ID, "promo_1", "percent", "10", {}, "order", [], [], 0, 1, None, None)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("summer", "SUMMER"), ("  Summer-31 ", "SUMMER-31"), ("a_1", "A_1"), ("42", "42"), ("A" * 40, "A" * 40)],
)
def test_a_code_is_the_same_however_it_is_typed(typed: str, code: str) -> None:
    assert normal_code(typed) == code


@pytest.mark.parametrize("typed", ["", "A", "-AB", "A B", "A#B", "ÄRGER", "A" * 41, "A\nB", "١٢"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(NotACode):
        normal_code(typed)


@pytest.mark.parametrize("fields", [{"starts_at": NOW + HOUR}, {"ends_at": NOW}, {"is_paused": True}])
def test_a_code_does_not_count_at_another_time(fields: dict[str, Any]) -> None:
    with pytest.raises(CodeNotValidNow):
        replace(PROMO, **fields).check_now(NOW)


def test_a_code_counts_from_its_first_moment() -> None:
    replace(PROMO, starts_at=NOW, ends_at=NOW + HOUR).check_now(NOW)


def test_a_discount_is_for_what_it_names_or_for_all_but_donations() -> None:
    assert PROMO.applies_to(product())
    assert PROMO.applies_to(product(kind="add_on"))
    assert not PROMO.applies_to(product(kind="donation"))
    limited = replace(PROMO, product_ids=[PRODUCT_ID])
    assert limited.applies_to(product(kind="donation"))
    assert not limited.applies_to(product(product_id="prd_other"))


def test_a_code_opens_products_and_whole_categories() -> None:
    assert not PROMO.unlocks_product(product())
    assert replace(PROMO, unlocks=[PRODUCT_ID]).unlocks_product(product())
    assert replace(PROMO, unlocks=["cat_1"]).unlocks_product(product(category_id="cat_1"))
    assert not replace(PROMO, unlocks=["cat_1"]).unlocks_product(product())


def test_only_a_code_with_a_limit_has_a_pool_of_uses() -> None:
    assert (PROMO.pool_id, replace(PROMO, max_uses=5).pool_id) == ("", "pool_1")
