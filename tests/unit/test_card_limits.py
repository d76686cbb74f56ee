"""Which totals a card can be charged, and how Stripe counts them."""

import pytest

from chalicelib.domain import card_limits
from chalicelib.domain.card_limits import BelowMinimumCharge, NotChargeable
from chalicelib.gateways.stripe_amounts import from_stripe, to_stripe
from chalicelib.kernel import money

LEAST = {"USD": 50, "EUR": 50, "GBP": 30, "JPY": 50, "CHF": 50, "AUD": 50, "CAD": 50}


@pytest.mark.parametrize(("currency", "least"), LEAST.items())
def test_a_total_below_what_a_card_can_be_charged_is_refused(currency: str, least: int) -> None:
    for total in (1, least - 1):
        with pytest.raises(BelowMinimumCharge, match=f"{least} minor units of {currency}"):
            card_limits.check_chargeable(total, currency)
        assert not card_limits.is_chargeable(total, currency)


FINE = [(0, "EUR"), (1, "ISK"), *((least, code) for code, least in LEAST.items())]


@pytest.mark.parametrize(("total", "currency"), FINE)
def test_free_orders_and_chargeable_totals_are_fine(total: int, currency: str) -> None:
    card_limits.check_chargeable(total, currency)


@pytest.mark.parametrize(
    ("total", "currency"), [(100_000_000, "EUR"), (100_000_000, "USD"), (1001, "KWD"), (5, "BHD"), (12_345, "MGA")]
)
def test_too_much_for_a_card_or_too_fine_is_refused(total: int, currency: str) -> None:
    with pytest.raises(NotChargeable):
        card_limits.check_chargeable(total, currency)
    assert not card_limits.is_chargeable(total, currency)


@pytest.mark.parametrize(
    ("total", "currency"), [(99_999_999, "EUR"), (100_000_000, "IDR"), (1010, "KWD"), (12_300, "MGA"), (7, "UGX")]
)
def test_the_most_is_fine_and_of_small_units_it_is_more(total: int, currency: str) -> None:
    card_limits.check_chargeable(total, currency)
    assert card_limits.is_chargeable(total, currency)


WIRE = [
    (500, "ISK", 50_000), (500, "UGX", 50_000), (500, "JPY", 500), (500, "EUR", 500), (500, "KWD", 500),
    (50_000, "MGA", 500), (500, "HUF", 500),
]  # fmt: skip


@pytest.mark.req("PAY-8")
@pytest.mark.parametrize(("ours", "currency", "theirs"), WIRE)
def test_stripe_counts_some_currencies_in_units_of_its_own(ours: int, currency: str, theirs: int) -> None:
    assert to_stripe(ours, currency) == to_stripe(ours, currency.lower()) == theirs
    assert from_stripe(theirs, currency) == from_stripe(theirs, currency.lower()) == ours


@pytest.mark.parametrize("currency", sorted(money.CURRENCIES))
def test_what_a_card_is_charged_comes_back_the_same(currency: str) -> None:
    for steps in (1, 7, 99_999):
        amount = steps * card_limits.step(currency)
        assert from_stripe(to_stripe(amount, currency), currency) == amount


def test_what_stripe_keeps_of_a_krona_is_rounded() -> None:
    assert [from_stripe(kept, "isk") for kept in (149, 150, -150, 0)] == [1, 2, -2, 0]
