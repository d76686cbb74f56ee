"""Tickets, their scans, and the references that people type."""

from collections.abc import Iterable

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from chalicelib.domain.orders import OrderMoved
from chalicelib.domain.tickets import Scan, Ticket
from chalicelib.kernel import clock, ids
from chalicelib.kernel.errors import AlreadyDone, Conflict
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_new, update
from chalicelib.tables.lists import Page, merged_page
from chalicelib.tables.table import Row, batch_get, find, noun_of, values_of

# A sort key holds 1,024 bytes; a letter may need four, and case folding may make two letters of one.
_NAME_IN_KEY = 100


class AlreadyScanned(Conflict):
    """This ticket was used before."""


class TicketRow(Row):
    """ORDER#o / TICKET#nnn; by owner EVENT#e#TICKETS#s / holder's name, by person."""

    KIND = "Ticket"
    order_id = UnicodeAttribute()
    number = IntegerAttribute()
    event_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    product_id = UnicodeAttribute()
    product_name = JsonAttribute()
    occurrence_id = UnicodeAttribute()
    unit_key = UnicodeAttribute(null=True)
    holder_name = UnicodeAttribute()
    holder_email = UnicodeAttribute()
    state = UnicodeAttribute()
    key_id = UnicodeAttribute()
    issue = IntegerAttribute()
    issued_at = InstantAttribute()
    spread = IntegerAttribute()
    is_test = BooleanAttribute(null=True)
    voided_for = UnicodeAttribute(null=True)


class ScanRow(Row):
    """ORDER#o / SCAN#list#nnn: put if absent, so that only the first scan admits."""

    KIND = "Scan"
    order_id = UnicodeAttribute()
    number = IntegerAttribute()
    list_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    scanned_at = InstantAttribute()
    by = UnicodeAttribute()
    scan_id = UnicodeAttribute()


class ReferenceRow(Row):
    """REFERENCE#… / event: finds the order that a person names by the eight letters on the ticket."""

    KIND = "Reference"
    order_id = UnicodeAttribute()


def new_tickets(tickets: list[Ticket], person: str) -> list[Change]:
    """Some of an order's tickets. Issuing them again raises AlreadyDone."""
    return [put_new(_ticket_row(ticket, person), AlreadyDone) for ticket in tickets]


def ticket_owner_sk(holder_name: str, order_id: str, number: int) -> str:
    """A ticket's place in the list by holder's name."""
    return f"{holder_name.casefold()[:_NAME_IN_KEY]}#{order_id}#{number:03d}"


def void(ticket: Ticket) -> Change:
    """The ticket admits nobody any more. Raises OrderMoved when it was void already."""
    row = TicketRow(f"ORDER#{ticket.order_id}", f"TICKET#{ticket.number:03d}")
    return update(row, OrderMoved, TicketRow.state == "VALID", TicketRow.state.set("VOID"))


def _ticket_row(ticket: Ticket, person: str) -> TicketRow:
    shard = ids.spread(ticket.order_id, ticket.spread)
    values = values_of(ticket)
    return TicketRow(
        f"ORDER#{ticket.order_id}",
        f"TICKET#{ticket.number:03d}",
        owner=f"EVENT#{ticket.event_id}#TICKETS#{shard}",
        owner_sk=ticket_owner_sk(ticket.holder_name, ticket.order_id, ticket.number),
        person=f"PERSON#{person}",
        person_sk=f"{ticket.order_id}#{ticket.number:03d}",
        **{name: value for name, value in values.items() if value != ""},
    )


def new_reference(reference: str, event_id: str, order_id: str) -> Change:
    """Two orders of one event that share a reference are one in a million million: the first keeps it."""
    return put_new(ReferenceRow(f"REFERENCE#{reference}", event_id, order_id=order_id), AlreadyDone)


def find_reference(reference: str, event_id: str) -> str | None:
    """The order that a typed reference names in this event."""
    row = find(ReferenceRow, f"REFERENCE#{reference}", event_id)
    return row.order_id if row else None


def find_ticket(order_id: str, number: int) -> Ticket | None:
    """One ticket."""
    row = find(TicketRow, f"ORDER#{order_id}", f"TICKET#{number:03d}")
    return _ticket(row) if row else None


def read_tickets(keys: Iterable[tuple[str, int]]) -> list[Ticket]:
    """The tickets of these (order id, number), in that order."""
    places = [(f"ORDER#{order_id}", f"TICKET#{number:03d}") for order_id, number in keys]
    return [_ticket(row) for row in batch_get(TicketRow, places)]


def _ticket(row: TicketRow) -> Ticket:
    return noun_of(Ticket, row, unit_key=row.unit_key or "")


def list_tickets(event_id: str, spread: int, cursor: str | None, limit: int) -> Page[Ticket]:
    """An event's tickets by holder's name."""
    partitions = [f"EVENT#{event_id}#TICKETS#{shard}" for shard in range(spread)]
    return merged_page(TicketRow, partitions, cursor, limit, newest_first=False, make=_ticket)


def new_scan(scan: Scan) -> Change:
    """The first scan of this ticket on this list. Any other raises AlreadyScanned."""
    sk = f"SCAN#{scan.list_id}#{scan.number:03d}"
    row = ScanRow(
        f"ORDER#{scan.order_id}",
        sk,
        owner=f"LIST#{scan.list_id}#{ids.spread(scan.order_id, 4)}",
        owner_sk=f"{clock.to_text(scan.scanned_at)}#{scan.order_id}",
        **values_of(scan),
    )
    return put_new(row, AlreadyScanned)


def find_scan(order_id: str, number: int, list_id: str) -> Scan | None:
    """When and by whom a ticket was admitted."""
    row = find(ScanRow, f"ORDER#{order_id}", f"SCAN#{list_id}#{number:03d}")
    return noun_of(Scan, row) if row else None


def scans_of(tickets: list[Ticket], list_id: str) -> dict[tuple[str, int], Scan]:
    """The scans of these tickets on one list, by (order id, number): one batch read."""
    keys = [(f"ORDER#{ticket.order_id}", f"SCAN#{list_id}#{ticket.number:03d}") for ticket in tickets]
    return {(row.order_id, row.number): noun_of(Scan, row) for row in batch_get(ScanRow, keys)}
