"""Orders, tickets and scans on the wire."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.domain.baskets import MOST_LINES
from chalicelib.domain.catalogue import ProductKind
from chalicelib.domain.orders import PaymentMethod, State
from chalicelib.domain.tickets import Verdict
from chalicelib.handlers.models.common import (
    Currency,
    Email,
    Input,
    Instant,
    Language,
    Line,
    Minor,
    Output,
    ShortText,
    Texts,
    clean_answers,
)
from chalicelib.handlers.models.location import LocationOut


class WantedLine(Input):
    """Some units of one product. `tier_id` and `occurrence_id` are needed where there is a choice; `amount_minor` is
    what a buyer gives for each unit of a donation."""

    product_id: Line
    quantity: int = Field(ge=1, le=1000, examples=[2])
    tier_id: str = Field(default="", max_length=100)
    occurrence_id: str = Field(default="", max_length=100)
    amount_minor: Minor | None = None


class NewOrder(Input):
    """Reserve. `email` is only needed for what is sold to members."""

    lines: list[WantedLine] = Field(min_length=1, max_length=MOST_LINES)
    language: Language = "en"
    code: ShortText = Field(default="", description="A promo or access code.")
    currency: Currency | None = Field(default=None, description="null: the event's own.")
    email: Email | None = None


class BuyerIn(Input):
    """Who pays, and where the tickets go."""

    name: Line = Field(examples=["Ada Lovelace"])
    email: Email


Answer = Annotated[
    str | bool | int | float | list[Annotated[str, StringConstraints(max_length=200)]] | None,
    Field(description="Text, number, true or false, or some of the choices; null for no answer."),
]
Answers = Annotated[
    dict[Annotated[str, StringConstraints(max_length=100)], Answer],
    AfterValidator(clean_answers),
    Field(max_length=100, description="Question id → answer."),
]


class AttendeeIn(Input):
    """Who will use one ticket."""

    name: ShortText = ""
    email: Email | None = None
    answers: Answers = Field(default_factory=dict)


class BillingIn(Input):
    """To whom an invoice is made out."""

    company: ShortText = ""
    vat_id: ShortText = ""
    name: ShortText = ""
    street: ShortText = ""
    postal_code: ShortText = ""
    city: ShortText = ""
    region: ShortText = ""
    country: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")] = Field(default="", description="ISO 3166-1.")


class CheckOut(Input):
    """Say who you are and what the organizer asks, and get ready to pay."""

    buyer: BuyerIn
    method: PaymentMethod = "card"
    billing: BillingIn = Field(default_factory=BillingIn)
    answers: Answers = Field(default_factory=dict)
    attendees: list[AttendeeIn] = Field(
        default_factory=list, max_length=1000, description="One for each ticket, in the order of the lines, or none."
    )
    terms_hash: str = Field(default="", max_length=100, description="Which version of the terms is accepted.")
    confirms_entry: bool = Field(default=False, description="Age limit and requirements for entry are met.")


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
    holder_name: str
    code: str


class BuyerOut(Output):
    """Who pays."""

    name: str
    email: str


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
