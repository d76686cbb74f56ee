"""Paying in parts, on the wire."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from chalicelib.domain.events import Event
from chalicelib.domain.instalments import (
    CONSENT,
    InstalmentTerms,
    Part,
    Plan,
    PlanState,
    WhenOverdue,
    consent_to,
    offered,
)
from chalicelib.domain.orders import Order
from chalicelib.domain.plans import overdue_at
from chalicelib.handlers.models.common import Consent, Input, Instant, Minor, Output

_MOST_PARTS = 24


def _iso(day: str) -> str:
    return date.fromisoformat(day).isoformat()


_Day = Annotated[str, AfterValidator(_iso), Field(max_length=10, examples=["2031-05-01"])]
_DaysBefore = Annotated[int, Field(ge=0, le=730)]
PartState = Literal["paid", "open", "due", "overdue"]
InstalmentState = Literal["offered", "active", "paused", "overdue", "ended"]
_STATES: dict[PlanState, InstalmentState] = {
    "CHOSEN": "offered", "ACTIVE": "active", "PAUSED": "paused", "OVERDUE": "overdue", "ENDED": "ended",
}  # fmt: skip


class InstalmentTermsIn(Input):
    """How an order may be paid in parts: a deposit at once, and one more part for each day that is named."""

    deposit_percent: int = Field(ge=1, le=90, examples=[25], description="Of the total; paid at once.")
    due_on: list[_Day] = Field(
        default_factory=list, max_length=_MOST_PARTS, description="Days on which a part falls due."
    )
    due_days_before: list[_DaysBefore] = Field(
        default_factory=list, max_length=_MOST_PARTS, description="The same as days before the start.", examples=[[60]]
    )
    minimum_minor: Minor = Field(default=0, description="The least total, in the event's own currency.")
    paid_days_before: int = Field(default=14, ge=1, le=365, description="All is paid so many days before the start.")
    grace_days: int = Field(default=7, ge=4, le=60, description="A part is overdue so many days after it fell due.")
    when_overdue: WhenOverdue = Field(default="ask", description="Ask the organizer, or cancel the order.")
    kept_percent: int = Field(default=0, ge=0, le=100, description="Of the total: kept of an order cancelled for it.")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if not self.due_on and not self.due_days_before:
            raise ValueError("must name a day on which a part falls due")
        if self.grace_days >= self.paid_days_before:
            raise ValueError("must be paid longer before the start than the days of grace")
        return self


class InstalmentTermsOut(Output):
    """How an order may be paid in parts."""

    deposit_percent: int
    due_on: list[str]
    due_days_before: list[int]
    minimum_minor: int
    paid_days_before: int
    grace_days: int
    when_overdue: WhenOverdue
    kept_percent: int


class PartOut(Output):
    """One part of an order's total. `due`: it may be charged any moment; `overdue`: it was not paid in time."""

    number: int
    amount_minor: int
    due_at: Instant
    state: PartState
    version: int = Field(description="For `If-Match`: of the day on which it falls due.")


class PartCard(Output):
    """The card that the next parts are charged to."""

    brand: str
    last4: str
    exp_month: int
    exp_year: int


class Instalments(Output):
    """The parts in which an order can be paid (`offered`) or is paid, and what its buyer agrees to with that.

    `is_charging`: a part is being charged this moment.
    """

    state: InstalmentState
    parts: list[PartOut]
    paid_minor: int
    consent: Consent
    card: PartCard | None
    is_charging: bool
    kept_minor: int = Field(
        description="What is kept of what was paid, as agreed, if it is cancelled for not paying.", examples=[500]
    )

    @classmethod
    def of(cls, plan: Plan, now: datetime) -> Self:
        """As it was agreed, with what has become of it."""
        card = plan.card if not plan.is_withdrawn else None
        shown = ("brand", "last4", "exp_month", "exp_year")
        return cls(
            state=_STATES[plan.state],
            parts=[_part(part, plan, now) for part in plan.parts],
            paid_minor=plan.paid_minor,
            consent=Consent(version=plan.consent, words=CONSENT),
            card=PartCard(**{name: getattr(card, name) for name in shown}) if card else None,
            is_charging=bool(plan.charging),
            kept_minor=plan.kept_minor,
        )

    @classmethod
    def offered(cls, order: Order, event: Event, now: datetime) -> Self | None:
        """In which parts this order could be paid; None where it cannot. `event` is its first date."""
        parts = offered(event, order, now) if order.state == "RESERVED" else []
        if not parts or not event.instalments:
            return None
        return cls(
            state="offered",
            parts=[_part(part, None, now) for part in parts],
            paid_minor=0,
            consent=Consent(version=consent_to(parts, InstalmentTerms(**event.instalments)), words=CONSENT),
            card=None,
            is_charging=False,
            kept_minor=0,
        )


def _part(part: Part, plan: Plan | None, now: datetime) -> PartOut:
    return PartOut(
        number=part.number,
        amount_minor=part.amount_minor,
        due_at=part.due_at,
        state=_state(part, plan, now),
        version=part.version,
    )


def _state(part: Part, plan: Plan | None, now: datetime) -> PartState:
    if part.paid_at:
        return "paid"
    if not plan or now < part.due_at:
        return "open"
    return "overdue" if plan.state == "OVERDUE" or now >= overdue_at(plan, part) else "due"


class PartsPaid(Output):
    """How far an order is that is paid in parts."""

    paid: int
    count: int
    state: InstalmentState

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """So many parts of so many."""
        return cls(paid=len(plan.parts) - len(plan.unpaid), count=len(plan.parts), state=_STATES[plan.state])


class PayParts(Input):
    """Pay before it is charged: the next part, or all that are left."""

    everything: bool = False


class NewDueDate(Input):
    """A part falls due at another time."""

    due_at: Instant
