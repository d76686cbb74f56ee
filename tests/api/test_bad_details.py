"""Odd names and answers at the checkout: taken as they are or refused clearly, never an error of ours."""

from typing import Any

import pytest

from tests.api.baskets import add, check_out, go_live, line, live, product, refusal, reserve
from tests.shop import Buyer, Shop


@pytest.fixture
def asked(shop: Shop) -> tuple[str, str, str]:
    """(event, free ticket, question)."""
    event = live(shop)
    ticket = product(shop, event, price_minor=0)
    question = add(shop, event, "questions", kind="long_text", scope="order", label={"en": "Why?"})
    go_live(shop, event)
    return event, ticket, question


def test_answers_without_end_are_refused(shop: Shop, asked: tuple[str, str, str]) -> None:
    event, ticket, question = asked
    buyer = shop.buyer()
    order = buyer.reserve(event, ticket)
    endless = check_out(buyer, order, answers={question: "x" * 400_000})
    assert refusal(endless)[:2] == (413, "too_large")
    long = check_out(buyer, order, answers={question: "x" * 5000})
    assert refusal(long) == (422, "invalid_input", ["answers"])
    many = check_out(buyer, order, answers={f"que_{number}": "x" for number in range(101)})
    assert refusal(many) == (422, "invalid_input", ["answers"])
    unknown = check_out(buyer, order, answers={"que_nothing": "x"})
    assert refusal(unknown) == (422, "wrong_answer", ["answers.que_nothing"])


def test_the_names_of_a_thousand_holders_are_refused_before_they_burst_the_order(shop: Shop) -> None:
    event = live(shop)
    tickets = [product(shop, event, price_minor=0, capacity=100, max_per_order=100) for _ in range(4)]
    go_live(shop, event)
    buyer = Buyer(shop.cloud, "🎟" * 200, shop.buyer().email)
    order = reserve(buyer, event, *[line(ticket, 100) for ticket in tickets])
    holders: list[dict[str, Any]] = [{} for _ in range(399)] + [{"name": "Ada"}]
    assert refusal(check_out(buyer, order, attendees=holders)) == (422, "too_much_detail", ["answers"])
    assert check_out(buyer, order).json()["state"] == "COMPLETED"


@pytest.mark.parametrize(
    "answer",
    [{"a": 1}, [1, 2], [["x"]], "tab\tand\x00null", "\u202eright to left", "👩‍👩‍👧‍👦" * 50, 1e308, -0.0, "\u2028"],
)
def test_no_answer_however_odd_is_an_error_of_ours(shop: Shop, asked: tuple[str, str, str], answer: Any) -> None:
    event, ticket, question = asked
    buyer = shop.buyer()
    told = check_out(buyer, buyer.reserve(event, ticket), answers={question: answer})
    if told.ok:
        kept = answer.strip() if isinstance(answer, str) else answer
        assert told.json()["answers"] == ({question: kept} if kept else {})
    else:
        assert told.status_code == 422
        assert refusal(told)[2][0].startswith("answers")


@pytest.mark.parametrize(
    "name",
    [
        "🎟️ Ünïcode ‎Ẑalgo̴̢",
        "עברית ‏מימין לשמאל",
        "عَبْد اللّٰه",
        "张伟",
        "O'Neil; DROP TABLE",
        "<script>alert(1)</script>",
        "{{7*7}}",
    ],
)
def test_names_of_every_script_arrive_as_they_were_written(shop: Shop, name: str) -> None:
    event, ticket = shop.on_sale(price_minor=0)
    buyer = shop.buyer(name)
    order = buyer.reserve(event, ticket)
    assert check_out(buyer, order).json()["buyer"]["name"] == name
    assert shop.order(order["id"])["buyer"]["name"] == name
