"""What it costs: prices by time, by number and by currency; the quote is what is paid."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.api.baskets import (
    add,
    ask,
    charged,
    check_out,
    edit,
    go_live,
    line,
    live,
    product,
    quote,
    refusal,
    reserve,
    shown,
    soon,
)
from tests.shop import Shop, wait_for


def tier(name: str, price_minor: int, **fields: Any) -> dict[str, Any]:
    return {"name": {"en": name}, "price_minor": price_minor} | fields


@pytest.mark.req("PRC-1")
@pytest.mark.req("ORD-3")
def test_the_buyer_chooses_among_the_prices_of_a_product(shop: Shop) -> None:
    event = live(shop)
    tiers = [tier("Adult", 2500), tier("Child", 1200)]
    ticket = product(shop, event, tiers=tiers, tier_mode="choice")
    go_live(shop, event)
    buyer = shop.buyer()
    adult, child = (one["tier_id"] for one in shown(buyer, event, ticket)["prices"])  # type: ignore[index]
    order = reserve(buyer, event, line(ticket, 2, tier_id=adult), line(ticket, 3, tier_id=child))
    assert order["total_minor"] == 2 * 2500 + 3 * 1200
    assert [one["tier_name"]["en"] for one in order["lines"]] == ["Adult", "Child"]
    assert refusal(ask(buyer, event, line(ticket))) == (422, "wrong_tier", ["lines.0.tier_id"])
    assert refusal(ask(buyer, event, line(ticket, tier_id="tier_x"))) == (422, "wrong_tier", ["lines.0.tier_id"])


@pytest.mark.req("PRC-2")
def test_a_price_ends_and_the_next_begins_by_the_clock(shop: Shop) -> None:
    event = live(shop)
    tiers = [tier("Early", 1500, sale_ends_at=soon(3)), tier("Regular", 2500)]
    ticket = product(shop, event, tiers=tiers)
    go_live(shop, event)
    buyer = shop.buyer()
    first = quote(buyer, event, line(ticket))
    early = first["lines"][0]["tier_id"]
    assert first["total_minor"] == 1500
    wait_for(lambda: quote(buyer, event, line(ticket))["total_minor"] == 2500, "the second price", 6)
    stale = ask(buyer, event, line(ticket, tier_id=early))
    assert refusal(stale) == (409, "price_changed", ["lines.0.tier_id"])
    assert [one["state"] for one in shown(buyer, event, ticket)["prices"]] == ["ended", "on_sale"]  # type: ignore[index]


@pytest.mark.req("PRC-3")
def test_a_price_ends_after_so_many_and_nobody_pays_another_than_was_quoted(shop: Shop) -> None:
    event = live(shop)
    ticket = product(shop, event, tiers=[tier("First five", 1500, capacity=5), tier("Regular", 2500)])
    go_live(shop, event)

    def buy(_: int) -> tuple[int, int]:
        buyer = shop.buyer()
        wanted = quote(buyer, event, line(ticket))
        answer = ask(buyer, event, line(ticket, tier_id=wanted["lines"][0]["tier_id"]))
        if answer.status_code != 201:
            assert answer.json()["code"] in ("price_changed", "busy"), answer.text
            return (0, 0)
        return wanted["total_minor"], answer.json()["total_minor"]

    with ThreadPoolExecutor(12) as threads:
        bought = list(threads.map(buy, range(24)))
    assert all(wanted == paid for wanted, paid in bought)
    assert sum(paid == 1500 for _, paid in bought) <= 5
    assert sum(paid == 2500 for _, paid in bought) > 0


@pytest.mark.req("PRC-13")
def test_a_second_price_list_is_sold_from_the_same_seats(shop: Shop) -> None:
    event = live(shop, extra_currencies=["USD"])
    ticket = product(shop, event, capacity=2, other_prices_minor={"USD": 2900})
    euros = product(shop, event)
    go_live(shop, event)
    buyer = shop.buyer()
    assert shown(buyer, event, ticket, currency="USD")["price_minor"] == 2900  # type: ignore[index]
    assert shown(buyer, event, euros, currency="USD") is None
    order = reserve(buyer, event, line(ticket), currency="USD")
    assert (order["currency"], order["total_minor"]) == ("USD", 2900)
    assert charged(shop, check_out(buyer, order).json()) == (2900, "usd")
    reserve(buyer, event, line(ticket))
    assert refusal(ask(buyer, event, line(ticket)))[:2] == (409, "sold_out")
    assert refusal(ask(buyer, event, line(euros), currency="USD")) == (422, "wrong_currency", ["lines.0.product_id"])
    assert refusal(ask(buyer, event, line(euros), currency="CHF")) == (422, "wrong_currency", ["currency"])
    assert refusal(ask(buyer, event, line(euros), currency="XXX")) == (422, "invalid_input", ["currency"])


@pytest.mark.req("PRC-15")
@pytest.mark.parametrize(
    ("currency", "exponent", "price", "tax"), [("JPY", 0, 3333, 303), ("KWD", 3, 12_500, 1136), ("CHF", 2, 4250, 386)]
)
def test_every_currency_is_exact_to_its_smallest_unit(
    shop: Shop, currency: str, exponent: int, price: int, tax: int
) -> None:
    event = live(shop, currency=currency)
    add(shop, event, "taxes", name={"en": "VAT"}, rate="10", is_inclusive=True)
    ticket = product(shop, event, price_minor=price)
    go_live(shop, event)
    buyer = shop.buyer()
    order = reserve(buyer, event, line(ticket))
    assert (order["exponent"], order["total_minor"], order["taxes"][0]["amount_minor"]) == (exponent, price, tax)
    assert charged(shop, check_out(buyer, order).json()) == (price, currency.lower())


def test_a_price_that_changes_after_the_reservation_changes_nothing_for_its_buyer(shop: Shop) -> None:
    event, ticket = shop.on_sale(price_minor=2500)
    buyer = shop.buyer()
    order = buyer.reserve(event, ticket)
    assert edit(shop, event, ticket, price_minor=9900).ok
    assert charged(shop, check_out(buyer, order).json()) == (2500, "eur")


def test_a_total_that_no_card_can_pay_is_refused(shop: Shop) -> None:
    event, ticket = shop.on_sale(price_minor=49)
    assert refusal(shop.buyer().try_reserve(event, ticket))[:2] == (422, "below_minimum_charge")


@pytest.mark.req("PRC-12")
def test_members_are_quoted_a_draft_and_what_is_hidden_as_a_buyer_will_be(shop: Shop, other_shop: Shop) -> None:
    event = live(shop)
    add(shop, event, "taxes", name={"en": "VAT"}, rate="19", is_inclusive=True, is_default=True)
    ticket, hidden = product(shop, event), product(shop, event, shown_to="code", price_minor=1000)
    basket = {"lines": [line(ticket, 2), line(hidden)]}
    draft = shop.post(f"/events/{event}/quote", basket)
    assert (draft["total_minor"], draft["taxes"][0]["amount_minor"]) == (6000, 798 + 160)
    go_live(shop, event)
    mine = {"lines": [line(ticket, 2)]}
    assert shop.post(f"/events/{event}/quote", mine) == quote(shop.buyer(), event, *mine["lines"])
    assert shop.post(f"/events/{event}/quote", basket) == draft
    assert refusal(other_shop.send("POST", f"/events/{event}/quote", basket))[:2] == (404, "event_not_found")
    assert shop.buyer().send("POST", f"/events/{event}/quote", basket).status_code == 401
