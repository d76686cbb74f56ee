"""Orders and attendees on the wire, as the members of an account see and edit them."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from chalicelib.domain.edits import OrderRefundChoice, Reason
from chalicelib.domain.fraud import Objection
from chalicelib.domain.orders import State
from chalicelib.domain.payments import PaymentState
from chalicelib.domain.search import Flag, Method
from chalicelib.domain.tickets import TicketState
from chalicelib.handlers.models.common import (
    Email,
    Input,
    Instant,
    Line,
    ListQuery,
    LongText,
    Output,
    SparseQuery,
    Texts,
)
from chalicelib.handlers.models.disputes import DisputeOut
from chalicelib.handlers.models.instalments import Instalments, PartsPaid
from chalicelib.handlers.models.orders import OrderOut

Search = Annotated[str, StringConstraints(max_length=100)]


class OrderQuery(ListQuery, SparseQuery):
    """Which orders: all, or those that fit in everything that is said."""

    q: Search = Field(default="", description="Beginnings of names, e-mail address or reference; each word must fit.")
    state: State | None = None
    product_id: str | None = Field(default=None, max_length=100)
    method: Method | None = Field(default=None, description="How it is paid.")
    flag: Flag | None = Field(default=None, description="What needs attention.")
    since: Instant | None = Field(default=None, alias="from", description="Reserved at this time or later.")
    until: Instant | None = Field(default=None, alias="to", description="Reserved before this time.")


class AttendeeQuery(ListQuery, SparseQuery):
    """Which tickets: all, or those whose holder or order is meant."""

    q: Search = Field(default="", description="Beginnings of holder's name, e-mail address or order's reference.")


class OrderSummary(Output):
    """An order in a list. `missing_minor` is what an order that waits for its money still needs, `parts` how far one is
    that is paid in parts."""

    flags: list[Flag]
    missing_minor: int
    parts: PartsPaid | None

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


class ReviewOut(OrderSummary):
    """An order whose payment somebody has to look at, with the event that it is of."""

    event_id: str


class ReviewList(Output):
    """A part of the list."""

    items: list[ReviewOut]
    next: str | None


class PaymentOut(Output):
    """A row of the ledger."""

    id: str
    provider: str
    amount_minor: int
    state: PaymentState
    created_at: Instant
    provider_reference: str | None
    method: str = Field(description="How it was paid, in the provider's word: card, klarna, bank …", examples=["card"])
    received_at: Instant | None = Field(description="When money came that was noted by hand.")
    by: str
    note: str
    country: str = Field(description="Of the card, ISO 3166.", examples=["DE"])
    risk: str = Field(description="How likely fraud is, in the provider's word.", examples=["normal"])
    risk_score: int | None
    is_held: bool = Field(description="Whether a rule at the provider wants people to look at it.")


class FactOut(Output):
    """Something that happened."""

    id: str
    name: str
    at: Instant
    by: str
    data: dict[str, Any]


class ChangeOut(Output):
    """One field before and after."""

    field: str
    before: str
    after: str


class EditOut(Output):
    """What a member changed. `number` is the ticket's, 0 for the order itself."""

    id: str
    at: Instant
    by: str
    number: int
    changes: list[ChangeOut]
    reason: Reason | Literal[""]
    note: str


class HolderOut(Output):
    """Whose ticket it is."""

    number: int
    product_name: Texts
    holder_name: str
    holder_email: str
    state: TicketState
    is_disputed: bool = Field(description="Whether it is void because of a dispute.")
    version: int = Field(description="For `If-Match`: of the holder's name and e-mail address.")


class StaffOrder(OrderOut):
    """An order as the members of its account see it. `refundable_minor` is what the provider can still pay back."""

    completed_at: Instant | None
    refundable_minor: int
    noted_minor: int = Field(description="What members have noted as paid by other ways than by card.", examples=[0])
    missing_minor: int = Field(
        description="What has to come in before the order is complete, or of an expired one before it can be again."
    )
    not_owed_minor: int = Field(
        description="What has come in although the order does not cost it: to be handed back.", examples=[0]
    )
    pay_by: Instant | None
    instalments: Instalments | None
    review: list[Objection] = Field(description="Why somebody should look at it, when it needed a look.")
    flags: list[Flag]
    payments: list[PaymentOut]
    disputes: list[DisputeOut]
    holders: list[HolderOut]
    edits: list[EditOut]
    facts: list[FactOut]
    version: int = Field(description="For `If-Match`: of the buyer's name and e-mail address.")


class PersonEdits(Input):
    """What to correct; what is left out stays."""

    name: Line | None = Field(default=None, examples=["Ada Lovelace"])
    email: Email | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "PersonEdits":
        if self.name is None and self.email is None:
            raise ValueError("needs a name or an e-mail address")
        return self


class Cancellation(Input):
    """Why an order is cancelled and what becomes of the money. The note stays beside the order."""

    reason: Reason
    refund: OrderRefundChoice
    note: Annotated[LongText, StringConstraints(max_length=500)] = ""


class Completion(Input):
    """Why an order is complete although nobody has paid for it here."""

    reason: Reason
    note: Annotated[LongText, StringConstraints(max_length=500)] = ""


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
