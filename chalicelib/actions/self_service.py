"""Buyers cancel by themselves, under the policy that they bought with: what they would get is shown before."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from chalicelib.actions import asking_refunds
from chalicelib.actions.asking_refunds import Plan
from chalicelib.actions.cancelling import Act
from chalicelib.domain import policies
from chalicelib.domain.accounts import on_behalf_of
from chalicelib.domain.cancellations import (
    MOST_TICKETS,
    NotReturnable,
    OrderNotPaid,
    TicketsNotReady,
    Wish,
    line_of_ticket,
)
from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.domain.payments import has_open_dispute
from chalicelib.domain.policies import Policy
from chalicelib.domain.refunds import Chosen, DisputeIsOpen, NothingToRefund
from chalicelib.kernel.errors import AlreadyDone, Conflict
from chalicelib.kernel.once import Once
from chalicelib.tables import events, marks, occurrences, orders
from chalicelib.tables.orders import OrderFile

# In the history of the order, and as the author of its refunds.
BUYER = "buyer"
_RACES = 4


class NotCancellableHere(Conflict):
    """This order cannot be cancelled here. Please ask the organizer."""


class TooLateToCancel(Conflict):
    """The time in which this could be cancelled is over."""


class TicketUsed(Conflict):
    """A ticket that has been used cannot be given back."""


class AmountChanged(Conflict):
    """What goes back has changed since you looked. Please look again before you decide."""


@dataclass(frozen=True)
class Option:
    """What one ticket would give back now, and until when; `why_not` is a refusal's code, "" where it can be."""

    number: int
    amount_minor: int
    until: datetime | None
    why_not: str


@dataclass(frozen=True)
class Options:
    """What the buyer can do: each ticket by itself, and everything at once (None when that is not possible)."""

    order: Order
    policy: Policy
    tickets: list[Option]
    everything_minor: int | None
    why_not: str


def options(order_id: str, now: datetime) -> Options:
    """What an order's buyer may give back, and for how much money."""
    file = orders.get_file(order_id)
    order, policy = file.order, policies.read(file.order.policy)
    why_not = _why_not(file, policy)
    starts = _starts(order)
    valid = [ticket.number for ticket in file.tickets if ticket.state == "VALID"]
    found = [] if why_not else [_option(file, number, policy, starts, now) for number in valid]
    whole = None
    if not why_not and not any(one.why_not for one in found):
        with suppress(TooLateToCancel, NothingToRefund, NotReturnable):
            whole = _plan(file, Wish(everything=True), policy, starts, now).amount_minor
    return Options(order, policy, found, whole, why_not)


def _why_not(file: OrderFile, policy: Policy) -> str:
    if file.order.state != "COMPLETED":
        return OrderNotPaid.code()
    if not policy.self_service or file.order.is_test:
        return NotCancellableHere.code()
    if has_open_dispute(file.disputes):
        return DisputeIsOpen.code()
    return TicketsNotReady.code() if len(file.tickets) < file.order.tickets else ""


def _option(file: OrderFile, number: int, policy: Policy, starts: Mapping[str, datetime], now: datetime) -> Option:
    line = file.order.lines[int(line_of_ticket(file.order)[number])]
    rule = policies.rule_at(policy, starts[line.occurrence_id], now)
    until = rule.until(starts[line.occurrence_id]) if rule else None
    try:
        made = _plan(file, Wish(tickets=[number]), policy, starts, now)
    except (TooLateToCancel, TicketUsed) as refusal:
        return Option(number, 0, until, refusal.code())
    return Option(number, made.amount_minor, until, "")


def _plan(file: OrderFile, wish: Wish, policy: Policy, starts: Mapping[str, datetime], now: datetime) -> Plan:
    """Raises TicketUsed, TooLateToCancel, NotReturnable for more than one commit holds, and what every plan does."""
    order, lines = file.order, line_of_ticket(file.order)
    valid = [ticket.number for ticket in file.tickets if ticket.state == "VALID"]
    meant = valid if wish.everything else [number for number in wish.tickets if number in lines]
    if len(meant) > MOST_TICKETS:
        raise NotReturnable(everything=f"is more than {MOST_TICKETS} tickets: give some of them back, then the others")
    if {scan.number for scan in file.scans} & set(meant):
        raise TicketUsed()
    places = {lines[number] for number in meant} or ({str(place) for place in range(len(order.lines))})
    dates = {order.lines[int(place)].occurrence_id for place in places}
    if not all(policies.rule_at(policy, starts[date], now) for date in dates):
        raise TooLateToCancel()

    def grant(chosen: Chosen) -> Chosen:
        return policies.granted(policy, order, chosen, starts, now)

    return asking_refunds.plan(file, wish, grant)


def _starts(order: Order) -> dict[str, datetime]:
    """The starts of the order's dates by their ids; a date that is gone counts as the event's own."""
    event = events.get_event(order.event_id)
    wanted = {line.occurrence_id for line in order.lines}
    days = occurrences.get_occurrences(order.event_id, sorted(wanted)) if event.is_series else {}
    return {id_: days[id_].starts_at if id_ in days else event.starts_at for id_ in wanted}


def preview(order_id: str, wish: Wish, now: datetime) -> Plan:
    """What `cancel` would do now, to the minor unit: the tickets are taken together, and rounded once.

    Raises NotCancellableHere, TooLateToCancel, TicketUsed, and what every plan does.
    """
    return _allowed(orders.get_file(order_id), wish, now)


def cancel(order_id: str, wish: Wish, shown_minor: int, once: Once, now: datetime) -> None:
    """Give tickets back for as much as was shown. Repeating the same request changes nothing.

    Raises NotCancellableHere, TooLateToCancel, TicketUsed, AmountChanged, NotReturnable, DisputeIsOpen, OrderMoved.
    """
    for _ in range(_RACES):
        file = orders.get_file(order_id)  # before the mark is looked for: what is read is then no later than it
        if marks.is_done(once):
            return marks.check(once)
        made = _allowed(file, wish, now)
        if made.amount_minor != shown_minor:
            raise AmountChanged()
        caller = on_behalf_of(file.order.account_id, BUYER)
        with suppress(OrderMoved, AlreadyDone):  # a double click's other half, or a member: look again
            return asking_refunds.decide(made, Act(caller, "buyer_cancelled", "", now), once)
    raise OrderMoved()


def _allowed(file: OrderFile, wish: Wish, now: datetime) -> Plan:
    """What the wish would do, if this buyer may."""
    policy = policies.read(file.order.policy)
    why_not = _why_not(file, policy)
    if why_not:
        raise _REFUSED[why_not]()
    return _plan(file, wish, policy, _starts(file.order), now)


_REFUSED: dict[str, type[Conflict]] = {
    refusal.code(): refusal for refusal in (OrderNotPaid, NotCancellableHere, DisputeIsOpen, TicketsNotReady)
}
