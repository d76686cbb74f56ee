"""Money adds up to the last minor unit, whatever is sold with whatever taxes, fees and codes.

Some thousand baskets in every run. Before a release, or after a change of pricing, let it search for longer:

    python -m tests.properties.many_baskets --count 2000000       the same laws, millions of baskets, by plain chance
    python -m pytest tests/properties/test_pricing.py --hypothesis-profile=millions     fewer, but shrunk
"""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import pricing
from chalicelib.domain.charges import Tax
from chalicelib.domain.pricing import Choice
from chalicelib.kernel.money import round_half_up, share_out
from tests.properties import pricing_laws
from tests.properties.many_baskets import search
from tests.properties.pricing_laws import RATES, exact_taxes
from tests.unit import making

CHANCE = st.randoms(use_true_random=False)
PERCENT = st.one_of(st.sampled_from(RATES), st.integers(0, 1_000_000).map(lambda rate: f"{rate / 10_000:.4f}"))


@pytest.mark.req("PRC-6")
@given(CHANCE)
def test_every_price_is_the_sum_of_its_parts_and_each_part_is_right(chance: Random) -> None:
    pricing_laws.check(pricing_laws.by_chance(chance))


@pytest.mark.req("PRC-6")
def test_three_thousand_baskets_by_plain_chance_obey_the_same_laws() -> None:
    assert search(seed=2031, count=3000) == 3000


def tax(rate: str, *, included: bool, number: int = 0, compound: bool = False) -> Tax:
    return Tax(f"tax_{number}", making.EVENT_ID, {"en": "Tax"}, rate, included, number, compound)


def bought(quantity: int, unit_price: int, taxes: list[Tax], day: str = "occ_1") -> Choice:
    product = making.product(tax_ids=[one.tax_id for one in taxes])
    return Choice(product, None, day, quantity, unit_price)


@pytest.mark.req("PRC-7")
def test_two_tickets_of_25_inclusive_are_50_at_every_rate_of_two_decimals() -> None:
    for hundredths in range(10_001):
        vat = tax(f"{hundredths / 100:.2f}", included=True)
        found = pricing.quote([bought(2, 2500, [vat])], [vat], [], "EUR")
        assert found.total_minor == 5000
        assert abs(found.tax_minor - exact_taxes(5000, [vat])["tax_0"]) <= Fraction(1, 2)


@pytest.mark.req("PRC-7")
@given(st.lists(st.tuples(PERCENT, st.booleans()), max_size=5), st.integers(0, 10**8), st.integers(1, 1000))
def test_an_inclusive_price_is_what_is_paid_however_many_taxes_are_in_it(
    rates: list[tuple[str, bool]], unit_price: int, quantity: int
) -> None:
    taxes = [
        tax(rate, included=True, number=number, compound=compound) for number, (rate, compound) in enumerate(rates)
    ]
    found = pricing.quote([bought(quantity, unit_price, taxes)], taxes, [], "EUR")
    assert found.total_minor == unit_price * quantity
    assert found.total_minor == sum(share.amount_minor for share in found.all_taxes) + (
        found.all_taxes[0].base_minor if taxes else found.total_minor
    )


@given(
    st.lists(st.tuples(PERCENT, st.booleans()), max_size=4),
    st.integers(0, 10**7),
    st.integers(1, 500),
    st.integers(1, 500),
)
def test_a_line_split_in_two_costs_the_same_but_for_a_unit_for_each_added_tax(
    rates: list[tuple[str, bool]], unit_price: int, some: int, more: int
) -> None:
    taxes = [tax(rate, included=included, number=number) for number, (rate, included) in enumerate(rates)]
    whole = pricing.quote([bought(some + more, unit_price, taxes)], taxes, [], "EUR")
    parts = [bought(some, unit_price, taxes), bought(more, unit_price, taxes, "occ_2")]
    split = pricing.quote(parts, taxes, [], "EUR")
    added = sum(1 for one in taxes if not one.is_inclusive)
    assert abs(whole.total_minor - split.total_minor) <= added


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), max_size=20))
def test_shares_add_up_and_none_is_a_unit_away_from_its_due(total: int, weights: list[int]) -> None:
    parts = share_out(total, weights)
    assert sum(parts) == (total if sum(weights) else 0)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights) or 1)) < 1
        assert part >= 0


@given(st.fractions())
def test_rounding_is_to_the_nearest_and_symmetric(amount: Fraction) -> None:
    assert abs(round_half_up(amount) - amount) <= Fraction(1, 2)
    assert round_half_up(-amount) == -round_half_up(amount)


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ([("19", True)], [798]),
        ([("7.7", True)], [357]),
        ([("19", False)], [950]),
        ([("8.875", False)], [444]),
        ([("5", False), ("9.975", False)], [250, 499]),
        ([("7", True), ("19", False)], [327, 888]),
    ],
)
@pytest.mark.req("PRC-6")
def test_the_taxes_of_50_euros_are_those_of_a_pocket_calculator(
    rates: list[tuple[str, bool]], expected: list[int]
) -> None:
    taxes = [tax(rate, included=included, number=number) for number, (rate, included) in enumerate(rates)]
    found = pricing.quote([bought(2, 2500, taxes)], taxes, [], "EUR")
    assert [share.amount_minor for share in found.all_taxes] == expected


def test_a_compound_tax_is_taken_on_the_one_before_it_too() -> None:
    gst, qst = tax("5", included=False), tax("9.5", included=False, number=1, compound=True)
    found = pricing.quote([bought(1, 10_000, [gst, qst])], [gst, qst], [], "CAD")
    assert [share.amount_minor for share in found.all_taxes] == [500, 998]
    apart = [gst, replace(qst, is_compound=False)]
    plain = pricing.quote([bought(1, 10_000, apart)], apart, [], "CAD")
    assert [share.amount_minor for share in plain.all_taxes] == [500, 950]


def test_more_taxes_than_a_price_has_units_take_all_of_it_and_no_more() -> None:
    """Three times half a cent of two cents would each be rounded up to one."""
    taxes = [tax("100", included=True, number=number) for number in range(3)]
    found = pricing.quote([bought(1, 2, taxes)], taxes, [], "EUR")
    assert [(share.amount_minor, share.base_minor) for share in found.all_taxes] == [(1, 0), (1, 0), (0, 0)]
    assert found.total_minor == 2
