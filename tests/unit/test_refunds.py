"""What goes back of the platform's fee, and what of a refund made elsewhere is the order's own money."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from chalicelib.domain import refunds
from chalicelib.domain.payments import Refund
from chalicelib.handlers.models.refunds import What
from tests.unit.making import NOW, ORDER_ID, order, payment

PAID = payment(state="SUCCEEDED", fee_minor=777)
WHOLE = Refund(ORDER_ID, "ref_1", "pay_1", 5000, "EUR", "SUCCEEDED", "asked", NOW, "re_1", fee_minor=777)


@pytest.mark.req("PAY-3")
def test_the_fee_that_left_with_a_refund_that_failed_later_does_not_leave_again() -> None:
    failed_later = replace(WHOLE, state="FAILED")
    assert refunds.fee_share(PAID, [failed_later], 5000) == 0
    half = replace(failed_later, fee_minor=388)
    assert refunds.fee_share(PAID, [half], 5000) == 389


@pytest.mark.req("PAY-3")
def test_the_fee_of_a_refund_that_was_refused_is_still_to_be_given_back() -> None:
    refused = replace(WHOLE, state="FAILED", provider_reference="")
    assert refunds.fee_share(PAID, [refused], 5000) == 777


@pytest.mark.parametrize(
    ("second", "amount", "owed"),
    [(False, 2000, 2000), (False, 9000, 5000), (True, 5000, 0), (True, 2000, 0), (True, 7000, 2000)],
)
def test_what_came_in_beside_the_total_goes_back_first(second: bool, amount: int, owed: int) -> None:
    payments = [PAID, replace(PAID, payment_id="pay_2")] if second else [PAID]
    assert refunds.owed_back(order(), payments, [], amount) == owed


def test_more_tickets_than_one_refund_holds_are_refused_with_what_to_do() -> None:
    assert len(What.model_validate({"tickets": list(range(1, 41))}).tickets) == 40
    with pytest.raises(ValidationError) as refused:
        What.model_validate({"tickets": list(range(1, 42))})
    [error] = refused.value.errors()
    assert error["loc"] == ("tickets",)
    assert "at most 40 tickets at once" in error["msg"]
    assert "at most 40 at once" in What.model_json_schema()["properties"]["tickets"]["description"]
