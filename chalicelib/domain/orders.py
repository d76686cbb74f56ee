"""An order's life: reserved, paid or expired, and every move that is allowed in between."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from chalicelib.domain import pricing
from chalicelib.domain.catalogue import Catalogue, Product
from chalicelib.domain.inventory import Take
from chalicelib.domain.pricing import Line
from chalicelib.kernel import ids
from chalicelib.kernel.errors import Conflict, Invalid, NotFound

State = Literal["RESERVED", "EXPIRING", "PROCESSING", "COMPLETED", "EXPIRED", "CANCELLED", "REVIEW"]

# Every allowed move. A state that is missing here is final.
MOVES: dict[State, frozenset[State]] = {
    "RESERVED": frozenset({"PROCESSING", "COMPLETED", "EXPIRING", "REVIEW"}),
    "EXPIRING": frozenset({"PROCESSING", "COMPLETED", "EXPIRED", "CANCELLED", "REVIEW"}),
    "PROCESSING": frozenset({"COMPLETED", "EXPIRING", "REVIEW"}),
    "EXPIRED": frozenset({"COMPLETED"}),
    "CANCELLED": frozenset({"COMPLETED"}),
    "REVIEW": frozenset({"COMPLETED", "CANCELLED"}),
}
HOLDING: frozenset[State] = frozenset({"RESERVED", "EXPIRING", "PROCESSING", "REVIEW", "COMPLETED"})
MOST_LINES = 20
PAYMENT_EXTENSION = timedelta(minutes=10)


class OrderNotFound(NotFound):
    """There is no such order."""


class OrderMoved(Conflict):
    """The order has changed in the meantime. Load it again."""


class OrderExpired(Conflict):
    """The time to pay is over and the tickets are on sale again."""


class OrderNotPayable(Conflict):
    """This order cannot be paid: it is finished or cancelled."""


class NotOnSale(Conflict):
    """This product is not on sale now."""


class WrongQuantity(Invalid):
    """The quantity is not allowed for this product."""


class RepeatedProduct(Invalid):
    """A product may stand in one line only."""


@dataclass(frozen=True)
class Buyer:
    """Who pays, and where the tickets go."""

    name: str
    email: str


@dataclass(frozen=True)
class Order:
    """Units held or sold. `takes` says from which shards they came, so that they go back exactly there."""

    order_id: str
    reference: str
    event_id: str
    account_id: str
    state: State
    lines: list[Line]
    takes: list[Take]
    currency: str
    total_minor: int
    policy: dict[str, Any]
    language: str
    reserved_at: datetime
    expires_at: datetime
    request: str
    spread: int
    buyer_name: str = ""
    buyer_email: str = ""
    extended: bool = False
    completed_at: datetime | None = None
    refunded_minor: int = 0

    @property
    def units(self) -> int:
        """How many tickets it holds."""
        return sum(line.quantity for line in self.lines)

    @property
    def is_open(self) -> bool:
        """Whether somebody may still pay for it."""
        return self.state in ("RESERVED", "EXPIRING", "PROCESSING")


@dataclass(frozen=True)
class Wanted:
    """A line of a basket, as the buyer sent it."""

    product_id: str
    quantity: int


def reference_of(order_id: str) -> str:
    """Eight characters that a person can read out at the door: `K7QF-2MXA`. Made from the id, so never stored twice.

    40 bits: two orders of one event in a million share one about once in two million events of that size, and
    the lookup row (put if absent) then refuses the second, which is found by its code instead.
    """
    letters = ids.encode(ids.decode(order_id.partition("_")[2]) & (1 << 40) - 1, 8).upper()
    return f"{letters[:4]}-{letters[4:]}"


def check_quantity(product: Product, quantity: int, position: int) -> None:
    """Raises WrongQuantity naming the line."""
    if not product.min_per_order <= quantity <= product.max_per_order:
        allowed = f"between {product.min_per_order} and {product.max_per_order}"
        raise WrongQuantity(**{f"lines.{position}.quantity": f"must be {allowed}"})


def reserve(
    catalogue: Catalogue,
    wanted: Sequence[Wanted],
    *,
    order_id: str,
    request: str,
    language: str,
    now: datetime,
) -> Order:
    """The order that these wishes make, without its takes. Raises what the catalogue does not allow."""
    event = catalogue.event
    if len({wish.product_id for wish in wanted}) < len(wanted):
        raise RepeatedProduct(lines="names a product twice")
    lines = []
    for position, wish in enumerate(wanted):
        product = catalogue.product(wish.product_id)
        if event.status != "LIVE" or product.sale_state(now, event.ends_at) != "on_sale":
            raise NotOnSale(**{f"lines.{position}.product_id": "is not on sale now"})
        check_quantity(product, wish.quantity, position)
        lines.append(pricing.quote_line(product, event.occurrence_id, wish.quantity))
    total_minor = pricing.total(lines)
    pricing.check_chargeable(total_minor, event.currency)
    return Order(
        order_id=order_id,
        reference=reference_of(order_id),
        event_id=event.event_id,
        account_id=event.account_id,
        state="RESERVED",
        lines=lines,
        takes=[],
        currency=event.currency,
        total_minor=total_minor,
        policy=event.policy,
        language=language,
        reserved_at=now,
        expires_at=now + timedelta(minutes=event.hold_minutes),
        request=request,
        spread=event.order_spread,
    )


def units_by_pool(catalogue: Catalogue, lines: Sequence[Line]) -> Counter[str]:
    """How many units these lines take from each pool."""
    units: Counter[str] = Counter()
    for line in lines:
        for pool_id in catalogue.product(line.product_id).pool_ids:
            units[pool_id] += line.quantity
    return units


def check_payable(order: Order, now: datetime) -> None:
    """Raises OrderExpired or OrderNotPayable."""
    if order.state in ("EXPIRED", "EXPIRING") or (order.state == "RESERVED" and now >= order.expires_at):
        raise OrderExpired()
    if order.state != "RESERVED":
        raise OrderNotPayable()


def with_buyer(order: Order, buyer: Buyer, now: datetime) -> Order:
    """The order with its buyer's details, and the hold prolonged once, because paying has begun.

    The extension runs from now, never shortens the hold, and is given one time only, so nobody can hold
    a seat for ever by typing a name again.
    """
    check_payable(order, now)
    details = replace(order, buyer_name=buyer.name, buyer_email=buyer.email)
    if order.extended or not order.total_minor:
        return details
    return replace(details, extended=True, expires_at=max(order.expires_at, now + PAYMENT_EXTENSION))
