"""Orders and tickets as the members of an account see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.actions.checkin import main_list
from chalicelib.actions.events import owned_event
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import Event
from chalicelib.domain.orders import Order, OrderNotFound
from chalicelib.domain.tickets import Ticket, code_of
from chalicelib.gateways import signing
from chalicelib.tables import events, facts, orders, tickets
from chalicelib.tables.orders import OrderFile
from chalicelib.tables.table import Page


def list_orders(event_id: str, caller: Caller, cursor: str | None, limit: int) -> Page[Order]:
    """An event's orders, newest first."""
    event = owned_event(event_id, caller)
    return orders.list_orders(event_id, event.order_spread, cursor, limit)


@dataclass(frozen=True)
class OrderHistory:
    """An order with everything that happened to it."""

    file: OrderFile
    event: Event
    facts: list[dict[str, Any]]
    codes: list[tuple[int, str]]


def get_order(order_id: str, caller: Caller) -> OrderHistory:
    """Raises OrderNotFound, also for an order of another tenant."""
    file = orders.get_file(order_id)
    if not caller.owns(file.order.account_id):
        raise OrderNotFound()
    signer = signing.TicketSigner()
    codes = [(ticket.number, code_of(ticket, signer)) for ticket in file.tickets]
    return OrderHistory(file, events.get_event(file.order.event_id), facts.list_of(order_id), codes)


@dataclass(frozen=True)
class Attendee:
    """A ticket, its code, and when it was admitted."""

    ticket: Ticket
    code: str
    scanned_at: datetime | None


def list_attendees(event_id: str, caller: Caller, cursor: str | None, limit: int) -> Page[Attendee]:
    """An event's tickets by holder's name, each with its first scan."""
    event = owned_event(event_id, caller)
    page = tickets.list_tickets(event_id, event.order_spread, cursor, limit)
    scans = tickets.scans_of(page.items, main_list(event_id))
    signer = signing.TicketSigner()
    found = []
    for ticket in page.items:
        scan = scans.get((ticket.order_id, ticket.number))
        found.append(Attendee(ticket, code_of(ticket, signer), scan.scanned_at if scan else None))
    return Page(found, page.next)
