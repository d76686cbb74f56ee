"""What members may change by hand, and what money can still go back."""

from dataclasses import replace

import pytest

from chalicelib.domain import edits
from chalicelib.domain.edits import Change, OrderNotCancellable, OrderNotCompletable
from chalicelib.domain.orders import State
from chalicelib.domain.payments import Refund
from tests.unit.making import NOW, ORDER_ID, order, payment

PAID = payment(state="SUCCEEDED")


def refund(**fields: object) -> Refund:
    """Twenty euros on their way back."""
    made = Refund(ORDER_ID, "ref_1", PAID.payment_id, 2000, "EUR", "SUCCEEDED", "asked", NOW)
    return replace(made, **fields)  # type: ignore[arg-type]


def test_only_what_differs_is_a_change() -> None:
    held = order(buyer_name="Bea", buyer_email="bea@example.com")
    wanted = {"buyer_name": "Bea", "buyer_email": "b@example.com"}
    assert edits.changes(held, wanted) == [Change("buyer_email", "bea@example.com", "b@example.com")]


@pytest.mark.req("ORD-13")
@pytest.mark.parametrize("state", ["RESERVED", "AWAITING_APPROVAL", "AWAITING_OFFLINE_PAYMENT", "REVIEW", "COMPLETED"])
def test_what_is_not_over_can_be_cancelled(state: State) -> None:
    edits.check_cancellable(order(state=state))


@pytest.mark.parametrize("state", ["PROCESSING", "EXPIRED", "CANCELLED"])
def test_what_is_over_or_being_paid_cannot_be_cancelled(state: State) -> None:
    with pytest.raises(OrderNotCancellable):
        edits.check_cancellable(order(state=state))


@pytest.mark.parametrize("state", ["RESERVED", "EXPIRED", "CANCELLED", "COMPLETED"])
def test_only_what_needs_a_look_is_completed_by_hand(state: State) -> None:
    for open_state in ("REVIEW", "AWAITING_OFFLINE_PAYMENT"):
        edits.check_completable(order(state=open_state))
    with pytest.raises(OrderNotCompletable):
        edits.check_completable(order(state=state))


def test_a_full_refund_is_what_has_come_in_and_is_not_on_its_way_back() -> None:
    [made] = edits.full_refunds([PAID], [refund(), refund(refund_id="ref_2", state="FAILED")], NOW)
    assert (made.amount_minor, made.state, made.payment_id) == (3000, "REQUESTED", PAID.payment_id)


def test_the_same_cancellation_asks_for_the_same_refund() -> None:
    assert edits.full_refunds([PAID], [], NOW) == edits.full_refunds([PAID], [], NOW)


def test_nothing_goes_back_of_what_never_came_or_came_another_way() -> None:
    never = [payment(state=state) for state in ("REQUESTED", "OPEN", "PROCESSING", "CANCELLED")]
    cash = payment(state="SUCCEEDED", provider="offline")
    assert edits.full_refunds([*never, cash], [], NOW) == []
    assert edits.full_refunds([PAID], [refund(amount_minor=5000, state="REQUESTED")], NOW) == []
