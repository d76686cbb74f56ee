"""Orders and tickets as the members of an account see and edit them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.actions import searching
from chalicelib.actions.checkin import main_list
from chalicelib.actions.dates import dated
from chalicelib.actions.events import owned_event
from chalicelib.domain import edits as rules
from chalicelib.domain.accounts import Caller
from chalicelib.domain.edits import Edit, NoBuyerYet, TicketNotFound
from chalicelib.domain.events import Event
from chalicelib.domain.orders import Order, OrderNotFound
from chalicelib.domain.search import Query
from chalicelib.domain.tickets import Ticket, code_of
from chalicelib.gateways import signing
from chalicelib.kernel import ids
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.facts import OrderEdited
from chalicelib.tables import edits, events, facts, orders, tickets
from chalicelib.tables.commit import Change, commit
from chalicelib.tables.edits import EditOvertaken
from chalicelib.tables.lists import Page
from chalicelib.tables.orders import OrderFile

_RACES = 5


def list_orders(event_id: str, caller: Caller, query: Query, cursor: str | None, limit: int) -> Page[Order]:
    """An event's orders, newest first: all, or those that are looked for."""
    if query != Query():
        return searching.find_orders(event_id, caller, query, cursor, limit)
    event = owned_event(event_id, caller)
    return orders.list_orders(event_id, event.order_spread, cursor, limit)


@dataclass(frozen=True)
class OrderHistory:
    """An order with everything that happened to it."""

    file: OrderFile
    dates: list[Event]
    facts: list[dict[str, Any]]
    edits: list[Edit]
    codes: list[tuple[int, str]]

    @property
    def refundable_minor(self) -> int:
        """What the provider can still pay back."""
        refunds = rules.full_refunds(self.file.payments, self.file.refunds, self.file.order.reserved_at)
        return sum(refund.amount_minor for refund in refunds)


def owned_file(order_id: str, caller: Caller) -> OrderFile:
    """Raises OrderNotFound, also for an order of another tenant."""
    file = orders.get_file(order_id)
    if not caller.owns(file.order.account_id):
        raise OrderNotFound()
    return file


def get_order(order_id: str, caller: Caller) -> OrderHistory:
    """Raises OrderNotFound."""
    file = owned_file(order_id, caller)
    signer = signing.TicketSigner()
    codes = [(ticket.number, code_of(ticket, signer)) for ticket in file.tickets]
    dates = dated(events.get_event(file.order.event_id), file.order)
    return OrderHistory(file, dates, facts.list_of(order_id), edits.list_edits(order_id), codes)


@dataclass(frozen=True)
class Attendee:
    """A ticket, its code, and when it was admitted."""

    ticket: Ticket
    code: str
    scanned_at: datetime | None


def list_attendees(event_id: str, caller: Caller, text: str, cursor: str | None, limit: int) -> Page[Attendee]:
    """An event's tickets by holder's name, each with its first scan: all, or those that are looked for."""
    event = owned_event(event_id, caller)
    if Query(text).words:
        page = searching.find_tickets(event, text, cursor, limit)
    else:
        page = tickets.list_tickets(event_id, event.order_spread, cursor, limit)
    scans = tickets.scans_of(page.items, main_list(event_id))
    signer = signing.TicketSigner()
    found = []
    for ticket in page.items:
        scan = scans.get((ticket.order_id, ticket.number))
        found.append(Attendee(ticket, code_of(ticket, signer), scan.scanned_at if scan else None))
    return Page(found, page.next)


def edit_buyer(order_id: str, wanted: Mapping[str, str], caller: Caller, now: datetime) -> None:
    """Correct the buyer's details, sold out or not; the history keeps what they were. Raises NoBuyerYet."""

    def plan(file: OrderFile) -> tuple[Sequence[rules.Change], Change | None]:
        if not file.order.buyer_email:
            raise NoBuyerYet()
        changes = rules.changes(file.order, wanted)
        person = signing.person_key(wanted.get("buyer_email", file.order.buyer_email))
        return changes, edits.edit_buyer(file.order, changes, person) if changes else None

    _edit(order_id, plan, 0, caller, now)


def edit_holder(order_id: str, number: int, wanted: Mapping[str, str], caller: Caller, now: datetime) -> None:
    """Correct the details of a ticket's holder. Raises TicketNotFound."""

    def plan(file: OrderFile) -> tuple[Sequence[rules.Change], Change | None]:
        ticket = next((ticket for ticket in file.tickets if ticket.number == number), None)
        if not ticket:
            raise TicketNotFound()
        changes = rules.changes(ticket, wanted)
        name = wanted.get("holder_name", ticket.holder_name)
        person = signing.person_key(wanted.get("holder_email", ticket.holder_email))
        return changes, edits.edit_holder(ticket, changes, name, person) if changes else None

    _edit(order_id, plan, number, caller, now)


def _edit(
    order_id: str,
    plan: Callable[[OrderFile], tuple[Sequence[rules.Change], Change | None]],
    number: int,
    caller: Caller,
    now: datetime,
) -> None:
    """Read, plan and write until nobody else was faster: an edit never undoes another that it has not seen."""
    for _ in range(_RACES):
        file = owned_file(order_id, caller)
        changes, update = plan(file)
        if not update:
            return None
        edit = Edit(order_id, ids.sortable("edt", now), now, caller.user_id, list(changes), number)
        data = {"fields": [change.field for change in changes]} | ({"number": number} if number else {})
        fact = OrderEdited(order_id, file.order.account_id, file.order.event_id, data)
        with suppress(EditOvertaken):
            return commit([update, edits.new_edit(edit)], [fact], now=now, by=caller.user_id)
    raise Busy()
