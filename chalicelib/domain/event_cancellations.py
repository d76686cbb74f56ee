"""Calling an event off: what it means for its orders, and what became of each of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.edits import RefundChoice
from chalicelib.domain.events import Event
from chalicelib.domain.offline import OFFLINE
from chalicelib.domain.orders import HOLDING, Order, State
from chalicelib.domain.payments import Payment, Refund
from chalicelib.domain.refunds import left_of
from chalicelib.kernel import ids
from chalicelib.kernel.errors import Conflict, Invalid, NotFound

RunState = Literal["RUNNING", "DONE", "STOPPED"]
# BY_HAND: cancelled, but money that came by bank or in cash has to be handed back by people.
ResultState = Literal["WAITING", "DONE", "BY_HAND", "FAILED"]
Code = Literal[
    "", "cancelled", "refunded", "refund_pending", "refund_failed", "kept", "by_hand", "dispute_open",
    "payment_under_way", "try_again", "unexpected",
]  # fmt: skip
# Passes over an order that cannot be finished yet, because somebody does not answer, before it has failed.
MOST_TRIES = 6
# A workflow that has not been heard of for so long is gone: the sweep starts another one, so many times.
PATIENCE = timedelta(minutes=20)
MOST_RUNS = 24


class CancellationNotFound(NotFound):
    """The orders of this event were not cancelled."""


class CancellationRunning(Conflict):
    """The orders of this event are being cancelled already."""


class PreviewChanged(Conflict):
    """What would go back has changed since it was shown. Look at it again before you confirm it."""


class NotConfirmed(Invalid):
    """Type the event's title exactly as it is, to confirm that all of its orders are cancelled."""


@dataclass(frozen=True)
class Cancellation:
    """All orders of an event are cancelled: who said so, and how far it is. `run` counts the starts of its workflow."""

    event_id: str
    account_id: str
    refund: RefundChoice
    note: str
    by: str
    started_at: datetime
    state: RunState = "RUNNING"
    run: int = 1
    waiting: int = 0
    done: int = 0
    by_hand: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Result:
    """What became of one order. `amount_minor` is what goes back, or has to be handed back."""

    event_id: str
    order_id: str
    reference: str
    currency: str
    state: ResultState = "WAITING"
    code: Code = ""
    amount_minor: int = 0
    tries: int = 0


@dataclass
class Sums:
    """What a cancellation would do: orders by state, tickets, money by currency and way to pay, before it is done."""

    orders: Counter[State] = field(default_factory=Counter)
    tickets: int = 0
    money: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, order: Order, payments: Sequence[Payment] | None = None, refunds: Sequence[Refund] = ()) -> None:
        """Count an order, with its money if that `needs_a_look`. What is over already is not counted."""
        if order.state not in HOLDING:
            return
        self.orders[order.state] += 1
        if order.state not in ("PARTLY_PAID", "COMPLETED", "REVIEW"):
            return
        self.tickets += order.tickets - _returned_tickets(order)
        if payments is None:
            self.money[order.currency, _way(order.method)] += order.owed_minor
        elif order.disputed not in ("open", "lost"):  # that money is the bank's to decide about
            for payment in payments:
                self.money[payment.currency, _way(payment.provider)] += left_of(payment, refunds)

    @property
    def token(self) -> str:
        """Stands for what cannot be undone: paid orders, tickets, money. Holds that come and go are not in it."""
        paid = self.orders["PARTLY_PAID"] + self.orders["COMPLETED"] + self.orders["REVIEW"]
        money = [f"{currency} {way} {amount}" for (currency, way), amount in sorted(self.money.items()) if amount]
        return ids.derived("sum", str(paid), str(self.tickets), *money)


def needs_a_look(order: Order) -> bool:
    """Whether what is left of its money is more than its total says: something was refunded, disputed or differs."""
    return order.state in HOLDING and bool(
        order.refunds or order.refunded_minor or order.disputed or order.state in ("PARTLY_PAID", "REVIEW")
    )


def _way(method: str) -> str:
    return "offline" if method == "offline" or method in OFFLINE else "card"


def _returned_tickets(order: Order) -> int:
    lines = enumerate(order.lines)
    return sum(order.returned.get(str(place), 0) for place, line in lines if line.kind == "ticket")


def check_confirmed(event: Event, typed: str) -> None:
    """Raises NotConfirmed unless the title, in one of its languages, was typed."""
    if typed.strip() not in {title.strip() for title in event.title.values()}:
        raise NotConfirmed(confirm="must be the event's title")
