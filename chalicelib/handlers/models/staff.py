"""Orders and attendees on the wire, as the members of an account see and edit them."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from chalicelib.domain.edits import Reason, RefundChoice
from chalicelib.domain.orders import State
from chalicelib.domain.payments import PaymentState
from chalicelib.domain.search import Method
from chalicelib.domain.tickets import TicketState
from chalicelib.handlers.models.common import Email, Input, Instant, Line, ListQuery, LongText, Output, Texts
from chalicelib.handlers.models.orders import OrderOut

Search = Annotated[str, StringConstraints(max_length=100)]


class OrderQuery(ListQuery):
    """Which orders: all, or those that fit in everything that is said."""

    q: Search = Field(default="", description="Beginnings of names, e-mail address or reference; each word must fit.")
    state: State | None = None
    product_id: str | None = Field(default=None, max_length=100)
    method: Method | None = Field(default=None, description="How it is paid.")
    since: Instant | None = Field(default=None, alias="from", description="Reserved at this time or later.")
    until: Instant | None = Field(default=None, alias="to", description="Reserved before this time.")


class AttendeeQuery(ListQuery):
    """Which tickets: all, or those whose holder or order is meant."""

    q: Search = Field(default="", description="Beginnings of holder's name, e-mail address or order's reference.")


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


class StaffOrder(OrderOut):
    """An order as the members of its account see it. `refundable_minor` is what the provider can still pay back."""

    completed_at: Instant | None
    refundable_minor: int
    payments: list[PaymentOut]
    holders: list[HolderOut]
    edits: list[EditOut]
    facts: list[FactOut]


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
    refund: RefundChoice
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
