"""Calling an event off with all of its orders: shown first, then begun; a workflow does the rest."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.actions import mass_refunds
from chalicelib.actions.events import owned_event
from chalicelib.domain import event_cancellations as rules
from chalicelib.domain.accounts import Caller
from chalicelib.domain.edits import RefundChoice
from chalicelib.domain.event_cancellations import (
    Cancellation,
    CancellationNotFound,
    CancellationRunning,
    PreviewChanged,
    Result,
    ResultState,
    Sums,
)
from chalicelib.domain.events import Event, moved
from chalicelib.domain.orders import Order
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.facts import EventCancelled, Fact
from chalicelib.tables import event_cancellations, events, orders
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.lists import Page

_ORDERS_AT_ONCE = 100
_FILES_AT_ONCE = 8


@dataclass(frozen=True)
class Progress:
    """How far it is. `sums` is what is still to do before it has begun."""

    event: Event
    cancellation: Cancellation


def preview(event_id: str, caller: Caller) -> tuple[Event, Sums]:
    """What would be cancelled and given back: every order is read, nothing is done."""
    event = owned_event(event_id, caller)
    return event, _sums(event)


def _sums(event: Event) -> Sums:
    sums, cursor = Sums(), None
    with ThreadPoolExecutor(_FILES_AT_ONCE) as pool:
        while True:
            page = orders.list_orders(event.event_id, event.order_spread, cursor, _ORDERS_AT_ONCE)
            for order in page.items:
                if not rules.needs_a_look(order):
                    sums.add(order)
            looked_at = [order.order_id for order in page.items if rules.needs_a_look(order)]
            for file in pool.map(orders.get_file, looked_at):
                sums.add(file.order, file.payments, file.refunds)
            cursor = page.next
            if not cursor:
                return sums


@dataclass(frozen=True)
class Confirmed:
    """What a member has confirmed: the title as it was typed, and the token of the preview that was shown."""

    title: str
    preview: str
    refund: RefundChoice
    note: str = ""


def start(event_id: str, confirmed: Confirmed, caller: Caller, now: datetime) -> Progress:
    """Nothing more is sold from this moment on; the workflow cancels what was. Beginning twice begins once.

    Raises NotConfirmed, PreviewChanged, MoveNotAllowed, CancellationRunning when it was begun in another way.
    """
    event, refund = owned_event(event_id, caller), confirmed.refund
    rules.check_confirmed(event, confirmed.title)
    _check_unchanged(event, confirmed.preview)
    new = Cancellation(event_id, event.account_id, refund, confirmed.note, caller.user_id, now)
    changes: list[Change] = [event_cancellations.new_cancellation(new)]
    facts: list[Fact] = [mass_refunds.begun(new)]
    if event.status != "CANCELLED":
        after = replace(moved(event, "cancel"), changed_by=caller.user_id)
        changes += [events.edited_event(after), *events.lists_of(after)]
        facts.insert(0, EventCancelled(event_id, event.account_id, event_id))
    try:
        commit(changes, facts, now=now, by=caller.user_id)
    except CancellationRunning:
        before = event_cancellations.get_cancellation(event_id)
        if before.refund != refund:
            raise
    return progress(event_id, caller)


def _check_unchanged(event: Event, seen: str) -> None:
    """What was shown is what would be done; once it has begun, the same request again finds it begun."""
    with suppress(CancellationNotFound):
        event_cancellations.get_cancellation(event.event_id)
        return
    if _sums(event).token != seen:
        raise PreviewChanged()


def progress(event_id: str, caller: Caller) -> Progress:
    """Raises EventNotFound, CancellationNotFound."""
    event = owned_event(event_id, caller)
    return Progress(event, event_cancellations.get_cancellation(event_id))


def list_results(
    event_id: str, caller: Caller, state: ResultState | None, cursor: str | None, limit: int
) -> Page[tuple[Result, Order]]:
    """What became of each order, with the order itself. Raises EventNotFound."""
    owned_event(event_id, caller)
    page = event_cancellations.list_results(event_id, state, cursor, limit)
    found = {order.order_id: order for order in orders.read_orders(result.order_id for result in page.items)}
    return Page([(result, found[result.order_id]) for result in page.items], page.next)


def retry(event_id: str, caller: Caller, now: datetime) -> Progress:
    """What has failed is tried again, and a workflow that was stopped goes on. Raises CancellationNotFound."""
    cancellation = progress(event_id, caller).cancellation
    while failed := event_cancellations.list_results(event_id, "FAILED", None, _ORDERS_AT_ONCE).items:
        for result in failed:
            again = replace(result, state="WAITING", code="", tries=0)
            with suppress(AlreadyDone):  # another member's click
                commit(event_cancellations.settled(result, again), [], now=now, by=caller.user_id)
        if not event_cancellations.get_cancellation(event_id).failed:
            break
    mass_refunds.go_on(cancellation, now, by=caller.user_id)
    return progress(event_id, caller)
