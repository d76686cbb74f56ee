"""Waiting lists on the wire."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field

from chalicelib.actions.waiting import Waiting
from chalicelib.domain.waitlist import Outcome
from chalicelib.handlers.models.common import Email, Input, Instant, Language, Line, ListQuery, Output


class NewEntry(Input):
    """Somebody who wants to be told when something comes back."""

    product_id: str = Field(max_length=100)
    occurrence_id: str = Field(default="", max_length=100, description="Which date, of a series.")
    quantity: Annotated[int, Field(ge=1, le=100)] = 1
    name: Line
    email: Email
    language: Language = "en"
    code: str = Field(default="", max_length=40, description="For what only a code shows.")


class WaitlistPlace(Output):
    """A place on a waiting list. `position` counts from 1 while it waits; `order_url` opens what was offered.

    Whoever sends an address that is on the list already learns nothing: `id`, `position` and `token` are null, and
    the link to the place is in that address's mail.
    """

    id: str | None
    state: Outcome
    quantity: int
    position: int | None
    order_url: str | None
    token: str | None

    @classmethod
    def of(cls, found: Waiting, order_url: str | None, token: str | None) -> Self:
        """Out of the entry and its order."""
        entry = found.entry
        return cls(
            id=entry.entry_id,
            state=found.outcome,
            quantity=entry.quantity,
            position=found.position,
            order_url=order_url,
            token=token,
        )


def _empty_to_none(value: Any) -> Any:
    return value or None


class WaitlistQuery(ListQuery):
    """Whose waiting list, and which part of it."""

    product_id: str = Field(max_length=100)
    occurrence_id: Annotated[str | None, BeforeValidator(_empty_to_none)] = Field(default=None, max_length=100)


class WaitlistEntryOut(Output):
    """Somebody who waits, or has waited. `order_id` is the offer that was made last; `has_card`: a card is kept to buy
    for them when it is their turn."""

    id: str
    name: str
    email: str
    quantity: int
    state: Outcome
    joined_at: Instant
    order_id: str | None
    offer_ends_at: Instant | None
    has_card: bool

    @classmethod
    def of(cls, found: Waiting) -> Self:
        """Out of the entry and its order."""
        entry, order = found.entry, found.order
        return cls(
            id=entry.entry_id,
            name=entry.name,
            email=entry.email,
            quantity=entry.quantity,
            state=found.outcome,
            joined_at=entry.joined_at,
            order_id=entry.order_id or None,
            offer_ends_at=order.expires_at if order and found.outcome == "offered" else None,
            has_card=found.has_card,
        )


class WaitlistEntryList(Output):
    """A part of the list, in the order of joining."""

    items: list[WaitlistEntryOut]
    next: str | None
