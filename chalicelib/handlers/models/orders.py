"""Orders, tickets and scans on the wire."""

from typing import Any

from chalicelib.domain.catalogue import ProductKind
from chalicelib.domain.orders import PaymentMethod, State
from chalicelib.handlers.models.common import (
    Instant,
    Output,
    Texts,
)
from chalicelib.handlers.models.location import LocationOut


class ShareOut(Output):
    """A tax or fee. `rate` is in percent ("" for a fixed fee); an included tax is part of the price already."""

    id: str
    name: Texts
    rate: str
    amount_minor: int
    is_included: bool


class LineOut(Output):
    """Some units of one product at the price that was quoted. `total_minor` is all that the line adds to the order."""

    product_id: str
    name: Texts
    kind: ProductKind
    tier_id: str
    tier_name: Texts
    occurrence_id: str
    quantity: int
    unit_price_minor: int
    discount_minor: int
    total_minor: int


class QuoteOut(Output):
    """What a basket costs: subtotal − discount + fees + taxes that are not included = total, exactly."""

    currency: str
    exponent: int
    lines: list[LineOut]
    subtotal_minor: int
    discount_minor: int
    fees: list[ShareOut]
    taxes: list[ShareOut]
    total_minor: int


class OrderEvent(Output):
    """What the order is for."""

    id: str
    slug: str
    title: Texts
    starts_at: Instant
    ends_at: Instant
    timezone: str
    location: LocationOut | None


class PaymentStart(Output):
    """What the browser needs to pay at the provider."""

    client_secret: str
    publishable_key: str
    script_url: str


class TicketOut(Output):
    """A ticket of the order."""

    number: int
    product_name: Texts
    occurrence_id: str
    holder_name: str
    code: str


class BuyerOut(Output):
    """Who pays."""

    name: str
    email: str


class OrderDate(Output):
    """A date that the order is for; lines and tickets name it."""

    occurrence_id: str
    starts_at: Instant
    ends_at: Instant


class AttendeeOfOrder(Output):
    """Who will use a ticket, as told at checkout; in the order of the tickets."""

    name: str
    email: str
    answers: dict[str, Any]


class OrderOut(Output):
    """What buyer and member both see of an order."""

    id: str
    reference: str
    state: State
    event: OrderEvent
    dates: list[OrderDate]
    currency: str
    exponent: int
    lines: list[LineOut]
    subtotal_minor: int
    discount_minor: int
    fees: list[ShareOut]
    taxes: list[ShareOut]
    total_minor: int
    refunded_minor: int
    code: str
    method: PaymentMethod
    is_test: bool
    attendees: list[AttendeeOfOrder]
    answers: dict[str, Any]
    billing: dict[str, str]
    reserved_at: Instant
    expires_at: Instant
    buyer: BuyerOut | None
    tickets: list[TicketOut]


class BuyerOrder(OrderOut):
    """An order as its buyer sees it. `offline_instructions` say how to pay by other ways,
    `token` comes only with the answer that made the order."""

    server_time: Instant
    payment: PaymentStart | None
    offline_instructions: Texts
    token: str | None


class Documents(Output):
    """Links to the order's papers, each good for a quarter of an hour."""

    ready: bool
    tickets_url: str | None
    calendar_url: str | None
