"""A storm as `bench.money` makes it, for one seed: every way to pay, Stripe misbehaving, and every cent explained.

It has a cloud of its own. Stripe's clock, its weather, and the sweep are those of a whole cloud: two weeks that pass
would clear, dispute and pay out all that earlier tests have left there, and hold up the work that is waited for here.
"""

import pytest

from bench import clouds, money
from bench.money import Storm
from bench.payers import WAYS


@pytest.mark.req("BEY-4")
@pytest.mark.req("PAY-6")
@pytest.mark.req("CAP-1")
def test_150_buyers_on_40_seats_in_a_storm_leave_books_that_agree_with_stripe_s() -> None:
    with clouds.opened() as (cloud, _):
        result = money.weather_out(cloud, Storm(buyers=150, seats=40, seed=7))
    assert [check for check in result.checks if not check.holds] == []
    assert {tale.way for tale in result.tales} == set(WAYS)
