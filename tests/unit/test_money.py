"""Money: exponents, words and the one rounding rule."""

from decimal import Decimal
from fractions import Fraction

import pytest

from chalicelib.kernel import money


@pytest.mark.parametrize(("currency", "places"), [("EUR", 2), ("USD", 2), ("JPY", 0), ("ISK", 0), ("KWD", 3)])
def test_each_currency_has_its_own_decimal_places(currency: str, places: int) -> None:
    assert money.exponent(currency) == places


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (2550, "EUR", "25.50 EUR"),
        (0, "EUR", "0.00 EUR"),
        (5, "EUR", "0.05 EUR"),
        (123456789, "EUR", "1,234,567.89 EUR"),
        (500, "JPY", "500 JPY"),
        (1500, "KWD", "1.500 KWD"),
        (-250, "USD", "-2.50 USD"),
    ],
)
def test_an_amount_is_written_out_in_full(minor: int, currency: str, text: str) -> None:
    assert money.to_text(minor, currency) == text


def test_a_major_amount_is_exact() -> None:
    assert money.to_major(2550, "EUR") == Decimal("25.50")


@pytest.mark.parametrize(
    ("amount", "rounded"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("2.49", 2), ("-0.5", -1), ("-2.5", -3)]
)
def test_halves_are_rounded_away_from_zero(amount: str, rounded: int) -> None:
    assert money.round_half_up(Fraction(amount)) == rounded


def test_every_currency_with_an_exponent_of_its_own_is_a_currency() -> None:
    assert {code for code in money.CURRENCIES if money.exponent(code) != 2} == {
        *"BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(),
        *"BHD IQD JOD KWD LYD OMR TND".split(),
    }


def test_every_code_has_three_capitals() -> None:
    assert all(len(code) == 3 and code.isalpha() and code.isupper() for code in money.CURRENCIES)
