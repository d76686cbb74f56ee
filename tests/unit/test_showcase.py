"""What a visitor is shown: what exists for them, at the price that they would pay."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.baskets import Visitor
from chalicelib.domain.catalogue import Catalogue, Category, Tier
from chalicelib.domain.charges import Fee, Tax
from chalicelib.domain.promos import Promo
from chalicelib.domain.series import Occurrence
from chalicelib.domain.showcase import Showcase, Shown, is_gone, show
from tests.unit.making import EVENT_ID, NOW, POOL_ID, PRODUCT_ID, catalogue, pool, product

HOUR = timedelta(hours=1)
CODE = Promo("CODE", EVENT_ID, "promo_1", "none", "0", {}, "order", [], [PRODUCT_ID], 0, 1, None, None)
EARLY = Tier("tier_early", {"en": "Early"}, {"EUR": 1000}, "pool_early")
LATE = Tier("tier_late", {"en": "Late"}, {"EUR": 2500})


def showcase(
    found: Catalogue, visitor: Visitor | None = None, currency: str = "EUR", day: Occurrence | None = None, **free: int
) -> Showcase:
    day = day or found.occurrence("occ_1")
    return show(found, day, visitor or Visitor(), currency, {POOL_ID: 100, **free}, NOW)


def only(found: Catalogue, visitor: Visitor | None = None, **free: int) -> Shown:
    [shown] = showcase(found, visitor, **free).products
    return shown


@pytest.mark.parametrize(
    ("fields", "left", "state"),
    [
        ({}, 100, "on_sale"),
        ({}, 0, "sold_out"),
        ({"min_per_order": 2}, 1, "sold_out"),
        ({"sale_starts_at": NOW + HOUR}, 100, "not_yet"),
        ({"sale_starts_at": NOW + HOUR}, 0, "not_yet"),
        ({"sale_ends_at": NOW}, 100, "ended"),
        ({"is_paused": True}, 100, "ended"),
    ],
)
@pytest.mark.req("CAP-4")
def test_a_product_says_whether_it_can_be_bought(fields: dict[str, Any], left: int, state: str) -> None:
    shown = only(catalogue(product(**fields)), **{POOL_ID: left})
    assert (shown.state, shown.current.state, shown.left) == (state, state, left)


@pytest.mark.parametrize("fields", [{"status": "POSTPONED"}, {"orders_close_at": NOW}])
def test_an_event_that_does_not_sell_shows_its_prices_as_ended(fields: dict[str, Any]) -> None:
    assert only(catalogue(**fields)).state == "ended"


def test_what_is_for_others_is_left_out() -> None:
    hidden = catalogue(product(shown_to="code"))
    assert showcase(hidden).products == []
    assert only(hidden, Visitor(CODE)).state == "on_sale"
    assert showcase(catalogue(product(visible_from=NOW + HOUR))).products == []


def test_a_heading_is_shown_with_what_stands_under_it() -> None:
    secret = Category("cat_1", EVENT_ID, {"en": "Friends"}, {}, 0, "code")
    found = replace(catalogue(product(category_id="cat_1")), categories=[secret])
    assert showcase(found).categories == []
    opened = showcase(found, Visitor(replace(CODE, unlocks=["cat_1"])))
    assert (opened.categories, len(opened.products)) == ([secret], 1)


def tiered(**fields: Any) -> Catalogue:
    found = catalogue(product(tiers=[EARLY, LATE], **fields))
    return replace(found, pools=found.pools | {"pool_early": pool(pool_id="pool_early", kind="tier")})


@pytest.mark.req("PRC-1")
def test_of_a_sequence_one_price_is_on_sale_and_the_next_is_to_come() -> None:
    assert [price.state for price in only(tiered(), pool_early=5).prices] == ["on_sale", "not_yet"]
    shown = only(tiered(), pool_early=0)
    assert [price.state for price in shown.prices] == ["sold_out", "on_sale"]
    assert shown.current.line.unit_price_minor == 2500


def test_of_a_choice_every_price_is_on_sale() -> None:
    assert [price.state for price in only(tiered(tier_mode="choice"), pool_early=5).prices] == ["on_sale", "on_sale"]


def test_a_price_that_is_not_in_this_currency_is_not_shown() -> None:
    found = catalogue(product(prices={"EUR": 2500, "USD": 2900}), extra_currencies=["USD"])
    assert showcase(found, currency="USD").products[0].current.line.unit_price_minor == 2900
    assert showcase(catalogue(), currency="USD").products == []


@pytest.mark.req("PRC-12")
def test_the_price_shown_has_every_tax_and_fee_in_it() -> None:
    tax = Tax("tax_1", EVENT_ID, {"en": "Tax"}, "10", False, 0)
    fee = Fee("fee_1", EVENT_ID, {"en": "Fee"}, "ticket", "0", {"EUR": 150}, 0)
    found = replace(catalogue(product(tax_ids=["tax_1"])), taxes=[tax], fees=[fee])
    [price] = only(found).prices
    assert (price.line.unit_price_minor, price.line.total_minor, price.totals) == (2500, 2900, [])


@pytest.mark.req("PRC-12")
def test_where_rounding_makes_two_something_else_than_twice_one_every_number_is_told() -> None:
    tax = Tax("tax_1", EVENT_ID, {"en": "Tax"}, "8.875", False, 0)
    found = replace(catalogue(product(price_minor=1999, tax_ids=["tax_1"], max_per_order=3)), taxes=[tax])
    assert only(found).prices[0].totals == [2176, 4353, 6529]


def test_what_is_promised_to_those_who_wait_is_sold_out_for_all_others() -> None:
    found = replace(catalogue(), waiting=frozenset({(PRODUCT_ID, "occ_1")}))
    assert only(found).state == "sold_out"
    assert only(found, Visitor(has_waited=True)).state == "on_sale"


def test_a_cancelled_date_sells_nothing_and_a_hidden_product_is_not_on_it() -> None:
    day = Occurrence("occ_2", EVENT_ID, NOW + HOUR, NOW + 2 * HOUR)
    found = replace(catalogue(is_series=True), occurrences={"occ_2": day})
    free = {f"{POOL_ID}.occ_2": 9}
    assert showcase(found, day=day, **free).products[0].left == 9
    assert showcase(found, day=replace(day, status="CANCELLED"), **free).products[0].state == "ended"
    assert showcase(found, day=replace(day, hidden=[PRODUCT_ID]), **free).products == []


@pytest.mark.parametrize(
    ("fields", "left", "gone"),
    [
        ({}, 100, False),
        ({}, 0, True),
        ({"min_per_order": 2}, 1, True),
        ({"sale_starts_at": NOW + HOUR}, 0, False),
        ({"is_paused": True}, 0, False),
        ({"shown_to": "code"}, 0, False),
        ({"kind": "add_on"}, 0, True),
    ],
)
@pytest.mark.req("CAP-4", "EVT-17")
def test_a_date_is_sold_out_when_a_visitor_finds_only_sold_out_tickets(
    fields: dict[str, Any], left: int, gone: bool
) -> None:
    found = catalogue(product(**fields))
    assert is_gone(found, found.occurrence("occ_1"), {POOL_ID: left}, NOW) is gone
    assert showcase(found, **{POOL_ID: left}).is_gone is gone


def test_an_add_on_that_is_left_makes_no_date_for_sale() -> None:
    shirt = product(product_id="prd_shirt", kind="add_on", pool_ids=["pool_shirt"])
    found = catalogue(product(), shirt)
    found = replace(found, pools=found.pools | {"pool_shirt": pool(pool_id="pool_shirt")})
    assert is_gone(found, found.occurrence("occ_1"), {POOL_ID: 0, "pool_shirt": 9}, NOW)


def test_a_date_is_sold_out_when_all_its_prices_are() -> None:
    found = tiered()
    left = {POOL_ID: 100, "pool_early": 0}
    assert not is_gone(found, found.occurrence("occ_1"), left, NOW)
    only_early = replace(found, products=[replace(found.products[0], tiers=[EARLY])])
    assert is_gone(only_early, found.occurrence("occ_1"), left, NOW)


def test_a_cancelled_date_is_cancelled_and_not_sold_out() -> None:
    found = catalogue()
    assert not is_gone(found, replace(found.occurrence("occ_1"), status="CANCELLED"), {POOL_ID: 0}, NOW)
