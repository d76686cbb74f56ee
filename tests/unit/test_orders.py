"""An order's rules: what may be reserved, who may still pay, which moves are allowed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain import baskets, holds
from chalicelib.domain import orders as rules
from chalicelib.domain.baskets import Sale, Visitor, Wanted
from chalicelib.domain.card_limits import BelowMinimumCharge
from chalicelib.domain.catalogue import ProductNotFound
from chalicelib.domain.orders import HOLDING, LAPSING, MOVES, Buyer, OrderExpired, OrderNotPayable
from chalicelib.domain.refusals import NotOnSale, RepeatedProduct, WrongQuantity
from chalicelib.kernel import ids
from tests.unit.making import NOW, ORDER_ID, POOL_ID, PRODUCT_ID, catalogue, order, pool, product, reserved

BUYER = Buyer("Bea Buyer", "bea@example.com")
SECOND = "prd_second"


def test_a_reservation_quotes_each_line_and_the_total() -> None:
    held = reserved(
        catalogue(product(), product(product_id=SECOND, price_minor=1000)), Wanted(PRODUCT_ID, 2), Wanted(SECOND, 1)
    )
    assert [(line.product_id, line.total_minor) for line in held.lines] == [(PRODUCT_ID, 5000), (SECOND, 1000)]
    assert (held.total_minor, held.refunded_minor, held.units, held.state) == (6000, 0, 3, "RESERVED")


def test_a_reservation_is_held_as_long_as_the_event_says() -> None:
    held = reserved(catalogue(hold_minutes=7), Wanted(PRODUCT_ID, 1))
    assert held.expires_at == NOW + timedelta(minutes=7)


def test_a_reservation_keeps_the_policy_of_the_day() -> None:
    assert reserved(catalogue(policy={"refunds": "never"}), Wanted(PRODUCT_ID, 1)).policy == {"refunds": "never"}


def test_a_product_stands_in_one_line_only() -> None:
    with pytest.raises(RepeatedProduct):
        reserved(catalogue(), Wanted(PRODUCT_ID, 1), Wanted(PRODUCT_ID, 2))


def test_a_product_of_another_event_cannot_be_reserved() -> None:
    with pytest.raises(ProductNotFound):
        reserved(catalogue(), Wanted("prd_other", 1))


@pytest.mark.parametrize("status", ["DRAFT", "ARCHIVED"])
def test_only_a_live_event_sells(status: str) -> None:
    with pytest.raises(NotOnSale):
        reserved(catalogue(status=status), Wanted(PRODUCT_ID, 1))


@pytest.mark.parametrize(
    "times", [{"sale_starts_at": NOW + timedelta(seconds=1)}, {"sale_ends_at": NOW}], ids=["too early", "too late"]
)
def test_a_product_sells_only_during_its_sale(times: dict[str, Any]) -> None:
    with pytest.raises(NotOnSale) as refused:
        reserved(catalogue(product(product_id=SECOND), product(**times)), Wanted(SECOND, 1), Wanted(PRODUCT_ID, 1))
    assert list(refused.value.fields) == ["lines.1.product_id"]


@pytest.mark.parametrize("quantity", [0, 1, 5, 1000])
def test_a_quantity_outside_the_products_limits_names_its_line(quantity: int) -> None:
    with pytest.raises(WrongQuantity) as refused:
        reserved(catalogue(product(min_per_order=2, max_per_order=4)), Wanted(PRODUCT_ID, quantity))
    assert refused.value.fields == {"lines.0.quantity": "must be between 2 and 4"}


@pytest.mark.parametrize("quantity", [2, 4])
def test_the_limits_themselves_are_allowed(quantity: int) -> None:
    assert (
        reserved(catalogue(product(min_per_order=2, max_per_order=4)), Wanted(PRODUCT_ID, quantity)).units == quantity
    )


def test_a_total_that_no_card_can_be_charged_is_refused_at_once() -> None:
    with pytest.raises(BelowMinimumCharge):
        reserved(catalogue(product(price_minor=10)), Wanted(PRODUCT_ID, 1))


def test_a_line_takes_a_unit_of_every_pool_of_its_product() -> None:
    both = catalogue(product(pool_ids=[POOL_ID, "pool_hall"]), product(product_id=SECOND, pool_ids=["pool_hall"]))
    both = replace(both, pools=both.pools | {"pool_hall": pool(pool_id="pool_hall")})
    sale = Sale(both, Visitor(), "EUR", NOW, lambda _: 100)
    assert baskets.fill(sale, [Wanted(PRODUCT_ID, 2), Wanted(SECOND, 3)]).units == {POOL_ID: 2, "pool_hall": 5}


def test_a_reference_can_be_read_out() -> None:
    reference = rules.reference_of("ord_" + ids.encode(2**128 - 1))
    assert reference == "ZZZZ-ZZZZ"


def test_the_same_order_always_has_the_same_reference() -> None:
    assert rules.reference_of(ORDER_ID) == rules.reference_of(ORDER_ID)
    assert rules.reference_of(ORDER_ID) != rules.reference_of(ids.derived("ord", "another"))


def test_a_reserved_order_can_be_paid_until_its_hold_ends() -> None:
    holds.check_payable(order(), order().expires_at - timedelta(milliseconds=1))
    with pytest.raises(OrderExpired):
        holds.check_payable(order(), order().expires_at)


@pytest.mark.parametrize("state", ["EXPIRED", "EXPIRING"])
def test_an_expired_order_says_so(state: str) -> None:
    with pytest.raises(OrderExpired):
        holds.check_payable(order(state=state), NOW)


@pytest.mark.parametrize("state", ["COMPLETED", "CANCELLED", "PROCESSING", "REVIEW"])
def test_a_finished_order_cannot_be_paid(state: str) -> None:
    with pytest.raises(OrderNotPayable):
        holds.check_payable(order(state=state), NOW)


def test_the_buyers_details_are_taken() -> None:
    named = holds.with_buyer(order(), BUYER, NOW)
    assert (named.buyer_name, named.buyer_email) == ("Bea Buyer", "bea@example.com")


def test_paying_prolongs_the_hold_once() -> None:
    late = NOW + timedelta(minutes=9)
    first = holds.with_buyer(order(), BUYER, late)
    assert (first.extended, first.expires_at) == (True, late + timedelta(minutes=10))
    assert holds.with_buyer(first, BUYER, late + timedelta(minutes=5)).expires_at == first.expires_at


def test_paying_never_shortens_the_hold() -> None:
    long = order(expires_at=NOW + timedelta(minutes=60))
    assert holds.with_buyer(long, BUYER, NOW).expires_at == long.expires_at


def test_a_free_order_needs_no_longer_hold() -> None:
    named = holds.with_buyer(order(total_minor=0), BUYER, NOW)
    assert (named.extended, named.expires_at) == (False, order().expires_at)


def test_details_for_an_expired_order_are_refused() -> None:
    with pytest.raises(OrderExpired):
        holds.with_buyer(order(state="EXPIRED"), BUYER, NOW)


def test_units_are_given_back_only_by_who_holds_them() -> None:
    releasing = {state for state, moves in MOVES.items() if moves & {"EXPIRED", "CANCELLED"}}
    assert releasing == {"EXPIRING", "PROCESSING", "REVIEW", "PARTLY_PAID", "COMPLETED"}
    assert releasing <= HOLDING


def test_what_lapses_holds_units_and_can_expire() -> None:
    assert LAPSING <= HOLDING
    assert all("EXPIRING" in MOVES[state] for state in LAPSING)


def test_a_complete_order_can_only_be_cancelled() -> None:
    assert MOVES["COMPLETED"] == {"CANCELLED"}


@pytest.mark.parametrize(("state", "is_open"), [("RESERVED", True), ("EXPIRING", True), ("PROCESSING", True),
                                                ("COMPLETED", False), ("EXPIRED", False), ("CANCELLED", False),
                                                ("REVIEW", False)])  # fmt: skip
def test_an_order_is_open_while_somebody_may_pay(state: str, is_open: bool) -> None:
    assert order(state=state).is_open is is_open
