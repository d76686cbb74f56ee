"""Admitting: one scan, one verdict. Put if absent: whoever is second learns when the first was."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.actions.events import owned_event
from chalicelib.domain import tickets as rules
from chalicelib.domain.accounts import Caller
from chalicelib.domain.tickets import Named, Scan, Ticket, Verdict
from chalicelib.gateways import signing
from chalicelib.kernel import ids
from chalicelib.kernel.facts import TicketAdmitted
from chalicelib.kernel.once import Once
from chalicelib.tables import tickets
from chalicelib.tables.commit import commit
from chalicelib.tables.tickets import AlreadyScanned


@dataclass(frozen=True)
class Answer:
    """What the door is told."""

    verdict: Verdict
    ticket: Ticket | None = None
    first_scanned_at: datetime | None = None


def main_list(event_id: str) -> str:
    """The list that admits to the whole event; every event has it."""
    return ids.derived("list", event_id, "main")


def scan(event_id: str, code: str, caller: Caller, once: Once, now: datetime) -> Answer:
    """Admit the ticket of this code, or say why not. The same scan sent again gets the same answer."""
    event = owned_event(event_id, caller)
    named = rules.read_code(code, signing.TicketSigner())
    ticket = _find(named, event_id) if named else None
    if not named or not ticket or not caller.owns(ticket.account_id):
        return Answer("unknown")
    if ticket.event_id != event_id:
        return Answer("wrong_event")
    if ticket.state == "VOID" or named.issue not in (None, ticket.issue):
        return Answer("void", ticket)
    if ticket.is_test:
        return Answer("test", ticket)
    scan_id = once.id("scn")
    first = Scan(ticket.order_id, ticket.number, main_list(event_id), event_id, now, caller.user_id, scan_id)
    data = {"number": ticket.number, "list_id": first.list_id}
    fact = TicketAdmitted(ticket.order_id, event.account_id, event_id, data)
    try:
        commit([tickets.new_scan(first)], [fact], now=now, by=caller.user_id)
    except AlreadyScanned:
        return _seen_before(ticket, first)
    return Answer("admitted", ticket, now)


def _seen_before(ticket: Ticket, mine: Scan) -> Answer:
    stored = tickets.find_scan(ticket.order_id, ticket.number, mine.list_id)
    if stored and stored.scan_id == mine.scan_id:
        return Answer("admitted", ticket, stored.scanned_at)
    return Answer("already_used", ticket, stored.scanned_at if stored else None)


def _find(named: Named, event_id: str) -> Ticket | None:
    order_id = named.order_id or tickets.find_reference(named.reference, event_id)
    return tickets.find_ticket(order_id, named.number) if order_id else None
