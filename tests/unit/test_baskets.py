"""What may be sold to whom: every rule of sale, and the counters that a basket takes from."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain import baskets
from chalicelib.domain.baskets import Basket, Sale, Visitor, Wanted
from chalicelib.domain.catalogue import Catalogue, Category, Pool, Tier
from chalicelib.domain.inventory import SoldOut
from chalicelib.domain.promos import Kept, Promo
from chalicelib.domain.series import Occurrence
from chalicelib.kernel.errors import Refusal
from tests.unit.making import EVENT_ID, NOW, POOL_ID, PRODUCT_ID, catalogue, pool, product

HOUR = timedelta(hours=1)
DAY = Occurrence("occ_2", EVENT_ID, NOW + 2 * HOUR, NOW + 3 * HOUR)
EARLY, LATE = (Tier(f"tier_{name}", {"en": name}, {"EUR": price}) for name, price in (("early", 1000), ("late", 2500)))


def promo(**fields: Any) -> Promo:
    made = Promo("CODE", EVENT_ID, "promo_1", "none", "0", {}, "order", [], [], 0, 1, None, None)
    return replace(made, **fields)


def fill(found: Catalogue, *wanted: Wanted, visitor: Visitor | None = None, left: int = 100) -> Basket:
    return baskets.fill(Sale(found, visitor or Visitor(), "EUR", NOW, lambda _: left), wanted)


def refused(found: Catalogue, *wanted: Wanted, **how: Any) -> tuple[str, dict[str, str]]:
    with pytest.raises(Refusal) as refusal:
        fill(found, *wanted, **how)
    return refusal.value.code(), refusal.value.fields


def test_a_unit_is_taken_from_the_product_s_the_tier_s_and_the_event_s_counter() -> None:
    house, tier_pool = pool(pool_id="pool_house", kind="event"), pool(pool_id="pool_tier", kind="tier")
    found = catalogue(product(tiers=[replace(EARLY, pool_id="pool_tier")]))
    found = replace(found, pools=found.pools | {one.pool_id: one for one in (house, tier_pool)})
    basket = fill(found, Wanted(PRODUCT_ID, 3))
    assert basket.units == {POOL_ID: 3, "pool_tier": 3, "pool_house": 3}
    assert basket.tier_lines == {"pool_tier": 0}


@pytest.mark.parametrize("kind", ["add_on", "donation"])
def test_what_admits_nobody_does_not_count_against_the_event_s_limit(kind: Any) -> None:
    house = pool(pool_id="pool_house", kind="event")
    found = catalogue(product(kind=kind))
    assert fill(replace(found, pools=found.pools | {"pool_house": house}), Wanted(PRODUCT_ID, 1)).units == {POOL_ID: 1}


def test_a_date_of_a_series_has_counters_of_its_own_but_for_what_counts_for_all() -> None:
    found = catalogue(product(pool_ids=[POOL_ID, "pool_all"]), is_series=True)
    pools = {POOL_ID: pool(), "pool_all": pool(pool_id="pool_all", scope="event")}
    day = replace(DAY, capacities={POOL_ID: 7}, counters={})
    basket = fill(replace(found, pools=pools, occurrences={"occ_2": day}), Wanted(PRODUCT_ID, 1, "", "occ_2"))
    assert set(basket.pools) == {f"{POOL_ID}.occ_2", "pool_all"}
    assert basket.pools[f"{POOL_ID}.occ_2"].capacity == 7


def test_a_code_with_a_limit_takes_one_use_whatever_is_bought() -> None:
    basket = fill(catalogue(), Wanted(PRODUCT_ID, 5), visitor=Visitor(promo(max_uses=3, shards=2)))
    assert basket.units == {POOL_ID: 5, "pool_1": 1}
    assert basket.pools["pool_1"] == Pool("pool_1", EVENT_ID, 3, 2, "promo", "event")


def test_a_block_s_code_sells_from_the_block_alone() -> None:
    kept = Kept("blk_1", PRODUCT_ID, "occ_1", "pool_block", 2)
    basket = fill(catalogue(), Wanted(PRODUCT_ID, 2), visitor=Visitor(promo(block=kept)))
    assert basket.units == {"pool_block": 2}


def test_of_a_sequence_the_first_that_is_open_and_left_is_sold() -> None:
    early = replace(EARLY, pool_id=POOL_ID)
    found = catalogue(product(pool_ids=[], tiers=[early, LATE]))
    assert fill(found, Wanted(PRODUCT_ID, 1)).choices[0].unit_price_minor == 1000
    assert fill(found, Wanted(PRODUCT_ID, 1), left=0).choices[0].unit_price_minor == 2500
    over = catalogue(product(pool_ids=[], tiers=[replace(early, sale_ends_at=NOW), LATE]))
    assert fill(over, Wanted(PRODUCT_ID, 1)).choices[0].unit_price_minor == 2500


def test_a_counter_that_was_never_opened_is_full() -> None:
    """Nothing was sold on that date: its shards do not exist, and what does not exist reads as nothing left."""
    found = catalogue(product(pool_ids=[], tiers=[replace(EARLY, pool_id=POOL_ID), LATE]), is_series=True)
    found = replace(found, occurrences={"occ_2": DAY})
    assert fill(found, Wanted(PRODUCT_ID, 1, "", "occ_2"), left=0).choices[0].unit_price_minor == 1000


def test_nobody_is_sold_another_price_than_the_one_named() -> None:
    found = catalogue(product(pool_ids=[], tiers=[replace(EARLY, pool_id=POOL_ID), LATE]))
    where = {"lines.0.tier_id": "is not offered yet"}
    assert refused(found, Wanted(PRODUCT_ID, 1, "tier_late")) == ("price_changed", where)
    over = catalogue(product(pool_ids=[], tiers=[replace(EARLY, sale_ends_at=NOW), LATE]))
    gone = {"lines.0.tier_id": "is not offered now"}
    assert refused(over, Wanted(PRODUCT_ID, 1, "tier_early")) == ("price_changed", gone)


def test_when_every_price_is_over_nothing_is_on_sale() -> None:
    found = catalogue(product(tiers=[replace(one, sale_ends_at=NOW) for one in (EARLY, LATE)]))
    assert refused(found, Wanted(PRODUCT_ID, 1))[0] == "not_on_sale"


def test_lines_of_one_product_count_together() -> None:
    found = catalogue(product(tiers=[EARLY, LATE], tier_mode="choice", min_per_order=3, max_per_order=4))
    two = [Wanted(PRODUCT_ID, 2, "tier_early"), Wanted(PRODUCT_ID, 2, "tier_late")]
    assert len(fill(found, *two).choices) == 2
    assert refused(found, two[0]) == ("wrong_quantity", {"lines.0.quantity": "must be between 3 and 4"})
    assert refused(found, two[0], replace(two[1], quantity=3))[1].keys() == {"lines.1.quantity"}
    assert refused(found, two[0], two[0])[0] == "repeated_product"


def test_an_add_on_needs_its_product_on_the_same_date() -> None:
    shirt = product(product_id="prd_shirt", kind="add_on", requires=[PRODUCT_ID], max_per_required=2)
    found = replace(catalogue(product(), shirt, is_series=True), occurrences={"occ_2": DAY})
    ticket = Wanted(PRODUCT_ID, 1, "", "occ_2")
    assert fill(found, ticket, Wanted("prd_shirt", 2, "", "occ_2"))
    assert refused(found, ticket, Wanted("prd_shirt", 1, "", "occ_1"))[0] == "needs_another"
    assert refused(found, ticket, Wanted("prd_shirt", 3, "", "occ_2"))[0] == "wrong_quantity"


@pytest.mark.parametrize(
    ("fields", "visitor", "code"),
    [
        ({"shown_to": "code"}, Visitor(), "product_not_found"),
        ({"shown_to": "code"}, Visitor(promo(unlocks=["prd_other"])), "product_not_found"),
        ({"shown_to": "code"}, Visitor(promo(unlocks=[PRODUCT_ID])), ""),
        ({"shown_to": "members"}, Visitor(), "members_only"),
        ({"shown_to": "members"}, Visitor(member_of=[PRODUCT_ID]), ""),
        ({"shown_to": "nobody"}, Visitor(promo(unlocks=[PRODUCT_ID]), [PRODUCT_ID]), "product_not_found"),
        ({"shown_to": "nobody"}, Visitor(is_staff=True), ""),
        ({"visible_from": NOW + HOUR}, Visitor(), "product_not_found"),
        ({"visible_until": NOW}, Visitor(), "product_not_found"),
        ({"visible_from": NOW, "visible_until": NOW + HOUR}, Visitor(), ""),
        ({"sale_starts_at": NOW + HOUR}, Visitor(), "not_on_sale"),
        ({"sale_starts_at": NOW + HOUR, "code_from": NOW}, Visitor(promo(unlocks=[PRODUCT_ID])), ""),
        ({"sale_starts_at": NOW + HOUR, "code_from": NOW}, Visitor(promo()), "not_on_sale"),
        ({"sale_starts_at": NOW + HOUR, "members_from": NOW}, Visitor(member_of=[PRODUCT_ID]), ""),
        ({"is_paused": True}, Visitor(), "not_on_sale"),
        ({"prices": {"USD": 1}}, Visitor(), "wrong_currency"),
        ({"category_id": "cat_1"}, Visitor(), "product_not_found"),
        ({"category_id": "cat_1"}, Visitor(promo(unlocks=["cat_1"])), ""),
    ],
)
def test_whoever_may_not_know_of_it_may_not_buy_it(fields: dict[str, Any], visitor: Visitor, code: str) -> None:
    secret = Category("cat_1", EVENT_ID, {"en": "Friends"}, {}, 0, "code")
    found = replace(catalogue(product(**fields)), categories=[secret])
    if code:
        assert refused(found, Wanted(PRODUCT_ID, 1), visitor=visitor)[0] == code
    else:
        assert fill(found, Wanted(PRODUCT_ID, 1), visitor=visitor).choices[0].quantity == 1


@pytest.mark.parametrize("fields", [{"status": "POSTPONED"}, {"status": "DRAFT"}, {"orders_close_at": NOW}])
def test_an_event_that_does_not_sell_sells_nothing(fields: dict[str, Any]) -> None:
    assert refused(catalogue(**fields), Wanted(PRODUCT_ID, 1))[0] == "not_on_sale"


def test_what_comes_back_is_for_those_who_wait() -> None:
    found = replace(catalogue(), waiting=frozenset({(PRODUCT_ID, "occ_1")}))
    with pytest.raises(SoldOut):
        fill(found, Wanted(PRODUCT_ID, 1))
    assert fill(found, Wanted(PRODUCT_ID, 1), visitor=Visitor(has_waited=True))


def test_a_date_s_own_price_and_what_is_hidden_on_it_count() -> None:
    day = replace(DAY, prices={PRODUCT_ID: {"EUR": 1200}})
    found = catalogue(is_series=True)
    wanted = Wanted(PRODUCT_ID, 1, "", "occ_2")
    assert fill(replace(found, occurrences={"occ_2": day}), wanted).choices[0].unit_price_minor == 1200
    hidden = replace(found, occurrences={"occ_2": replace(day, hidden=[PRODUCT_ID])})
    assert refused(hidden, wanted)[0] == "product_not_found"
    cancelled = replace(found, occurrences={"occ_2": replace(day, status="CANCELLED")})
    assert refused(cancelled, wanted)[0] == "occurrence_cancelled"
    assert refused(replace(found, occurrences={"occ_2": day}), Wanted(PRODUCT_ID, 1))[0] == "wrong_occurrence"


@pytest.mark.parametrize(
    ("least", "amount", "price"), [(500, None, 500), (500, 500, 500), (0, 1, 1), (500, 10**8, 10**8)]
)
def test_a_donation_costs_what_is_given(least: int, amount: int | None, price: int) -> None:
    found = catalogue(product(kind="donation", price_minor=least))
    assert fill(found, Wanted(PRODUCT_ID, 1, amount_minor=amount)).choices[0].unit_price_minor == price


@pytest.mark.parametrize(("least", "amount"), [(500, 499), (0, 0), (0, None), (0, 10**8 + 1)])
def test_a_donation_is_neither_less_than_the_least_nor_nothing(least: int, amount: int | None) -> None:
    found = catalogue(product(kind="donation", price_minor=least))
    assert refused(found, Wanted(PRODUCT_ID, 1, amount_minor=amount))[0] == "wrong_amount"
