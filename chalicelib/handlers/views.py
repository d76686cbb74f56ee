"""Orders in the shapes of the wire: what buyer and member both see."""

from typing import Any

from chalicelib.domain import policies
from chalicelib.domain.events import Event
from chalicelib.domain.orders import Order
from chalicelib.domain.policy_wording import terms
from chalicelib.domain.quotes import Line, Quote
from chalicelib.domain.tickets import Ticket
from chalicelib.handlers.models.location import LocationOut
from chalicelib.handlers.models.orders import (
    AttendeeOfOrder,
    BuyerOut,
    LineOut,
    OrderDate,
    OrderEvent,
    ShareOut,
    TicketOut,
)
from chalicelib.kernel import money


def order_fields(
    order: Order, dates: list[Event], tickets: list[Ticket], codes: list[tuple[int, str]]
) -> dict[str, Any]:
    """The fields of `OrderOut`; `dates` are the event on each of the order's dates."""
    return {
        "id": order.order_id,
        "reference": order.reference,
        "state": order.state,
        "event": _event(dates[0], is_bought=order.state == "COMPLETED"),
        "dates": [_date(date) for date in dates],
        **quote_fields(order.quote),
        "refunded_minor": order.refunded_minor,
        "refund_terms": terms(policies.read(order.policy), order.currency) if order.total_minor else {},
        "code": order.code,
        "method": order.method,
        "is_test": order.is_test,
        "attendees": [AttendeeOfOrder(name=one.name, email=one.email, answers=one.answers) for one in order.attendees],
        "answers": order.answers,
        "billing": order.billing,
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


def _date(event: Event) -> OrderDate:
    return OrderDate(occurrence_id=event.occurrence_id, starts_at=event.starts_at, ends_at=event.ends_at)


def quote_fields(quote: Quote) -> dict[str, Any]:
    """The fields of `QuoteOut`."""
    fees, taxes = quote.fee_sums, quote.tax_sums
    return {
        "currency": quote.currency,
        "exponent": money.exponent(quote.currency),
        "lines": [_line(line) for line in quote.lines],
        "subtotal_minor": quote.subtotal_minor,
        "discount_minor": quote.discount_minor,
        "fees": [_share(quote, fee_id, amount, is_included=False) for fee_id, amount in fees.items()],
        "taxes": [_share(quote, tax_id, amount, is_included=part) for (tax_id, part), amount in taxes.items()],
        "total_minor": quote.total_minor,
    }


def _share(quote: Quote, id_: str, amount: int, *, is_included: bool) -> ShareOut:
    label = quote.labels[id_]
    return ShareOut(id=id_, name=label.name, rate=label.rate, amount_minor=amount, is_included=is_included)


def _line(line: Line) -> LineOut:
    return LineOut(**{name: getattr(line, name) for name in LineOut.model_fields})


def _tickets(found: list[Ticket], codes: list[tuple[int, str]]) -> list[TicketOut]:
    by_number = dict(codes)
    return [
        TicketOut(
            number=ticket.number,
            product_name=ticket.product_name,
            occurrence_id=ticket.occurrence_id,
            holder_name=ticket.holder_name,
            code=by_number[ticket.number],
        )
        for ticket in found
        if ticket.number in by_number
    ]
