"""Cancelling an event with all of its orders, on the wire."""

from typing import Annotated

from pydantic import StringConstraints

from chalicelib.domain.edits import RefundChoice
from chalicelib.domain.event_cancellations import Code, ResultState, RunState
from chalicelib.domain.events import EventStatus
from chalicelib.domain.orders import State
from chalicelib.handlers.models.common import Input, Instant, ListQuery, LongText, Output


class MoneySum(Output):
    """What goes back in one currency by one way: by card it goes by itself, otherwise people hand it back."""

    currency: str
    exponent: int
    way: str
    amount_minor: int


class CancellationPreview(Output):
    """What a cancellation would do. `orders`: state → how many; `token` stands for its paid orders and their money."""

    status: EventStatus
    orders: dict[State, int]
    order_count: int
    tickets: int
    money: list[MoneySum]
    token: str


class NewCancellation(Input):
    """`confirm` is the event's title, typed; `preview` the token of the preview that was shown, with the sum to refund:
    if paid orders or their money have changed since, nothing is done. `refund` says whether card payments go back.
    """

    confirm: Annotated[str, StringConstraints(max_length=300)]
    preview: Annotated[str, StringConstraints(max_length=60)]
    refund: RefundChoice
    note: Annotated[LongText, StringConstraints(max_length=500)] = ""


class CancellationOut(Output):
    """How far it is. STOPPED: a step gave up; it goes on by itself after a while, or when somebody says so."""

    status: EventStatus
    state: RunState
    refund: RefundChoice
    note: str
    by: str
    started_at: Instant
    waiting: int
    done: int
    by_hand: int
    failed: int


class ResultQuery(ListQuery):
    """Which results: all, or those of one state."""

    state: ResultState | None = None


class CancellationResult(Output):
    """What became of one order. `amount_minor` goes back, or has to be handed back, or did not arrive."""

    order_id: str
    reference: str
    buyer_name: str
    state: ResultState
    code: Code
    text: str
    amount_minor: int
    currency: str
    exponent: int
    tries: int


class CancellationResultList(Output):
    """A part of the list."""

    items: list[CancellationResult]
    next: str | None
