"""What a rush must leave behind, whatever happened in it: the proof, from the table and the buyers' own stories."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.crowd import Story
from chalicelib.actions.checking import Proof
from chalicelib.actions.shortage import REMEMBERED

_ENDED = {"COMPLETED", "EXPIRED", "CANCELLED"}
_SOLD = "COMPLETED"


@dataclass(frozen=True)
class Check:
    """One sentence, whether it is true, and the figures behind it."""

    sentence: str
    holds: bool
    figures: str


@dataclass(frozen=True)
class Stock:
    """What one product had to sell."""

    product_id: str
    capacity: int


def check(
    stories: Sequence[Story], stock: Sequence[Stock], proof: Proof, rows: Sequence[dict[str, Any]]
) -> list[Check]:
    """All sentences of the proof. `rows` are the event's orders and tickets as they are stored."""
    orders = {row["pk"].partition("#")[2]: row for row in rows if row["kind"] == "Order"}
    tickets = Counter(row["pk"].partition("#")[2] for row in rows if row["kind"] == "Ticket")
    return [
        *_pools(proof),
        _no_order_twice(stories, orders),
        _sold_is_sold(stories, orders),
        _one_ticket_each(orders, tickets),
        _nothing_open(orders),
        *(_refusals(stories, each) for each in stock),
    ]


def _pools(proof: Proof) -> list[Check]:
    return [
        Check(
            "No unit is sold twice and none is lost",
            pool.holds,
            f"free {pool.free} + held {pool.held} = capacity {pool.capacity}",
        )
        for pool in proof.pools
    ]


def _no_order_twice(stories: Sequence[Story], orders: dict[str, Any]) -> Check:
    """However often a key was sent, it made one order; and only the keys that were sent made orders."""
    several = [story.number for story in stories if len(story.order_ids) > 1]
    known = {order_id for story in stories for order_id in story.order_ids}
    unheard = sum(story.outcome == "unknown" for story in stories)
    holds = not several and known <= set(orders) and len(orders) <= len(known) + unheard
    return Check("Each key made one order at most", holds, f"{len(known)} orders, {len(orders)} stored")


def _sold_is_sold(stories: Sequence[Story], orders: dict[str, Any]) -> Check:
    """Who was told so has the tickets; who was told otherwise has none."""
    told = {order_id for story in stories if story.outcome == "sold" for order_id in story.order_ids}
    free_to_differ = {order_id for story in stories if story.outcome == "held" for order_id in story.order_ids}
    stored = {order_id for order_id, row in orders.items() if row["state"] == _SOLD}
    return Check(
        "Who was told that it is bought has bought it, and nobody else",
        told <= stored <= told | free_to_differ,
        f"{len(told)} told, {len(stored)} stored",
    )


def _one_ticket_each(orders: dict[str, Any], tickets: Counter[str]) -> Check:
    sold = {order_id for order_id, row in orders.items() if row["state"] == _SOLD}
    right = set(tickets) == sold and all(number == 1 for number in tickets.values())
    return Check(
        "Every order that is bought has its ticket, no other one has", right, f"{sum(tickets.values())} tickets"
    )


def _nothing_open(orders: dict[str, Any]) -> Check:
    open_ones = Counter(row["state"] for row in orders.values() if row["state"] not in _ENDED or "due" in row)
    return Check("Nothing is left to be done", not open_ones, f"{dict(open_ones) or 'every order has ended'}")


def _refusals(stories: Sequence[Story], stock: Stock) -> Check:
    """Nobody was refused while a unit was surely free.

    A unit may have been held from the moment that its buyer asked until the answer to giving it up. A refusal is
    right if at some moment between its own question and answer all units may have been held, or in the second
    before, for so long a shortage is believed in a rush (actions/shortage.py).
    """
    of_product = [story for story in stories if story.product_id == stock.product_id]
    holders = [story for story in of_product if story.outcome != "sold out"]
    taken = sorted(story.asked_at for story in holders)
    returned = sorted(story.returned_at for story in holders if story.returned_at)

    def held(moment: float) -> int:
        return bisect_right(taken, moment) - bisect_left(returned, moment)

    def is_right(story: Story) -> bool:
        since = story.asked_at - REMEMBERED.total_seconds()
        within = taken[bisect_left(taken, since) : bisect_right(taken, story.answered_at)]
        return max(map(held, [since, *within])) >= stock.capacity

    refused = [story for story in of_product if story.outcome == "sold out"]
    wrong = [story.number for story in refused if not is_right(story)]
    return Check("Nobody was refused while a unit was surely free", not wrong, _window(refused, holders, wrong))


def _window(refused: Sequence[Story], holders: Sequence[Story], wrong: Sequence[int]) -> str:
    """What came back after somebody had been refused, and in how long a time: these units may stay unsold."""
    text = f"{len(refused)} refused, {len(wrong)} wrongly"
    first = min((story.answered_at for story in refused), default=None)
    late = [at for story in holders if (at := story.returned_at) and first is not None and at > first]
    if first is not None and late:
        text += f"; {len(late)} units were given up up to {max(late) - first:.1f} s after the first refusal"
    abandoned = sum(story.outcome == "held" for story in holders)
    return f"{text}; {abandoned} came back when their holds ended" if abandoned else text
