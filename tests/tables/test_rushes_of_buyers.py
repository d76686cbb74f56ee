"""Rushes on codes, limits of a buyer, dates and prices, with real threads."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.actions import checkout, expiring, reserving
from chalicelib.actions.reserving import Wish
from chalicelib.domain.baskets import Wanted
from chalicelib.domain.catalogue import Pool, Product, Tier
from chalicelib.domain.details import Details
from chalicelib.domain.orders import Buyer, Order
from chalicelib.domain.promos import CodeUsedUp, Promo
from chalicelib.domain.series import Occurrence, occurrence_id_of
from chalicelib.tables import occurrences, orders, promos
from chalicelib.tables import pools as shards
from chalicelib.tables.catalogue import get_catalogue
from chalicelib.tables.claims import ClaimRow
from chalicelib.tables.table import find
from tests.tables.rushing import check_pools, free, held, limit, live, on_sale, product, reserve
from tests.tables.test_last_seats import THREADS, at_once
from tests.tables.test_promos import code
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


def uses(promo: Promo) -> Pool:
    return Pool(promo.pool_id, promo.event_id, promo.max_uses, promo.shards, "promo", "event")


def claimed(bought: Product, order: Order) -> int:
    [claim] = order.claims
    row = find(ClaimRow, f"CLAIM#{bought.product_id}#{claim.person}", "META")
    return row.used if row else 0


def in_sequence(early: Pool, late: Pool) -> list[Tier]:
    return [
        Tier("tier_early", {"en": "Early"}, {"EUR": 1000}, early.pool_id),
        Tier("tier_late", {"en": "Late"}, {"EUR": 2500}, late.pool_id),
    ]


@pytest.mark.req("PRC-5")
def test_forty_buyers_share_the_five_uses_of_a_code() -> None:
    event_id = new_id("evt")
    mine = limit(event_id, 100, 4)
    ticket = product(event_id, mine)
    catalogue = on_sale([ticket], [mine])
    promo = code(event_id, "FIVE", max_uses=5, shards=2)
    write(promos.new_promo(promo), shards.new_shards(uses(promo)))
    outcomes = at_once(lambda _: reserve(ticket, code="five"), 40)
    assert set(outcomes) <= {"done", "CodeUsedUp", "Busy"}
    while free(uses(promo)):
        reserve(ticket, code="five")
    with pytest.raises(CodeUsedUp):
        reserve(ticket, code="five")
    used = [order for order in live(event_id) if order.code == "FIVE"]
    assert (len(used), {order.total_minor for order in used}) == (5, {2250})
    check_pools(catalogue)
    given_up = checkout.give_up(used[0].order_id, NOW)
    assert (given_up.state, free(uses(promo))) == ("CANCELLED", 1)


@pytest.mark.req("PRD-3")
def test_two_orders_of_one_buyer_at_once_do_not_pass_the_buyer_s_limit() -> None:
    event_id = new_id("evt")
    mine = limit(event_id, 100, 4)
    ticket = product(event_id, mine, max_per_buyer=3, price_minor=0)
    on_sale([ticket], [mine])
    for _ in range(4):
        buyer = Details(Buyer("Bea", f"{new_id('bea')}@example.com"))
        mine_orders = [reserve(ticket, 2) for _ in range(2)]
        outcomes = at_once(lambda number, o=mine_orders, b=buyer: checkout.check_out(o[number].order_id, b, NOW), 2)  # type: ignore[misc]
        assert outcomes == {"done": 1, "TooManyForOneBuyer": 1}
    done = [order for order in live(event_id) if order.state == "COMPLETED"]
    assert [claimed(ticket, order) for order in done] == [2] * 4


@pytest.mark.req("PRD-3")
def test_two_tabs_with_two_addresses_count_the_order_for_one_buyer() -> None:
    event_id = new_id("evt")
    mine = limit(event_id, 100, 4)
    ticket = product(event_id, mine, max_per_buyer=2)
    on_sale([ticket], [mine])
    people = [Details(Buyer("Bea", f"{new_id(name)}@example.com")) for name in ("bea", "ben")]
    order = reserve(ticket, 2)
    at_once(lambda number: checkout.check_out(order.order_id, people[number % 2], NOW), 8)
    told = orders.get_order(order.order_id)
    assert claimed(ticket, told) == 2
    other = next(one for one in people if one.buyer.email != told.buyer_email)
    second = reserve(ticket, 2)
    checkout.check_out(second.order_id, other, NOW)  # what the other address claimed for a moment was given back
    write(orders.move(told, "EXPIRING"))
    expiring.release(order.order_id, "EXPIRED", NOW, by="test")
    assert claimed(ticket, told) == 0


@pytest.mark.req("EVT-17")
def test_the_first_buyers_of_a_date_open_its_counters_once() -> None:
    """Both have 64 shards, more than one commit can make together."""
    event_id = new_id("evt")
    mine, hall = limit(event_id, 1600, 64), limit(event_id, 1600, 64, kind="shared")
    ticket = product(event_id, mine, hall)
    on_sale([ticket], [mine, hall], is_series=True)
    starts = NOW + timedelta(days=3)
    day = Occurrence(occurrence_id_of(event_id, starts), event_id, starts, starts + timedelta(hours=1))
    write(occurrences.new_occurrences([replace(day, capacities={mine.pool_id: 70})]))
    outcomes = at_once(lambda _: reserve(ticket, day=day.occurrence_id))
    assert outcomes["done"] >= THREADS - 2
    opened = occurrences.get_occurrences(event_id, [day.occurrence_id])[day.occurrence_id]
    catalogue = get_catalogue(event_id, occurrences={day.occurrence_id: opened})
    sold = outcomes["done"]
    for pool, capacity in ((mine, 70), (hall, 1600)):
        counter = catalogue.counter(pool, opened)
        assert counter.capacity == capacity
        assert free(counter) + held(event_id)[counter.pool_id] == capacity
        assert held(event_id)[counter.pool_id] == sold
    assert (free(mine), free(hall)) == (1600, 1600)


@pytest.mark.req("EVT-17")
def test_the_first_buyer_of_a_date_pays_the_first_price() -> None:
    event_id = new_id("evt")
    early, late = limit(event_id, 5, kind="tier"), limit(event_id, 50, kind="tier")
    ticket = product(event_id, tiers=in_sequence(early, late))
    on_sale([ticket], [early, late], is_series=True)
    starts = NOW + timedelta(days=3)
    day = Occurrence(occurrence_id_of(event_id, starts), event_id, starts, starts + timedelta(hours=1))
    write(occurrences.new_occurrences([day]))
    bought = [reserve(ticket, day=day.occurrence_id) for _ in range(7)]
    assert [order.total_minor for order in bought] == [1000] * 5 + [2500] * 2


@pytest.mark.req("PRC-3")
def test_nobody_at_the_boundary_of_two_prices_pays_another_than_was_quoted() -> None:
    event_id = new_id("evt")
    early, late = limit(event_id, 5, 1, kind="tier"), limit(event_id, 100, 4, kind="tier")
    ticket = product(event_id, tiers=in_sequence(early, late))
    catalogue = on_sale([ticket], [early, late])
    wrong: list[tuple[int, int]] = []

    def buy(number: int) -> None:
        _, quoted = reserving.quote(event_id, Wish([Wanted(ticket.product_id, 1)]), NOW)
        order = reserve(ticket, tier=quoted.lines[0].tier_id)
        if order.total_minor != quoted.total_minor:
            wrong.append((order.total_minor, quoted.total_minor))

    outcomes = at_once(buy, 2 * THREADS)
    assert wrong == []
    assert set(outcomes) <= {"done", "PriceChanged", "Busy"}
    prices = Counter(order.total_minor for order in live(event_id))
    assert prices[1000] + free(early) == 5
    assert prices[1000] + prices[2500] == outcomes["done"]
    check_pools(catalogue)
