"""What members may change by hand."""

import pytest

from chalicelib.domain import edits
from chalicelib.domain.edits import Change, OrderNotCancellable, OrderNotCompletable
from chalicelib.domain.orders import State
from tests.unit.making import order


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
