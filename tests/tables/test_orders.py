"""Orders as rows: how they are found, and that of two racing moves exactly one wins."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.inventory import Take
from chalicelib.domain.orders import Claim, Order, OrderMoved, OrderNotFound
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import claims, orders, sweeps
from chalicelib.tables.lists import index_keys
from tests.tables.writing import wire, write
from tests.unit.making import NOW, new_id
from tests.unit.making import order as make_order

LATER = NOW + timedelta(minutes=30)


def moved(order: Order, to: str) -> Order:
    """The order after somebody else has moved it."""
    write(orders.move(order, to))  # type: ignore[arg-type]
    return orders.get_order(order.order_id)


def is_due(order: Order, minute: object = None) -> bool:
    return order.order_id in sweeps.list_due(minute or order.expires_at)  # type: ignore[arg-type]


def test_an_order_is_read_as_it_was_written() -> None:
    made = make_order(order_id=new_id("ord"), takes=[Take("pool_1", 3, 1), Take("pool_1", 0, 1)])
    write(orders.new_order(made))
    assert orders.get_order(made.order_id) == made


def test_an_order_that_is_not_there_is_not_found() -> None:
    with pytest.raises(OrderNotFound):
        orders.get_order(new_id("ord"))
    with pytest.raises(OrderNotFound):
        orders.get_file(new_id("ord"))


def test_an_order_is_written_once(order: Order) -> None:
    with pytest.raises(AlreadyDone):
        write(orders.new_order(replace(order, total_minor=1)))
    assert orders.get_order(order.order_id).total_minor == 5000


def test_the_buyers_details_and_the_prolonged_hold_are_written_together(order: Order) -> None:
    named = replace(order, buyer_name="Bea", buyer_email="bea@example.com", extended=True, expires_at=LATER)
    write(orders.set_buyer(named, "hmac"))
    assert orders.get_order(order.order_id) == named
    assert is_due(named)
    assert not is_due(order)


def test_an_order_is_found_by_its_person(order: Order) -> None:
    person = new_id("hmac")
    write(orders.set_buyer(replace(order, buyer_name="Bea", buyer_email="bea@example.com"), person))
    assert [sk for sk, _ in index_keys("by_person", f"PERSON#{person}")] == [order.order_id]


def test_details_come_too_late_for_an_order_that_expires(order: Order) -> None:
    moved(order, "EXPIRING")
    with pytest.raises(OrderMoved):
        write(orders.set_buyer(replace(order, buyer_name="Bea", buyer_email="bea@example.com"), "hmac"))
    assert orders.get_order(order.order_id).buyer_name == ""


def test_a_free_order_is_complete_with_its_buyer(order: Order) -> None:
    named = replace(order, buyer_name="Bea", buyer_email="bea@example.com")
    write(orders.complete_free(named, "hmac", NOW))
    assert orders.get_order(order.order_id) == replace(named, state="COMPLETED", completed_at=NOW)


def test_a_free_order_that_expires_cannot_be_completed(order: Order) -> None:
    moved(order, "EXPIRING")
    with pytest.raises(OrderMoved):
        write(orders.complete_free(replace(order, buyer_name="B", buyer_email="b@example.com"), "hmac", NOW))
    assert orders.get_order(order.order_id).state == "EXPIRING"


def claiming(order: Order, *people: str) -> Order:
    """The order as told by a buyer whose address is counted; each person may have one such order."""
    counted = [Claim(order.order_id, person, 2) for person in people]
    return replace(order, buyer_name="Bea", buyer_email="bea@example.com", claims=counted)


def test_two_checkouts_of_one_order_claim_once(order: Order) -> None:
    """Both read the order before either wrote: the second must look again, or its claim would count for ever."""
    first, second = claiming(order, "bea"), claiming(order, "ben")
    write(orders.set_buyer(first, "bea", order.claims), claims.claimed(first.claims, {order.order_id: 2}))
    for late in (
        orders.set_buyer(second, "ben", order.claims),
        orders.complete_free(second, "ben", NOW, order.claims),
        orders.set_aside(second, "ben", "AWAITING_APPROVAL", order.claims),
    ):
        with pytest.raises(OrderMoved):
            write(late, claims.claimed(second.claims, {order.order_id: 2}))
    assert orders.get_order(order.order_id) == first


def test_another_address_takes_the_claim_over(order: Order) -> None:
    first, second = claiming(order, "bea"), claiming(order, "ben")
    write(orders.set_buyer(first, "bea"))
    write(orders.set_buyer(second, "ben", first.claims))
    assert orders.get_order(order.order_id).claims == second.claims
    with pytest.raises(OrderMoved):
        write(orders.set_buyer(first, "bea", first.claims))


def test_an_order_that_waits_is_due_when_its_new_time_is_over(order: Order) -> None:
    waiting = replace(order, buyer_name="Bea", buyer_email="bea@example.com", expires_at=LATER)
    write(orders.set_aside(waiting, "hmac", "AWAITING_APPROVAL"))
    assert orders.get_order(order.order_id) == replace(waiting, state="AWAITING_APPROVAL")
    assert is_due(waiting)
    assert not is_due(order)


def test_an_order_that_expires_cannot_be_set_aside(order: Order) -> None:
    moved(order, "EXPIRING")
    with pytest.raises(OrderMoved):
        write(orders.set_aside(order, "hmac", "AWAITING_OFFLINE_PAYMENT"))
    assert orders.get_order(order.order_id).state == "EXPIRING"


def test_an_approved_order_has_time_to_be_paid(order: Order) -> None:
    waiting = moved(order, "AWAITING_APPROVAL")
    write(orders.approved(replace(waiting, expires_at=LATER)))
    found = orders.get_order(order.order_id)
    assert (found.state, found.is_approved, found.expires_at) == ("RESERVED", True, LATER)
    assert is_due(found)


def test_an_order_is_approved_once(order: Order) -> None:
    waiting = moved(order, "AWAITING_APPROVAL")
    write(orders.approved(waiting))
    with pytest.raises(OrderMoved):
        write(orders.approved(replace(waiting, expires_at=LATER)))
    assert not is_due(order, LATER)


@pytest.mark.parametrize(("first", "second"), [("EXPIRING", "COMPLETED"), ("COMPLETED", "EXPIRING")])
def test_of_two_moves_from_the_same_state_one_wins(order: Order, first: str, second: str) -> None:
    moved(order, first)
    with pytest.raises(OrderMoved):
        moved(order, second)
    assert orders.get_order(order.order_id).state == first


def test_a_move_that_the_rules_forbid_is_not_even_sent(order: Order) -> None:
    with wire("TransactWriteItems") as seen, pytest.raises(OrderMoved, match="RESERVED cannot become CANCELLED"):
        moved(order, "CANCELLED")
    assert seen.sent == []


@pytest.mark.parametrize("end", ["EXPIRED", "CANCELLED", "REVIEW"])
def test_an_order_that_is_over_is_no_longer_due(order: Order, end: str) -> None:
    assert is_due(order)
    moved(moved(order, "EXPIRING"), end)
    assert not is_due(order)


def test_a_paid_order_is_due_until_it_is_fulfilled(order: Order) -> None:
    write(orders.move(order, "COMPLETED", at=LATER))
    complete = orders.get_order(order.order_id)
    assert complete.completed_at == LATER
    assert is_due(order, LATER)
    write(orders.fulfilled(complete))
    assert not is_due(order, LATER)


def test_an_order_that_is_not_paid_cannot_be_fulfilled(order: Order) -> None:
    with pytest.raises(OrderMoved):
        write(orders.fulfilled(order))
    assert is_due(order)


def test_expiry_begins_when_the_hold_is_over(order: Order) -> None:
    write(orders.begin_expiry(order, order.expires_at))
    assert orders.get_order(order.order_id).state == "EXPIRING"


def test_a_hold_that_was_prolonged_meanwhile_does_not_expire(order: Order) -> None:
    named = replace(order, buyer_name="Bea", buyer_email="bea@example.com", expires_at=LATER)
    write(orders.set_buyer(named, "hmac"))
    with pytest.raises(OrderMoved):
        write(orders.begin_expiry(order, order.expires_at))
    assert orders.get_order(order.order_id).state == "RESERVED"


def test_an_order_that_was_paid_meanwhile_does_not_expire(order: Order) -> None:
    moved(order, "COMPLETED")
    with pytest.raises(OrderMoved):
        write(orders.begin_expiry(order, order.expires_at))
    assert orders.get_order(order.order_id).state == "COMPLETED"


def test_a_late_payment_takes_seats_from_where_they_are_now(order: Order) -> None:
    expired = moved(moved(order, "EXPIRING"), "EXPIRED")
    write(orders.retake(expired, [Take("pool_1", 7, 2)], LATER))
    found = orders.get_order(order.order_id)
    assert (found.state, found.takes, found.completed_at) == ("COMPLETED", [Take("pool_1", 7, 2)], LATER)


def test_seats_are_taken_again_once_only(order: Order) -> None:
    expired = moved(moved(order, "EXPIRING"), "EXPIRED")
    write(orders.retake(expired, [Take("pool_1", 7, 2)], LATER))
    with pytest.raises(OrderMoved):
        write(orders.retake(expired, [Take("pool_1", 8, 2)], LATER))
    assert orders.get_order(order.order_id).takes == [Take("pool_1", 7, 2)]


def test_refunds_add_up(order: Order) -> None:
    write(orders.add_refunded(order, 2000))
    write(orders.add_refunded(order, 500))
    assert orders.get_order(order.order_id).refunded_minor == 2500


def test_a_refund_does_not_make_an_order_out_of_nothing() -> None:
    missing = make_order(order_id=new_id("ord"))
    with pytest.raises(OrderMoved):
        write(orders.add_refunded(missing, 2000))
    with pytest.raises(OrderNotFound):
        orders.get_order(missing.order_id)


def test_a_postponed_order_is_due_later(order: Order) -> None:
    write(orders.postpone(order, LATER))
    assert is_due(order, LATER)
    assert not is_due(order)


def test_an_order_that_has_moved_is_not_postponed(order: Order) -> None:
    moved(order, "EXPIRING")
    with pytest.raises(OrderMoved):
        write(orders.postpone(order, LATER))
    assert not is_due(order, LATER)
