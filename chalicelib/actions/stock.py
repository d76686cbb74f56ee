"""Taking units out of pools and putting them back: what every shard has at this moment decides."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from chalicelib.domain import inventory
from chalicelib.domain.catalogue import Catalogue, Pool, dates_counted
from chalicelib.domain.events import StaleEdit
from chalicelib.domain.inventory import SoldOut, Take
from chalicelib.domain.orders import Order
from chalicelib.domain.series import Occurrence
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.facts import OrderReserved
from chalicelib.tables import claims, occurrences, pools
from chalicelib.tables.catalogue import get_catalogue
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit

_RACES = 4
_MOST_TAKES = 90  # a commit holds a hundred changes


def guess_takes(wanted: Mapping[str, Pool], units: Mapping[str, int]) -> list[Take]:
    """One shard a pool, without reading."""
    return _checked(inventory.guess(list(wanted.values()), units, random.randrange))


def plan_takes(wanted: Mapping[str, Pool], units: Mapping[str, int]) -> list[Take]:
    """Which shards to take these units (by pool id) from: one batch read. Raises PoolSoldOut."""
    free = pools.list_free(list(wanted.values()))
    takes = []
    for pool_id, count in units.items():
        try:
            takes += inventory.plan(pool_id, free[pool_id], count, random.randrange)
        except SoldOut as error:
            raise PoolSoldOut(pool_id, sum(free[pool_id])) from error
    return _checked(takes)


def _checked(takes: list[Take]) -> list[Take]:
    if len(takes) > _MOST_TAKES:
        raise SoldOut("Not that many are left to be had at once: try fewer.")
    return takes


class PoolSoldOut(SoldOut):
    """Not enough tickets are left."""

    def __init__(self, pool_id: str, left: int) -> None:
        super().__init__()
        self.pool_id = pool_id
        self.left = left


def units_of(takes: Iterable[Take]) -> Counter[str]:
    """How many units these takes hold of each pool."""
    units: Counter[str] = Counter()
    for take in takes:
        units[take.pool_id] += take.units
    return units


def returned(order: Order) -> list[Change]:
    """Everything that an order holds goes back: in the commit that moves it out of the states that hold."""
    return [*pools.give_back(order.takes), *claims.given_up(order.claims)]


def reserved(order: Order) -> OrderReserved:
    """Units are held: what the clock, the search index and the keeper of the stock want to know of it."""
    data = {"units": order.units, "total_minor": order.owed_minor, "expires_at": clock.to_text(order.expires_at)}
    return OrderReserved(order.order_id, order.account_id, order.event_id, data | dates_of(order.takes))


def dates_of(takes: Iterable[Take]) -> dict[str, list[str]]:
    """What a fact says of the dates whose counters have changed: nothing for an event that is no series."""
    dates = dates_counted(take.pool_id for take in takes)
    return {"dates": dates} if dates else {}


def counters_of(order: Order) -> dict[str, Pool]:
    """The counters that an order takes from, as they are now. What is no pool of the catalogue (a code's uses, a
    block) is known as far as the order knows it."""
    days = occurrences.get_occurrences(order.event_id, [line.occurrence_id for line in order.lines])
    catalogue = get_catalogue(order.event_id, occurrences=days)
    known = {
        counter.pool_id: counter
        for line in order.lines
        for pool in catalogue.pools.values()
        for counter in [catalogue.counter(pool, catalogue.occurrence(line.occurrence_id))]
    }
    shards: Counter[str] = Counter()
    for take in order.takes:
        shards[take.pool_id] = max(shards[take.pool_id], take.shard + 1)
    return {pool_id: known.get(pool_id) or Pool(pool_id, order.event_id, 0, count) for pool_id, count in shards.items()}


def sold_of(catalogue: Catalogue, mine: Iterable[Pool]) -> int:
    """How many units of these pools are sold or held, on all dates together."""
    counters = list(mine)
    own = {pool.pool_id: pool for pool in counters}
    if catalogue.event.is_series:
        for day in occurrences.every_occurrence(catalogue.event.event_id):
            counters += [catalogue.counter(own[pool_id], day) for pool_id in day.counters if pool_id in own]
    free = pools.list_free(counters)
    return sum(pool.capacity - sum(free[pool.pool_id]) for pool in counters)


def open_counters(catalogue: Catalogue, day: Occurrence, wanted: Iterable[Pool], now: datetime) -> None:
    """Make the counters of a date that has sold nothing yet; whoever is faster has done it for all.

    A commit for each: one holds a hundred changes, and a counter may have 64 shards.
    """
    asked = {counter.pool_id for counter in wanted}
    for pool in catalogue.pools.values():
        if catalogue.counter(pool, day).pool_id in asked:
            day = _opened(catalogue, day, pool, now)


def _opened(catalogue: Catalogue, day: Occurrence, pool: Pool, now: datetime) -> Occurrence:
    """The date with this counter. Somebody may save the date meanwhile, or it was read too early: look again."""
    for _ in range(_RACES):
        if catalogue.is_opened(pool, day):
            break
        counter = catalogue.counter(pool, day)
        edited = replace(day, counters=day.counters | {pool.pool_id: [counter.capacity, counter.shards]})
        with suppress(StaleEdit, AlreadyDone):
            commit([occurrences.edited_occurrence(edited), *pools.new_shards(counter)], [], now=now, by="sale")
        day = occurrences.get_occurrences(day.event_id, [day.occurrence_id])[day.occurrence_id]
    return day
