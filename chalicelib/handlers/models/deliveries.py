"""Deliveries, replays and the feed of facts on the wire."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from chalicelib.domain.deliveries import Delivery
from chalicelib.domain.envelopes import Recorded, envelope
from chalicelib.handlers.models.common import Input, Instant, ListQuery, Output, SparseQuery
from chalicelib.kernel import clock

State = Literal["DELIVERED", "WAITING", "DEAD"]


class DeliveryQuery(ListQuery):
    """Which deliveries."""

    state: State | None = Field(default=None, description="All, if it is left out.")


class DeliveryOut(Output):
    """One fact's way to one endpoint. `id` is the fact's, which the endpoint sees as `webhook-id`."""

    id: str
    type: str
    subject: str
    created_at: Instant
    state: Literal["SENDING", "WAITING", "DELIVERED", "DEAD"]
    next_at: Instant | None
    attempts: int
    status: int = Field(description="Of the last answer; 0 if none came.")
    error: str
    excerpt: str
    milliseconds: int
    tried_at: Instant | None

    @classmethod
    def of(cls, delivery: Delivery) -> Self:
        """Out of the domain's noun."""
        own = {name: getattr(delivery, name) for name in cls.model_fields if hasattr(delivery, name)}
        return cls(**own | {"id": delivery.fact_id})


class DeliveryList(Output):
    """A part of the list."""

    items: list[DeliveryOut]
    next: str | None


_WHICH = "`missed`: what was not taken, of the last 30 days, for which deliveries are kept; `all`: however old it is."


class Stretch(Input):
    """What to tell again."""

    since: Instant
    until: Instant
    which: Literal["missed", "all"] = Field(default="missed", description=_WHICH)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until <= self.since:
            raise ValueError("until must be later than since")
        return self


class ReplayOut(Output):
    """A replay that has begun."""

    id: str


class FactQuery(SparseQuery):
    """Where to read on."""

    after: str | None = Field(default=None, max_length=2000, description="`next` of the answer before.")
    limit: Annotated[int, Field(ge=1, le=100, description="How many at most.")] = 50
    type: str | None = Field(default=None, max_length=60, description="Only this type, such as `order.paid`.")


class EnvelopeOut(Output):
    """A fact, exactly as webhooks tell it."""

    id: str
    type: str
    version: int
    created_at: Instant
    data: dict[str, Any]

    @classmethod
    def of(cls, fact: Recorded) -> Self:
        """Out of the domain's noun."""
        told = envelope(fact)
        return cls(**told | {"created_at": clock.from_text(told["created_at"])})


class FactList(Output):
    """A part of the feed. `next` is where to read on, also when nothing new is there."""

    items: list[EnvelopeOut]
    next: str | None
