"""What a code takes off, of what, when and how often."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.api.baskets import (
    add,
    ask,
    go_live,
    line,
    live,
    product,
    quote,
    refusal,
    reserve,
)
from tests.shop import Shop


@pytest.mark.req("PRC-5")
@pytest.mark.parametrize(
    ("fields", "discount", "total"),
    [
        ({"discount": "percent", "percent": "10"}, 750, 6750),
        ({"discount": "percent", "percent": "33.3333"}, 2500, 5000),
        ({"discount": "percent", "percent": "100"}, 7500, 0),
        ({"discount": "fixed", "amounts": {"EUR": 2000}}, 2000, 5500),
        ({"discount": "fixed", "amounts": {"EUR": 99_999}}, 7500, 0),
        ({"discount": "fixed", "amounts": {"EUR": 300}, "scope": "unit"}, 900, 6600),
        ({"discount": "fixed", "amounts": {"USD": 2000}}, 0, 7500),
    ],
)
def test_a_code_takes_off_what_it_says_and_never_more_than_there_is(
    shop: Shop, fields: dict[str, Any], discount: int, total: int
) -> None:
    event, ticket = shop.on_sale()
    add(shop, event, "codes", code="SUMMER", **fields)
    found = quote(shop.buyer(), event, line(ticket, 3), code=" summer ")
    assert (found["discount_minor"], found["total_minor"]) == (discount, total)


@pytest.mark.req("PRC-5")
def test_a_code_may_be_for_one_product_and_for_a_time(shop: Shop) -> None:
    event = live(shop)
    one, other = product(shop, event), product(shop, event, price_minor=1000)
    gift = product(shop, event, kind="donation", price_minor=500, capacity=None)
    add(shop, event, "codes", code="ONE", discount="percent", percent="50", product_ids=[one])
    add(shop, event, "codes", code="ALL", discount="percent", percent="50")
    add(shop, event, "codes", code="LATER", discount="percent", percent="50", starts_at="2031-01-01T00:00:00Z")
    add(shop, event, "codes", code="OVER", discount="percent", percent="50", ends_at="2020-01-01T00:00:00Z")
    go_live(shop, event)
    buyer = shop.buyer()
    basket = [line(one), line(other), line(gift)]
    assert [part["discount_minor"] for part in quote(buyer, event, *basket, code="ONE")["lines"]] == [1250, 0, 0]
    assert [part["discount_minor"] for part in quote(buyer, event, *basket, code="ALL")["lines"]] == [1250, 500, 0]
    for code in ("LATER", "OVER"):
        assert refusal(ask(buyer, event, *basket, code=code)) == (409, "code_not_valid_now", ["code"])


@pytest.mark.req("PRC-5")
def test_a_code_is_used_as_often_as_it_may_and_comes_back_with_the_order(shop: Shop) -> None:
    event, ticket = shop.on_sale()
    add(shop, event, "codes", code="TWO", discount="percent", percent="10", max_uses=2)
    buyer = shop.buyer()
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: ask(shop.buyer(), event, line(ticket), code="two"), range(8)))
    kept = [answer.json() for answer in answers if answer.status_code == 201]
    assert len(kept) <= 2
    while len(kept) < 2:
        kept.append(reserve(buyer, event, line(ticket), code="TWO"))
    assert refusal(ask(buyer, event, line(ticket), code="TWO")) == (409, "code_used_up", ["code"])
    [code] = shop.get(f"/events/{event}/codes")["items"]
    assert (code["uses"], code["max_uses"]) == (2, 2)
    buyer.on(kept[0], "cancel")
    assert reserve(buyer, event, line(ticket), code="TWO")["code"] == "TWO"
