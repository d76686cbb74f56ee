"""Who waits for what is sold out, and who is offered what comes back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.catalogue import Product
from chalicelib.domain.orders import HOLDING, Order
from chalicelib.domain.refusals import WrongQuantity
from chalicelib.kernel.errors import Conflict, NotFound

EntryState = Literal["WAITING", "OFFERED", "LEFT"]
Outcome = Literal["waiting", "offered", "bought", "lapsed", "left"]

OFFER_LENGTH = timedelta(hours=24)
LAST_CALL = timedelta(hours=1)  # before the start: whoever is offered a place has to get there


class NoWaitlist(Conflict):
    """This has no waiting list."""


class StillAvailable(Conflict):
    """There are tickets left: no need to wait."""


class EntryNotFound(NotFound):
    """There is no such place on a waiting list."""


class EntryMoved(Exception):
    """Somebody else has changed the entry meanwhile: read it again."""


@dataclass(frozen=True)
class Place:
    """A place in the queue for one product on one date; places sort by the moment of joining."""

    entry_id: str
    joined_at: datetime
    quantity: int


@dataclass(frozen=True)
class Entry:
    """Somebody who wants `quantity` units of a product on one date. `person` is the key of their address.

    `attempt` counts the offers that were made; `order_id` is the last of them. What became of it is for the order to
    say, so that there is no second truth. `key` is the request that made the entry, `card_id` the card that is kept to
    buy for them.
    """

    entry_id: str
    event_id: str
    account_id: str
    product_id: str
    occurrence_id: str
    quantity: int
    name: str
    email: str
    person: str
    language: str
    joined_at: datetime
    key: str
    state: EntryState = "WAITING"
    code: str = ""
    attempt: int = 0
    order_id: str = ""
    card_id: str = ""
    version: int | None = None

    @property
    def place(self) -> Place:
        """Where it stands in the queue."""
        return Place(self.entry_id, self.joined_at, self.quantity)


def check_quantity(product: Product, quantity: int) -> None:
    """Raises WrongQuantity: what could never be bought needs no waiting."""
    if not product.min_per_order <= quantity <= product.max_per_order:
        raise WrongQuantity(quantity=f"must be between {product.min_per_order} and {product.max_per_order}")


def outcome(entry: Entry, order: Order | None) -> Outcome:
    """What has become of an entry; `order` is the one that it was offered, if any."""
    if entry.state == "WAITING":
        return "waiting"
    if entry.state == "LEFT" or not order:
        return "left"
    if order.state == "COMPLETED":
        return "bought"
    return "offered" if order.state in HOLDING else "lapsed"


def next_in_line(queue: Iterable[Place], left: int) -> Iterator[Place]:
    """Who is offered the `left` units, in the order of joining.

    A group that does not fit keeps its place, and the next that fits is offered what it needs. The queue is read only
    as far as there is something to give.
    """
    for place in queue:
        if not left:
            return
        if place.quantity <= left:
            left -= place.quantity
            yield place


def offer_ends_at(starts_at: datetime, hold: timedelta, now: datetime) -> datetime:
    """Until when an offer is held: a day, or an hour before the start, but never shorter than any other hold."""
    return max(min(now + OFFER_LENGTH, starts_at - LAST_CALL), now + hold)


def offered(entry: Entry, order_id: str) -> Entry:
    """The entry once an order was made for it."""
    return replace(entry, state="OFFERED", attempt=entry.attempt + 1, order_id=order_id)


def joined_again(entry: Entry, quantity: int, now: datetime, key: str) -> Entry:
    """The entry of somebody who had left, or let an offer lapse: at the end of the queue."""
    return replace(entry, state="WAITING", quantity=quantity, joined_at=now, key=key, card_id="")
