"""Orders, tickets and scans on the wire."""

from typing import Any, Self

from pydantic import Field

from chalicelib.domain.catalogue import Catalogue, ProductKind
from chalicelib.domain.events import Billing, DetailsPer, Event
from chalicelib.domain.offline import missing_minor, terms_of
from chalicelib.domain.orders import Order, PaymentMethod, State
from chalicelib.handlers.models.common import Instant, Output, Texts
from chalicelib.handlers.models.instalments import Instalments
from chalicelib.handlers.models.listing import PublicQuestion, WayToPay
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
    stripe_account: str | None = Field(description="Whose payment it is, for Stripe.js; null for the box office's own.")
    amount_minor: int | None = Field(default=None, description="What is paid now; null where nothing is.")
    pay_url: str | None = Field(
        default=None,
        description="The provider's page to go to; with it there is nothing else to use.",
        examples=["https://www.paypal.com/checkoutnow?token=example"],
    )


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
    refund_terms: Texts
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


class ToPay(Output):
    """What is still to be paid by bank, in cash or on account, and how. The order's reference goes with it."""

    instructions: Texts
    terms: Texts
    due_at: Instant
    paid_minor: int
    missing_minor: int

    @classmethod
    def of(cls, order: Order, event: Event) -> Self:
        """Out of what the organizer says of this way to pay now, and until when it was agreed."""
        terms = terms_of(event.offline, order.method)
        return cls(
            instructions=terms.instructions,
            terms=terms.terms,
            due_at=order.pay_by or order.expires_at,
            paid_minor=order.noted_minor,
            missing_minor=missing_minor(order),
        )


class BuyerOrder(OrderOut):
    """An order as its buyer sees it. `payment_methods` are the ways in which this order can be paid, `terms_hash` names
    the version of the terms that were accepted, `to_pay` says how to pay by other ways, `instalments` how it can be
    or is paid in parts, `token` comes only with the answer that made the order."""

    server_time: Instant
    payment: PaymentStart | None
    payment_methods: list[PaymentMethod]
    terms_hash: str
    to_pay: ToPay | None
    instalments: Instalments | None
    token: str | None


class CheckoutForm(Output):
    """What the organizer asks of an order's buyer. `terms_hash` names the version of the terms to be accepted."""

    questions: list[PublicQuestion]
    details_per: DetailsPer
    billing: Billing
    needs_approval: bool
    age_limit: int | None
    entry_requirements: Texts
    must_confirm_entry: bool
    terms: Texts
    terms_hash: str | None
    pay_later: list[WayToPay]

    @classmethod
    def of(cls, order: Order, catalogue: Catalogue) -> Self:
        """The event's own form, with the questions about what was bought."""
        bought = {line.product_id for line in order.lines}
        questions = [one for one in catalogue.questions if not one.product_ids or bought & set(one.product_ids)]
        event, made = catalogue.event, ("questions", "pay_later")
        own = {name: getattr(event, name) for name in cls.model_fields if name not in made}
        asked = [PublicQuestion.of(one) for one in questions]
        return cls(questions=asked, pay_later=WayToPay.list_of(event), **own)


class Documents(Output):
    """Links to the order's papers, each good for a quarter of an hour."""

    ready: bool
    tickets_url: str | None
    calendar_url: str | None
