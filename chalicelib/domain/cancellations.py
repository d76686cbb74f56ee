"""Giving some of an order back: which lines its tickets are of, and what it holds afterwards."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from chalicelib.domain.inventory import Take
from chalicelib.domain.orders import Claim, Order
from chalicelib.domain.tickets import Ticket
from chalicelib.kernel.errors import Conflict, Invalid

# A transaction has 100 places: for a ticket each, and for shards, refunds and facts.
MOST_TICKETS = 40


class NotReturnable(Invalid):
    """This ticket does not exist, was given back before, or was named twice."""


class TicketsNotReady(Conflict):
    """The order's tickets are being made at this moment. Please try again."""


class OrderNotPaid(Conflict):
    """Nothing was paid for this order, or everything has been given back."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants back: all of it, tickets by their numbers, units of lines, or just an amount.

    `cancels`: the tickets are void and the units on sale again; otherwise only money goes back.
    """

    everything: bool = False
    tickets: list[int] = field(default_factory=list)
    units: dict[str, int] = field(default_factory=dict)
    amount_minor: int = 0
    cancels: bool = True


@dataclass(frozen=True)
class Return:
    """What an order gives back: tickets that are void from now on, and units by line (its place, as a text).

    `ends`: nothing is left of it, so that the order as a whole is over.
    """

    tickets: list[Ticket]
    units: dict[str, int]
    ends: bool


def line_of_ticket(order: Order) -> dict[int, str]:
    """Ticket number → its line: tickets are numbered in the order of the lines that admit."""
    lines = [
        str(place) for place, line in enumerate(order.lines) if line.kind == "ticket" for _ in range(line.quantity)
    ]
    return dict(enumerate(lines, start=1))


def open_units(order: Order) -> dict[str, int]:
    """How many units of each line were not given back."""
    return {
        str(place): line.quantity - order.returned.get(str(place), 0)
        for place, line in enumerate(order.lines)
        if line.quantity > order.returned.get(str(place), 0)
    }


def units_of(order: Order, tickets: Sequence[Ticket], wish: Wish) -> dict[str, int]:
    """How many units of each line are meant. Raises NotReturnable, with the input's field."""
    if wish.everything:
        return open_units(order)
    lines, units = line_of_ticket(order), Counter[str]()
    valid = {ticket.number for ticket in tickets if ticket.state == "VALID"}
    for number in wish.tickets:
        if number not in valid or number not in lines or wish.tickets.count(number) > 1:
            raise NotReturnable(tickets=f"ticket {number} does not exist, is void, or was named twice")
        units[lines[number]] += 1
    have = open_units(order)
    for line, count in wish.units.items():
        if line not in have or order.lines[int(line)].kind == "ticket" or count > have[line]:
            raise NotReturnable(units=f"line {line} has {have.get(line, 0)} units left, or is of tickets: name those")
        units[line] += count
    return dict(units)


def given_back(order: Order, tickets: Sequence[Ticket], wish: Wish) -> Return:
    """What is void and on sale again. Raises NotReturnable, TicketsNotReady.

    With the last of its tickets the whole order is over, and whatever was bought beside them.
    """
    valid = [ticket for ticket in tickets if ticket.state == "VALID"]
    if len(tickets) < order.tickets:
        raise TicketsNotReady()
    units = units_of(order, tickets, wish)
    chosen = valid if wish.everything else [ticket for ticket in valid if ticket.number in wish.tickets]
    left = {line: count - units.get(line, 0) for line, count in open_units(order).items()}
    ends = not any(left.values()) or (bool(valid) and len(chosen) == len(valid))
    return Return(chosen, units, ends)


def returned_takes(order: Order, counters: Mapping[str, Collection[str]], units: Mapping[str, int]) -> list[Take]:
    """What goes back to which shard, of everything that the order has taken.

    `counters`: line → the counters that each of its units is taken from. A line of none of the order's own counters
    was sold out of a block: then it is the ones that belong to no other line.
    """
    taken = {take.pool_id for take in order.takes}
    known = set().union(*counters.values())
    due: Counter[str] = Counter()
    for line, count in units.items():
        for pool_id in (set(counters[line]) & taken) or (taken - known):
            due[pool_id] += count
    found = []
    for take in order.takes:
        part = min(take.units, due[take.pool_id])
        if part:
            due[take.pool_id] -= part
            found.append(replace(take, units=part))
    return found


def less(takes: Iterable[Take], returned: Iterable[Take]) -> list[Take]:
    """What an order still holds."""
    gone = Counter({(take.pool_id, take.shard): take.units for take in returned})
    left = [replace(take, units=take.units - gone[take.pool_id, take.shard]) for take in takes]
    return [take for take in left if take.units]


def returned_claims(order: Order, units: Mapping[str, int]) -> list[Claim]:
    """What of it counts no longer against its buyer's limits."""
    by_product: Counter[str] = Counter()
    for line, count in units.items():
        by_product[order.lines[int(line)].product_id] += count
    claims = [replace(claim, units=min(claim.units, by_product[claim.product_id])) for claim in order.claims]
    return [claim for claim in claims if claim.units]


def after(order: Order, back: Return, takes: Sequence[Take]) -> Order:
    """The order once this is given back: what it holds, and what it counts against its buyer."""
    gone = {(claim.product_id, claim.person): claim.units for claim in returned_claims(order, back.units)}
    claims = [
        replace(claim, units=claim.units - gone.get((claim.product_id, claim.person), 0)) for claim in order.claims
    ]
    return replace(
        order,
        takes=less(order.takes, takes),
        claims=[claim for claim in claims if claim.units],
        returned=dict(Counter(order.returned) + Counter(back.units)),
    )
