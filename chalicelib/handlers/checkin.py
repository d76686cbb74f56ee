"""The door."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import checkin
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import EventNotFound
from chalicelib.domain.tickets import Ticket
from chalicelib.handlers.models.scans import NewScan, ScannedTicket, ScanOut
from chalicelib.handlers.route import route
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)


@route(routes, "POST", "/events/{event_id}/scans", allow="tickets.scan", refusals=(EventNotFound,))
def scan(event_id: str, caller: Caller, body: NewScan, once: Once, now: datetime) -> ScanOut:
    """Admit a ticket, or say why not. A scan sent twice under one key admits once and answers twice."""
    found = checkin.scan(event_id, body.code, caller, once, now)
    return ScanOut(verdict=found.verdict, ticket=_shown(found.ticket), first_scanned_at=found.first_scanned_at)


def _shown(ticket: Ticket | None) -> ScannedTicket | None:
    if not ticket:
        return None
    return ScannedTicket(
        order_id=ticket.order_id,
        number=ticket.number,
        holder_name=ticket.holder_name,
        product_name=ticket.product_name,
    )
