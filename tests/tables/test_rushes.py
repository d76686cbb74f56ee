"""Rushes on what is limited in more than one way, from real threads: pools, codes, buyers, dates and prices at once."""

import pytest

from chalicelib.actions import pools
from chalicelib.domain.accounts import on_behalf_of
from chalicelib.domain.inventory import BelowSold, SoldOut, settings_version
from chalicelib.kernel.errors import Busy
from chalicelib.tables.catalogue import get_catalogue
from tests.tables.rushing import check_pools, free, held, limit, on_sale, product, reserve
from tests.tables.test_last_seats import at_once
from tests.unit.making import NOW, new_id


@pytest.mark.req("CAP-7")
@pytest.mark.req("CAP-1")
def test_two_products_share_the_last_seats_of_a_hall() -> None:
    event_id = new_id("evt")
    stalls, balcony, hall = limit(event_id, 20), limit(event_id, 20), limit(event_id, 24, 4, kind="shared")
    both = [product(event_id, stalls, hall), product(event_id, balcony, hall)]
    catalogue = on_sale(both, [stalls, balcony, hall])
    at_once(lambda number: reserve(both[number % 2], 1 + number // 2 % 2))
    check_pools(catalogue)
    for number in range(free(hall)):  # whoever lost a race comes again
        reserve(both[0] if free(stalls) else both[1])
        assert number < 24
    check_pools(catalogue)
    assert (free(hall), held(event_id)[hall.pool_id]) == (0, 24)
    with pytest.raises(SoldOut):
        reserve(both[1])


@pytest.mark.req("CAP-5")
def test_the_whole_event_s_limit_holds_for_tickets_and_not_for_what_goes_with_them() -> None:
    event_id = new_id("evt")
    mine, shirts, house = limit(event_id, 50), limit(event_id, 50), limit(event_id, 10, kind="event")
    ticket, shirt = product(event_id, mine), product(event_id, shirts, kind="add_on")
    catalogue = on_sale([ticket, shirt], [mine, shirts, house])
    at_once(lambda number: reserve(shirt if number % 4 == 0 else ticket))
    check_pools(catalogue)
    while free(house):
        reserve(ticket)
    assert held(event_id)[mine.pool_id] == 10
    reserve(shirt)


@pytest.mark.req("CAP-8")
def test_a_limit_lowered_during_a_rush_never_falls_below_what_is_sold() -> None:
    event_id = new_id("evt")
    mine = limit(event_id, 100, 4)
    ticket = product(event_id, mine)
    catalogue = on_sale([ticket], [mine])
    owner = on_behalf_of(catalogue.event.account_id, "usr_1")

    def rush(number: int) -> None:
        if number % 8:
            reserve(ticket)
        else:
            pools.resize(event_id, mine.pool_id, pools.Size(60 - number), NOW, "schedule")

    at_once(rush, 48)
    check_pools(catalogue)
    sold = held(event_id)[mine.pool_id]
    version = settings_version(get_catalogue(event_id).pools[mine.pool_id])
    with pytest.raises(BelowSold, match=f"{sold} are sold"):
        pools.resize_pool(event_id, mine.pool_id, pools.Size(sold - 1), version, owner, NOW)
    level = pools.resize_pool(event_id, mine.pool_id, pools.Size(sold), version, owner, NOW)
    assert (level.free, level.pool.capacity) == (0, sold)
    with pytest.raises(SoldOut):
        reserve(ticket)


@pytest.mark.req("CAP-8")
def test_a_pool_is_spread_over_more_shards_while_it_sells() -> None:
    event_id = new_id("evt")
    mine = limit(event_id, 90, 2)
    ticket = product(event_id, mine)
    catalogue = on_sale([ticket], [mine])

    def rush(number: int) -> None:
        if number % 10 == 5:
            pools.resize(event_id, mine.pool_id, pools.Size(90, 3 + number // 10 * 3), NOW, "schedule")
        else:
            reserve(ticket)

    at_once(rush, 50)
    check_pools(catalogue)
    for _ in range(3):  # a limit that buyers were always faster for is asked for again
        try:
            pools.resize(event_id, mine.pool_id, pools.Size(90, 16), NOW, "schedule")
        except Busy:
            continue
    assert get_catalogue(event_id).pools[mine.pool_id].shards == 16
    while free(get_catalogue(event_id).pools[mine.pool_id]) >= 10:
        reserve(ticket, 10)
    check_pools(catalogue)
