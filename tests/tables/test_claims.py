"""How many of a product one buyer has over all orders: never more than the limit; what is given back counts again."""

from dataclasses import replace

import pytest

from chalicelib.domain.orders import Claim, TooManyForOneBuyer
from chalicelib.tables import claims
from tests.tables.writing import write
from tests.unit.making import new_id


@pytest.fixture
def claim() -> Claim:
    """Two units of a product that nobody has claimed yet."""
    return Claim(new_id("prd"), "hmac", 2)


def limit(claim: Claim, units: int) -> dict[str, int]:
    return {claim.product_id: units}


def test_the_first_claim_of_a_person_needs_no_row(claim: Claim) -> None:
    write(claims.claimed([claim], limit(claim, 2)))


def test_claims_count_together_up_to_the_limit(claim: Claim) -> None:
    for _ in range(2):
        write(claims.claimed([claim], limit(claim, 4)))
    with pytest.raises(TooManyForOneBuyer):
        write(claims.claimed([replace(claim, units=1)], limit(claim, 4)))


def test_more_than_the_limit_at_once_is_refused_before_anything_is_written(claim: Claim) -> None:
    with pytest.raises(TooManyForOneBuyer):
        claims.claimed([claim], limit(claim, 1))


def test_people_and_products_are_counted_apart(claim: Claim) -> None:
    other = replace(claim, person="another")
    elsewhere = replace(claim, product_id=new_id("prd"))
    for one in (claim, other, elsewhere):
        write(claims.claimed([one], limit(one, 2)))


def test_what_is_given_up_may_be_claimed_again(claim: Claim) -> None:
    write(claims.claimed([claim], limit(claim, 2)))
    write(claims.given_up([claim]))
    write(claims.claimed([claim], limit(claim, 2)))


def test_no_more_can_be_given_up_than_was_claimed(claim: Claim) -> None:
    write(claims.claimed([claim], limit(claim, 2)))
    with pytest.raises(RuntimeError):
        write(claims.given_up([replace(claim, units=3)]))
    with pytest.raises(RuntimeError):
        write(claims.given_up([replace(claim, person="another")]))
