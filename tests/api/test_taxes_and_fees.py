"""Taxes and fees: each is itemised, in the price from the first listing on, and charged as it was shown."""

import pytest

from tests.api.baskets import (
    add,
    charged,
    check_out,
    go_live,
    line,
    live,
    product,
    quote,
    reserve,
    seen,
    shown,
)
from tests.shop import Shop


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
