"""What it costs: prices by time and by number, codes, taxes, fees, currencies; the quote is what is paid."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.api.baskets import (
    add,
    ask,
    check_out,
    edit,
    go_live,
    line,
    live,
    product,
    quote,
    refusal,
    reserve,
    seen,
    shown,
    soon,
)
from tests.shop import Shop, wait_for


def tier(name: str, price_minor: int, **fields: Any) -> dict[str, Any]:
    return {"name": {"en": name}, "price_minor": price_minor} | fields


def charged(shop: Shop, checked_out: dict[str, Any]) -> tuple[int, str]:
    """(amount, currency) of what the provider was asked to take."""
    intent = checked_out["payment"]["client_secret"].partition("_secret")[0]
    url = f"{shop.cloud.settings.stripe_url}/v1/payment_intents/{intent}"
    found = requests.get(url, headers={"Authorization": "Bearer sk_test_local"}, timeout=10).json()
    return found["amount"], found["currency"]


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


@pytest.mark.req("PRC-6")
def test_every_tax_of_a_basket_is_itemised(shop: Shop) -> None:
    event = live(shop)
    gst = add(shop, event, "taxes", name={"en": "GST"}, rate="5", is_inclusive=False, is_default=False)
    qst = add(shop, event, "taxes", name={"en": "QST"}, rate="9.975", is_inclusive=False, is_default=False)
    both, one = product(shop, event, tax_ids=[gst, qst]), product(shop, event, price_minor=1000, tax_ids=[gst])
    go_live(shop, event)
    found = quote(shop.buyer(), event, line(both, 2), line(one))
    assert {tax["id"]: (tax["rate"], tax["amount_minor"], tax["is_included"]) for tax in found["taxes"]} == {
        gst: ("5", 250 + 50, False),
        qst: ("9.975", 499, False),
    }
    assert (found["subtotal_minor"], found["total_minor"]) == (6000, 6000 + 300 + 499)


@pytest.mark.req("PRC-7")
@pytest.mark.parametrize("rate", ["7", "7.7", "8.1", "19", "20", "8.875", "33.3333"])
def test_two_tickets_of_25_with_their_tax_in_it_cost_50(shop: Shop, rate: str) -> None:
    event = live(shop)
    add(shop, event, "taxes", name={"en": "VAT"}, rate=rate, is_inclusive=True)
    ticket = product(shop, event, price_minor=2500)
    go_live(shop, event)
    buyer = shop.buyer()
    order = reserve(buyer, event, line(ticket, 2))
    assert order["total_minor"] == 5000
    assert order["taxes"][0]["is_included"]
    assert charged(shop, check_out(buyer, order).json()) == (5000, "eur")


@pytest.mark.req("PRC-10")
def test_a_default_tax_is_on_what_is_added_after_it(shop: Shop) -> None:
    event = live(shop)
    before = product(shop, event)
    vat = add(shop, event, "taxes", name={"en": "VAT"}, rate="19")
    after, without = product(shop, event), product(shop, event, tax_ids=[])
    found = {one["id"]: one["tax_ids"] for one in shop.get(f"/events/{event}/products")["items"]}
    assert found == {before: [], after: [vat], without: []}


@pytest.mark.req("PRC-11")
def test_fees_are_fixed_or_a_percentage_per_ticket_or_per_order_taxed_or_not(shop: Shop) -> None:
    event = live(shop)
    vat = add(shop, event, "taxes", name={"en": "VAT"}, rate="20", is_inclusive=False, is_default=False)
    ticket, free = product(shop, event, price_minor=2000), product(shop, event, price_minor=0)
    fixed = add(shop, event, "fees", name={"en": "Booking"}, per="ticket", amounts={"EUR": 150})
    share = add(shop, event, "fees", name={"en": "Service"}, per="ticket", percent="2.5", tax_ids=[vat])
    post = add(shop, event, "fees", name={"en": "Post"}, per="order", amounts={"EUR": 300}, tax_ids=[vat])
    go_live(shop, event)
    buyer = shop.buyer()
    found = quote(buyer, event, line(ticket, 3), line(free, 2))
    assert {fee["id"]: fee["amount_minor"] for fee in found["fees"]} == {fixed: 450, share: 150, post: 300}
    assert {tax["id"]: tax["amount_minor"] for tax in found["taxes"]} == {vat: 30 + 60}
    assert found["total_minor"] == 6000 + 450 + 150 + 300 + 90
    nothing = quote(buyer, event, line(free, 2))
    assert (nothing["fees"], nothing["total_minor"]) == ([], 0)


@pytest.mark.req("PRC-12")
def test_the_price_of_the_first_listing_is_the_price_that_is_paid(shop: Shop) -> None:
    event = live(shop)
    add(shop, event, "taxes", name={"en": "Sales tax"}, rate="8.875", is_inclusive=False)
    add(shop, event, "fees", name={"en": "Booking"}, per="ticket", amounts={"EUR": 99}, percent="1.9")
    add(shop, event, "fees", name={"en": "Order fee"}, per="order", amounts={"EUR": 120})
    ticket = product(shop, event, price_minor=1999)
    go_live(shop, event)
    buyer = shop.buyer()
    found = shown(buyer, event, ticket)
    assert found
    [price] = found["prices"]
    [order_fee] = seen(buyer, event)["order_fees"]
    for quantity in (1, 2, 3, 7):
        listed = price["totals_minor"][quantity - 1] if price["totals_minor"] else price["total_minor"] * quantity
        asked = quote(buyer, event, line(ticket, quantity))["total_minor"]
        order = reserve(buyer, event, line(ticket, quantity))
        assert listed + order_fee["amount_minor"] == asked == order["total_minor"]
        assert charged(shop, check_out(buyer, order).json()) == (asked, "eur")


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
