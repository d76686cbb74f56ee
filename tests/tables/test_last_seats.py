"""The rush: many buyers at once, from real threads, and never one seat too many or too few."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from chalicelib.actions import expiring, reserving, stock
from chalicelib.actions.reserving import Wish
from chalicelib.domain.baskets import Wanted
from chalicelib.domain.catalogue import Catalogue, Pool
from chalicelib.domain.inventory import SoldOut, Take
from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.domain.tickets import Scan
from chalicelib.kernel.errors import AlreadyDone, Refusal
from chalicelib.kernel.facts import OrderPaid
from chalicelib.kernel.once import Once
from chalicelib.tables import facts, orders, pools, tickets
from tests.tables.writing import write
from tests.unit.making import NOW, new_id

THREADS = 32


def at_once(work: Callable[[int], object], times: int = THREADS) -> Counter[str]:
    """Do it in as many threads, and count what came of it: the names of refusals, or "done"."""

    def outcome(number: int) -> str:
        try:
            work(number)
        except (Refusal, AlreadyDone, tickets.AlreadyScanned) as refusal:
            return type(refusal).__name__
        return "done"

    with ThreadPoolExecutor(THREADS) as threads:
        return Counter(threads.map(outcome, range(times)))


def reserve(catalogue: Catalogue, quantity: int = 1, key: str = "") -> Order:
    once = Once("buyer", key or new_id("key"), "digest")
    wanted = [Wanted(catalogue.products[0].product_id, quantity)]
    return reserving.reserve(catalogue.event.event_id, Wish(wanted), once, NOW).order


def free(pool: Pool) -> int:
    return sum(pools.list_free([pool])[pool.pool_id])


def small(catalogue: Catalogue, left: list[int]) -> Pool:
    """Take units out of the catalogue's pool until its shards have only so many left."""
    [pool] = catalogue.pools.values()
    write(pools.take([Take(pool.pool_id, shard, 25 - units) for shard, units in enumerate(left) if units < 25]))
    return pool


def held(catalogue: Catalogue) -> int:
    page = orders.list_orders(catalogue.event.event_id, 4, None, 100)
    return sum(order.units for order in page.items)


@pytest.mark.parametrize("left", [[20, 0, 0, 0], [5, 5, 5, 5], [17, 1, 1, 1]], ids=["one shard", "even", "uneven"])
def test_thirty_two_buyers_get_exactly_the_last_twenty_seats(catalogue: Catalogue, left: list[int]) -> None:
    pool = small(catalogue, left)
    outcomes = at_once(lambda _: reserve(catalogue))
    assert free(pool) + held(catalogue) == 20
    assert held(catalogue) == outcomes["done"]
    for _ in range(free(pool)):  # who lost every race may come again; nobody is told "sold out" for ever
        reserve(catalogue)
    assert (free(pool), held(catalogue)) == (0, 20)
    with pytest.raises(SoldOut):
        reserve(catalogue)


def test_seats_in_pairs_are_never_oversold_over_several_shards(catalogue: Catalogue) -> None:
    pool = small(catalogue, [3, 3, 3, 2])
    at_once(lambda _: reserve(catalogue, 2))
    assert free(pool) + held(catalogue) == 11
    while free(pool) > 1:
        reserve(catalogue, 2)
    assert (free(pool), held(catalogue)) == (1, 10)


def test_one_click_sent_thirty_two_times_is_one_order(catalogue: Catalogue) -> None:
    [pool] = catalogue.pools.values()
    key = new_id("key")
    outcomes = at_once(lambda _: reserve(catalogue, 2, key))
    assert outcomes == {"done": THREADS}
    assert (free(pool), held(catalogue)) == (98, 2)


def test_units_are_given_back_once_whoever_asks_and_however_often(catalogue: Catalogue) -> None:
    [pool] = catalogue.pools.values()
    order = reserve(catalogue, 4)
    write(orders.move(order, "EXPIRING"))
    at_once(lambda _: expiring.release(order.order_id, "EXPIRED", NOW, by="test"))
    assert free(pool) == 100
    assert [fact["name"] for fact in facts.list_of(order.order_id)].count("OrderExpired") == 1


def test_giving_back_from_an_old_reading_is_refused(catalogue: Catalogue) -> None:
    [pool] = catalogue.pools.values()
    order = reserve(catalogue, 4)
    write(orders.move(order, "EXPIRING"))
    expiring = replace(order, state="EXPIRING")
    give_back = [orders.move(expiring, "EXPIRED"), *pools.give_back(order.takes)]
    write(give_back)
    with pytest.raises(OrderMoved):
        write(give_back)
    assert free(pool) == 100


def test_paying_and_expiring_race_and_one_wins(catalogue: Catalogue) -> None:
    [pool] = catalogue.pools.values()
    for _ in range(5):
        order = reserve(catalogue, 1)
        paid = [OrderPaid(order.order_id, order.account_id, order.event_id)]

        def race(number: int, order: Order = order, paid: list[OrderPaid] = paid) -> None:
            if number % 2:
                write(orders.move(order, "COMPLETED", at=NOW), facts=paid)
            else:
                write(orders.move(order, "EXPIRING"))

        assert at_once(race, 8) == {"done": 1, "OrderMoved": 7}
        expiring.release(order.order_id, "EXPIRED", NOW, by="test")
    complete = [order for order in orders.list_orders(catalogue.event.event_id, 4, None, 100).items
                if order.state == "COMPLETED"]  # fmt: skip
    assert free(pool) + len(complete) == 100


def test_thirty_two_scanners_admit_a_ticket_once(order: Order) -> None:

    def scan(number: int) -> None:
        write(
            tickets.new_scan(Scan(order.order_id, 1, "list_1", order.event_id, NOW, f"usr_{number}", f"scn_{number}"))
        )

    assert at_once(scan) == {"done": 1, "AlreadyScanned": THREADS - 1}


def test_a_late_payment_takes_seats_from_whichever_shard_has_them_left(catalogue: Catalogue) -> None:
    pool = small(catalogue, [0, 0, 1, 1])
    order = reserve(catalogue, 2)
    write(orders.move(order, "EXPIRING"))
    expired = expiring.release(order.order_id, "EXPIRED", NOW, by="test")
    assert (expired.state, free(pool)) == ("EXPIRED", 2)
    takes = stock.plan_takes(stock.counters_of(expired), stock.units_of(expired.takes))
    write(orders.retake(expired, takes, NOW), pools.take(takes))
    assert (orders.get_order(order.order_id).state, free(pool)) == ("COMPLETED", 0)
