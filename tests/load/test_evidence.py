"""The proof of a rush can fail: each lie that it is there to find is found."""

from typing import Any

import pytest

from bench import evidence
from bench.crowd import Outcome, Story
from bench.evidence import Stock
from chalicelib.actions.checking import PoolProof, Proof

STOCK = [Stock("prd_1", 1)]


def story(number: int, outcome: Outcome, asked: float, answered: float, *order_ids: str, **more: Any) -> Story:
    """What one buyer tells."""
    told = Story(number, "prd_1", "buys", outcome, set(order_ids), asked, answered)
    for name, value in more.items():
        setattr(told, name, value)
    return told


def order(order_id: str, state: str = "COMPLETED", **more: Any) -> dict[str, Any]:
    """An order as it is stored."""
    return {"kind": "Order", "pk": f"ORDER#{order_id}", "state": state} | more


def ticket(order_id: str) -> dict[str, Any]:
    """A ticket as it is stored."""
    return {"kind": "Ticket", "pk": f"ORDER#{order_id}"}


SOLD = story(1, "sold", 1.0, 2.0, "ord_1")
LATER = story(2, "sold out", 3.0, 4.0)
ROWS = [order("ord_1"), ticket("ord_1")]
EVEN = Proof(1, [PoolProof("pool", 1, 0, 1)])


def failed(stories: list[Story], rows: list[dict[str, Any]], proof: Proof = EVEN) -> list[str]:
    """The sentences that are not true."""
    return [check.sentence for check in evidence.check(stories, STOCK, proof, rows) if not check.holds]


def test_a_sale_and_a_refusal_after_it_are_in_order() -> None:
    assert failed([SOLD, LATER], ROWS) == []


def test_a_refusal_before_anybody_asked_is_found() -> None:
    assert failed([SOLD, story(2, "sold out", 0.1, 0.2)], ROWS) == ["Nobody was refused while a unit was surely free"]


def test_a_refusal_after_the_unit_was_given_up_is_found() -> None:
    back = story(1, "given up", 1.0, 1.5, "ord_1", returning_at=1.6, returned_at=2.0)
    rows = [order("ord_1", "CANCELLED")]
    even = Proof(1, [PoolProof("pool", 1, 1, 0)])
    late = story(2, "sold out", 3.2, 4.0)  # for a second, a shortage may be believed
    assert failed([back, late], rows, even) == ["Nobody was refused while a unit was surely free"]
    assert failed([back, story(2, "sold out", 2.9, 4.0)], rows, even) == []


def test_a_unit_sold_twice_is_found() -> None:
    assert failed([SOLD], ROWS, Proof(1, [PoolProof("pool", 1, 0, 2)])) == ["No unit is sold twice and none is lost"]


def test_a_key_that_made_two_orders_is_found() -> None:
    twice = story(1, "sold", 1.0, 2.0, "ord_1", "ord_2")
    rows = [*ROWS, order("ord_2"), ticket("ord_2")]
    assert failed([twice], rows) == ["Each key made one order at most"]


def test_a_sale_that_is_not_stored_is_found() -> None:
    found = failed([SOLD], [order("ord_1", "EXPIRED")])
    assert found == ["Who was told that it is bought has bought it, and nobody else"]


@pytest.mark.parametrize("rows", [ROWS[:1], [*ROWS, ROWS[1]], [*ROWS, ticket("ord_2")]])
def test_a_ticket_too_few_or_too_many_is_found(rows: list[dict[str, Any]]) -> None:
    assert failed([SOLD], rows) == ["Every order that is bought has its ticket, no other one has"]


def test_what_is_left_open_is_found() -> None:
    assert failed([SOLD], [order("ord_1", due="2026-11-23T10:00#1"), ROWS[1]]) == ["Nothing is left to be done"]
