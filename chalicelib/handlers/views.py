"""Orders in the shapes of the wire: what buyer and member both see."""

from typing import Any

from chalicelib.domain.events import Event
from chalicelib.domain.orders import Order
from chalicelib.domain.tickets import Ticket
from chalicelib.handlers.models.location import LocationOut
from chalicelib.handlers.models.orders import BuyerOut, LineOut, OrderEvent, TicketOut
from chalicelib.kernel import money


def order_fields(order: Order, event: Event, tickets: list[Ticket], codes: list[tuple[int, str]]) -> dict[str, Any]:
    """The fields of `OrderOut`."""
    return {
        "id": order.order_id,
        "reference": order.reference,
        "state": order.state,
        "event": _event(event, is_bought=order.state == "COMPLETED"),
        "currency": order.currency,
        "exponent": money.exponent(order.currency),
        "lines": _lines(order),
        "total_minor": order.total_minor,
        "refunded_minor": order.refunded_minor,
        "reserved_at": order.reserved_at,
        "expires_at": order.expires_at,
        "buyer": BuyerOut(name=order.buyer_name, email=order.buyer_email) if order.buyer_email else None,
        "tickets": _tickets(tickets, codes),
    }


def _event(event: Event, *, is_bought: bool) -> OrderEvent:
    location = event.location if is_bought else event.public_location
    return OrderEvent(
        id=event.event_id,
        slug=event.slug,
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        timezone=event.timezone,
        location=LocationOut(**location) if location else None,
    )


def _lines(order: Order) -> list[LineOut]:
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


def _tickets(found: list[Ticket], codes: list[tuple[int, str]]) -> list[TicketOut]:
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
