"""Refunds on the wire: what is asked for, what it would do, and what became of it."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from chalicelib.domain.cancellations import MOST_TICKETS, Wish
from chalicelib.domain.payments import RefundState
from chalicelib.handlers.models.common import Input, Instant, LongText, Minor, Output, Texts
from chalicelib.handlers.models.policies import PolicyOut

RefundReason = Literal["buyer_asked", "duplicate", "event_changed", "fraud", "goodwill", "mistake", "other"]
Note = Annotated[LongText, StringConstraints(max_length=500)]


def _not_too_many(numbers: object) -> object:
    if isinstance(numbers, list) and len(numbers) > MOST_TICKETS:
        raise ValueError(f"at most {MOST_TICKETS} tickets at once: refund everything, or the rest with another request")
    return numbers


Numbers = Annotated[list[Annotated[int, Field(ge=1)]], BeforeValidator(_not_too_many), Field(max_length=MOST_TICKETS)]
Units = Annotated[dict[Annotated[str, StringConstraints(pattern=r"^\d{1,3}$")], Annotated[int, Field(ge=1)]],
                  Field(max_length=20)]  # fmt: skip


_OF_TICKETS = (
    f"By their numbers, at most {MOST_TICKETS} at once: the whole order has no such limit, and the rest can follow."
)


class What(Input):
    """What goes back: everything, tickets and units of other lines, or an amount. Exactly one of these."""

    everything: bool = False
    tickets: Numbers = Field(default_factory=list, description=_OF_TICKETS)
    units: Units = Field(
        default_factory=dict, description="Place of a line without tickets (from 0) → how many.", examples=[{"0": 2}]
    )
    amount_minor: Annotated[Minor, Field(ge=1)] | None = None
    cancel: bool | None = Field(
        default=None,
        description="Void the tickets and put the units on sale again: by default for tickets and units, never for an "
        "amount.",
    )

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if sum((self.everything, bool(self.tickets or self.units), self.amount_minor is not None)) != 1:
            raise ValueError("needs either everything, or tickets and units, or amount_minor")
        if self.cancel and self.amount_minor is not None:
            raise ValueError("an amount cancels nothing: name the tickets")
        return self

    def wish(self) -> Wish:
        """As the rules read it."""
        cancels = self.amount_minor is None if self.cancel is None else self.cancel
        return Wish(self.everything, self.tickets, self.units, self.amount_minor or 0, cancels)


class NewRefund(What):
    """What goes back, and why. The note is for members only."""

    reason: RefundReason
    note: Note = ""
    decided: int | None = Field(
        default=None, ge=0, description="How many decisions you have seen; any other number is refused."
    )


class RetryRefund(Input):
    """Try a failed refund again, or say that the money was handed back by other means."""

    by_hand: bool = False
    note: Note = ""


class RefundLine(Output):
    """What of one line goes back. `line` is its place, from 0."""

    line: int
    name: Texts
    quantity: int
    price_minor: int
    fee_minor: int
    tax_minor: int
    total_minor: int


class RefundTax(Output):
    """How much of a refund is one tax."""

    id: str
    name: Texts
    rate: str
    amount_minor: int


class RefundByPayment(Output):
    """What goes back the way it came. `provider` offline: somebody has to hand it back."""

    payment_id: str
    provider: str
    amount_minor: int


class RefundPreview(Output):
    """What a refund would do. `order_fee_minor` and `order_tax_minor` are of the order as a whole; `left_minor` is what
    could still be paid back afterwards."""

    amount_minor: int
    currency: str
    exponent: int
    lines: list[RefundLine]
    order_fee_minor: int
    order_tax_minor: int
    taxes: list[RefundTax]
    platform_fee_minor: int
    payments: list[RefundByPayment]
    tickets: list[int]
    cancels_order: bool
    left_minor: int


class RefundOut(Output):
    """Money on its way back. `failure` is the provider's word for why it failed; `replaces` the failed refund that it
    tries again; `can_retry`: its money is still here."""

    id: str
    payment_id: str
    provider: str
    amount_minor: int
    currency: str
    exponent: int
    state: RefundState
    reason: str
    note: str
    by: str
    tickets: list[int]
    taxes: list[RefundTax]
    platform_fee_minor: int
    created_at: Instant
    failure: str
    replaces: str
    can_retry: bool


class OrderRefunds(Output):
    """An order's refunds, oldest first. `decided` counts the decisions: send it with the next one."""

    items: list[RefundOut]
    decided: int
    left_minor: int
    currency: str
    exponent: int
    has_open_dispute: bool


class RefundOption(Output):
    """What one ticket gives back now, and until when. `why_not` is a refusal's code, "" where it can be given back."""

    number: int
    amount_minor: int
    until: Instant | None
    why_not: str


class RefundOptions(Output):
    """What a buyer can give back. `everything_minor` is null where not all of it can go at once."""

    policy: PolicyOut
    terms: Texts
    tickets: list[RefundOption]
    everything_minor: int | None
    why_not: str
    currency: str
    exponent: int


class BuyerWhat(Input):
    """What a buyer wants to give back: tickets by their numbers, or everything."""

    everything: bool = False
    tickets: Numbers = Field(default_factory=list)

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if self.everything == bool(self.tickets):
            raise ValueError("needs either everything or tickets")
        return self

    def wish(self) -> Wish:
        """As the rules read it."""
        return Wish(everything=self.everything, tickets=self.tickets)


class BuyerRefund(BuyerWhat):
    """Give tickets back, or everything. `amount_minor` is what was shown: if it has changed, nothing is done."""

    amount_minor: Minor


class BuyerRefundPreview(Output):
    """What comes back for these tickets together: amounts are rounded once, so it is not the sum of each by itself."""

    amount_minor: int
    currency: str
    exponent: int
