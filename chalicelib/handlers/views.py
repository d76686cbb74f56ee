"""Orders in the shapes of the wire: what several routes show in the same way."""

from chalicelib.domain.catalogue import Event
from chalicelib.domain.orders import Order
from chalicelib.domain.tickets import Ticket
from chalicelib.handlers.models.orders import BuyerOut, LineOut, OrderEvent, TicketOut


def event_of_order(event: Event) -> OrderEvent:
    """What an order says about its event."""
    return OrderEvent(
        id=event.event_id,
        slug=event.slug,
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        timezone=event.timezone,
        venue=event.venue,
    )


def lines(order: Order) -> list[LineOut]:
    """The order's lines."""
    return [
        LineOut(
            product_id=line.product_id,
            name=line.name,
            quantity=line.quantity,
            unit_price_minor=line.unit_price_minor,
            total_minor=line.total_minor,
        )
        for line in order.lines
    ]


def buyer(order: Order) -> BuyerOut | None:
    """Who pays, once they have said so."""
    return BuyerOut(name=order.buyer_name, email=order.buyer_email) if order.buyer_email else None


def tickets(found: list[Ticket], codes: list[tuple[int, str]]) -> list[TicketOut]:
    """The tickets that have a code."""
    by_number = dict(codes)
    return [
        TicketOut(
            number=ticket.number,
            product_name=ticket.product_name,
            holder_name=ticket.holder_name,
            code=by_number[ticket.number],
        )
        for ticket in found
        if ticket.number in by_number
    ]
