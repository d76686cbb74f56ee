"""Orders, tickets and scans on the wire."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from chalicelib.domain.orders import MOST_LINES, State
from chalicelib.domain.payments import PaymentState
from chalicelib.domain.tickets import TicketState, Verdict
from chalicelib.handlers.models.common import Email, Input, Instant, Language, Line, Output, Texts
from chalicelib.handlers.models.location import LocationOut


class WantedLine(Input):
    """Some units of one product."""

    product_id: Line
    quantity: int = Field(ge=1, le=1000, examples=[2])


class NewOrder(Input):
    """Reserve."""

    lines: list[WantedLine] = Field(min_length=1, max_length=MOST_LINES)
    language: Language = "en"


class BuyerIn(Input):
    """Who pays, and where the tickets go."""

    name: Line = Field(examples=["Ada Lovelace"])
    email: Email


class CheckOut(Input):
    """Say who you are, and get ready to pay."""

    buyer: BuyerIn


class LineOut(Output):
    """Some units of one product at the price that was quoted."""

    product_id: str
    name: Texts
    quantity: int
    unit_price_minor: int
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
    holder_name: str
    code: str


class BuyerOut(Output):
    """Who pays."""

    name: str
    email: str


class OrderOut(Output):
    """What buyer and member both see of an order."""

    id: str
    reference: str
    state: State
    event: OrderEvent
    currency: str
    exponent: int
    lines: list[LineOut]
    total_minor: int
    refunded_minor: int
    reserved_at: Instant
    expires_at: Instant
    buyer: BuyerOut | None
    tickets: list[TicketOut]


class BuyerOrder(OrderOut):
    """An order as its buyer sees it. `token` comes only with the answer that made the order."""

    server_time: Instant
    payment: PaymentStart | None
    token: str | None


class Documents(Output):
    """Links to the order's papers, each good for a quarter of an hour."""

    ready: bool
    tickets_url: str | None
    calendar_url: str | None


class OrderSummary(Output):
    """An order in a list."""

    id: str
    reference: str
    state: State
    buyer_name: str
    buyer_email: str
    total_minor: int
    currency: str
    exponent: int
    quantity: int
    reserved_at: Instant
    completed_at: Instant | None


class OrderList(Output):
    """A part of the list."""

    items: list[OrderSummary]
    next: str | None


class PaymentOut(Output):
    """A row of the ledger."""

    id: str
    provider: str
    amount_minor: int
    state: PaymentState
    created_at: Instant
    provider_reference: str | None


class FactOut(Output):
    """Something that happened."""

    id: str
    name: str
    at: Instant
    by: str
    data: dict[str, Any]


class StaffOrder(OrderOut):
    """An order as the members of its account see it."""

    completed_at: Instant | None
    payments: list[PaymentOut]
    facts: list[FactOut]


class AttendeeOut(Output):
    """A ticket, its holder, and whether they are in."""

    order_id: str
    number: int
    holder_name: str
    holder_email: str
    product_name: Texts
    code: str
    state: TicketState
    scanned_at: Instant | None


class AttendeeList(Output):
    """A part of the list."""

    items: list[AttendeeOut]
    next: str | None


class NewScan(Input):
    """Somebody stands at the door."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=500)]


class ScannedTicket(Output):
    """Whose ticket it is."""

    order_id: str
    number: int
    holder_name: str
    product_name: Texts


class ScanOut(Output):
    """What to tell the person at the door."""

    verdict: Verdict
    ticket: ScannedTicket | None
    first_scanned_at: Instant | None
