"""Disputes on the wire."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints

from chalicelib.actions.disputes import Listed
from chalicelib.domain.orders import State
from chalicelib.domain.payments import Dispute, DisputeState
from chalicelib.handlers.models.common import Input, Instant, LongText, Output
from chalicelib.kernel import money


class DisputeOut(Output):
    """A bank that asks for a payment back. `withdrawn_minor` is what has left the balance for it, costs included."""

    id: str
    payment_id: str
    amount_minor: int
    withdrawn_minor: int
    currency: str
    exponent: int
    state: DisputeState
    reason: str = Field(
        description="The bank's, in the provider's word: fraudulent, product_not_received …", examples=["fraudulent"]
    )
    created_at: Instant
    answer_by: Instant | None
    answer: str
    answered_at: Instant | None = Field(description="When the answer was final.")

    @classmethod
    def of(cls, dispute: Dispute) -> Self:
        """Out of the domain's noun."""
        own = {name: getattr(dispute, name) for name in cls.model_fields if hasattr(dispute, name)}
        return cls(**own | {"id": dispute.dispute_id, "exponent": money.exponent(dispute.currency)})


class ListedDispute(DisputeOut):
    """A dispute in the account's list, with its order."""

    order_id: str
    event_id: str
    reference: str
    order_state: State
    buyer_name: str

    @classmethod
    def listed(cls, found: Listed) -> Self:
        """Out of the dispute and its order."""
        dispute = DisputeOut.of(found.dispute).model_dump()
        order = found.order
        return cls(
            **dispute,
            order_id=order.order_id,
            event_id=order.event_id,
            reference=order.reference,
            order_state=order.state,
            buyer_name=order.buyer_name,
        )


class DisputeList(Output):
    """A part of the list."""

    items: list[ListedDispute]
    next: str | None


class EvidenceIn(Input):
    """A member's words to the bank. What is known of the order goes with them."""

    text: Annotated[LongText, StringConstraints(max_length=10_000)] = ""
    submit: bool = Field(default=False, description="Whether this is the answer: it cannot be changed then.")


class EvidenceOut(Output):
    """What the bank is told, by the provider's names."""

    evidence: dict[str, str]
