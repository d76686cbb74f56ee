"""Orders and tickets as the members of an account see and edit them."""

from collections.abc import Mapping, Sequence
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
from chalicelib.domain.events import Event, StaleEdit, overtaken
from chalicelib.domain.instalments import Plan
from chalicelib.domain.orders import Order, OrderNotFound
from chalicelib.domain.refunds import left_of
from chalicelib.domain.search import Query
from chalicelib.domain.tickets import Ticket, code_of
from chalicelib.gateways import signing
from chalicelib.kernel import ids
from chalicelib.kernel.facts import OrderEdited
from chalicelib.tables import accounts, edits, events, facts, instalments, orders, tickets
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.lists import Page
from chalicelib.tables.orders import OrderFile


def list_orders(event_id: str, caller: Caller, query: Query, cursor: str | None, limit: int) -> Page[Order]:
    """An event's orders, newest first: all, or those that are looked for."""
    if query != Query():
        return searching.find_orders(event_id, caller, query, cursor, limit)
    event = owned_event(event_id, caller)
    return orders.list_orders(event_id, event.order_spread, cursor, limit)


def plans_of(found: Sequence[Order]) -> dict[str, Plan]:
    """By their ids the plans of those that wait for more parts; nothing is read for others."""
    waiting = [order.order_id for order in found if order.state == "PARTLY_PAID"]
    return instalments.read_plans(waiting) if waiting else {}


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
        """What has come in and is not on its way back."""
        return sum(left_of(payment, self.file.refunds) for payment in self.file.payments)


def owned_file(order_id: str, caller: Caller) -> OrderFile:
    """Raises OrderNotFound, also for an order of another tenant; Forbidden for one of an event out of reach."""
    file = orders.get_file(order_id)
    if not caller.owns(file.order.account_id):
        raise OrderNotFound()
    if not caller.acts_everywhere:
        caller.check_place(file.order.event_id, events.get_event(file.order.event_id).organizer_id)
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


def edit_buyer(order_id: str, wanted: Mapping[str, str], version: int, caller: Caller, now: datetime) -> None:
    """Correct the buyer's details, sold out or not; the history keeps what they were. Raises NoBuyerYet, StaleEdit."""
    order = owned_file(order_id, caller).order
    if not order.buyer_email:
        raise NoBuyerYet()
    if version != rules.buyer_version(order):
        raise _overtaken(order_id, 0)
    changes = rules.changes(order, wanted)
    person = signing.person_key(wanted.get("buyer_email", order.buyer_email))
    if changes:
        _keep(edits.edit_buyer(order, changes, person), order, changes, 0, caller, now)


def edit_holder(
    order_id: str, number: int, wanted: Mapping[str, str], version: int, caller: Caller, now: datetime
) -> None:
    """Correct the details of a ticket's holder. Raises TicketNotFound, StaleEdit."""
    file = owned_file(order_id, caller)
    ticket = next((ticket for ticket in file.tickets if ticket.number == number), None)
    if not ticket:
        raise TicketNotFound()
    if version != rules.holder_version(ticket):
        raise _overtaken(order_id, number)
    changes = rules.changes(ticket, wanted)
    name = wanted.get("holder_name", ticket.holder_name)
    person = signing.person_key(wanted.get("holder_email", ticket.holder_email))
    if changes:
        _keep(edits.edit_holder(ticket, changes, name, person), file.order, changes, number, caller, now)


def _keep(
    update: Change, order: Order, changes: Sequence[rules.Change], number: int, caller: Caller, now: datetime
) -> None:
    """Write an edit with its trace in the order's history."""
    edit = Edit(order.order_id, ids.sortable("edt", now), now, caller.user_id, list(changes), number)
    data = {"fields": [change.field for change in changes]} | ({"number": number} if number else {})
    fact = OrderEdited(order.order_id, order.account_id, order.event_id, data)
    try:
        commit([update, edits.new_edit(edit)], [fact], now=now, by=caller.user_id)
    except StaleEdit as error:
        raise _overtaken(order.order_id, number) from error


def _overtaken(order_id: str, number: int) -> StaleEdit:
    """Who has edited the same since, and which fields: a member as a rule, whose edit the history keeps."""
    same = [edit for edit in edits.list_edits(order_id) if edit.number == number]
    user = accounts.find_user(same[-1].by) if same else None
    fields = {change.field.partition("_")[2] for edit in same[-1:] for change in edit.changes}
    return overtaken(user.name if user else "Somebody else", fields)
