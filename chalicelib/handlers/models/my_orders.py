"""A buyer's own orders on the wire."""

from chalicelib.domain.orders import State
from chalicelib.handlers.models.common import Email, Input, Instant, Output, Texts


class LinkWanted(Input):
    """The address whose orders somebody wants to see."""

    email: Email


class MyOrderOut(Output):
    """One of the buyer's orders. `url` opens it."""

    id: str
    reference: str
    state: State
    title: Texts
    starts_at: Instant
    ends_at: Instant
    timezone: str
    quantity: int
    total_minor: int
    currency: str
    exponent: int
    reserved_at: Instant
    url: str


class MyOrderList(Output):
    """All of them."""

    items: list[MyOrderOut]
    next: str | None
