"""An order's life: reserved, paid or expired, and every move that is allowed in between."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from chalicelib.domain import card_limits
from chalicelib.domain.baskets import Basket, limits_of
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.inventory import Take
from chalicelib.domain.questions import Answers
from chalicelib.domain.quotes import FeeShare, Label, Line, Quote, TaxShare
from chalicelib.kernel import ids
from chalicelib.kernel.errors import Conflict, NotFound

PaymentMethod = Literal["card", "paypal", "bitcoin", "bank", "cash", "invoice"]
State = Literal["RESERVED", "AWAITING_APPROVAL", "AWAITING_OFFLINE_PAYMENT", "PROCESSING", "PARTLY_PAID",
                "COMPLETED", "EXPIRING", "EXPIRED", "CANCELLED", "REVIEW"]  # fmt: skip

# Every allowed move. A state that is missing here is final.
MOVES: dict[State, frozenset[State]] = {
    "RESERVED": frozenset(
        {"AWAITING_APPROVAL", "AWAITING_OFFLINE_PAYMENT", "PROCESSING", "PARTLY_PAID", "COMPLETED", "EXPIRING",
         "REVIEW"}
    ),
    "AWAITING_APPROVAL": frozenset({"RESERVED", "COMPLETED", "EXPIRING"}),
    "AWAITING_OFFLINE_PAYMENT": frozenset({"COMPLETED", "EXPIRING"}),
    "EXPIRING": frozenset({"PROCESSING", "PARTLY_PAID", "COMPLETED", "EXPIRED", "CANCELLED", "REVIEW"}),
    "PROCESSING": frozenset({"COMPLETED", "EXPIRING", "REVIEW", "CANCELLED"}),
    "PARTLY_PAID": frozenset({"PARTLY_PAID", "COMPLETED", "REVIEW", "CANCELLED"}),
    "COMPLETED": frozenset({"CANCELLED"}),
    "EXPIRED": frozenset({"COMPLETED"}),
    "CANCELLED": frozenset({"COMPLETED"}),
    "REVIEW": frozenset({"REVIEW", "PARTLY_PAID", "COMPLETED", "CANCELLED"}),
}  # fmt: skip
# An order in one of these states holds the units that it took.
HOLDING: frozenset[State] = frozenset(MOVES) - {"EXPIRED", "CANCELLED"}
# An order in one of these states ends by itself when its time is over.
LAPSING: frozenset[State] = frozenset({"RESERVED", "AWAITING_APPROVAL", "AWAITING_OFFLINE_PAYMENT"})
Disputed = Literal["", "open", "won", "lost"]


class OrderNotFound(NotFound):
    """There is no such order."""


class OrderMoved(Conflict):
    """The order has changed in the meantime. Load it again."""


class OrderExpired(Conflict):
    """The time to pay is over and the tickets are on sale again."""


class OrderNotPayable(Conflict):
    """This order cannot be paid: it is finished or cancelled."""


class NotAwaitingApproval(Conflict):
    """This order does not wait for approval."""


class TooManyForOneBuyer(Conflict):
    """This is more than one buyer may have."""


@dataclass(frozen=True)
class Buyer:
    """Who pays, and where the tickets go."""

    name: str
    email: str


@dataclass(frozen=True)
class Claim:
    """`units` of a product that count against what one buyer may have of it over all orders."""

    product_id: str
    person: str
    units: int


@dataclass(frozen=True)
class Attendee:
    """Who will use one ticket, as told at checkout."""

    name: str
    email: str
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True)
class Order:
    """Units held or sold. `takes` says from which shards they came, so that they go back exactly there.

    The quote is kept as it was made: `lines`, and the `fees` and `taxes` of the order as a whole, with `labels` naming
    them. `limits`: product id → how many its buyer may have in all; `claims` are what this order counts against that.
    `refunds` counts the decisions to pay something back; by line (its place): `settled` are the units whose money was
    decided, `returned` those that were given back; by part, `kept` is what the organizer keeps of them.
    `noted_minor` is what members have noted as paid by other ways, `pay_by` when it is due, `remind_at` when its buyer
    is to be reminded. `extended` and `redirected`: the hold was prolonged for a payment, and for one on another page.
    `disputed` is what banks say of its payments.
    A test order is one that the organizer made to try things out: it takes no units and costs nothing.
    """

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
    refunds: int = 0
    settled: dict[str, int] = field(default_factory=dict)
    returned: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    fees: list[FeeShare] = field(default_factory=list)
    taxes: list[TaxShare] = field(default_factory=list)
    labels: dict[str, Label] = field(default_factory=dict)
    code: str = ""
    method: PaymentMethod = "card"
    limits: dict[str, int] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    member_email: str = ""
    attendees: list[Attendee] = field(default_factory=list)
    answers: Answers = field(default_factory=dict)
    billing: dict[str, str] = field(default_factory=dict)
    terms_hash: str = ""
    is_approved: bool = False
    is_test: bool = False
    waitlist_id: str = ""
    issued: int = 0
    noted_minor: int = 0
    pay_by: datetime | None = None
    remind_at: datetime | None = None
    redirected: bool = False
    disputed: Disputed = ""

    @property
    def units(self) -> int:
        """How many units of whatever it holds."""
        return sum(line.quantity for line in self.lines)

    @property
    def tickets(self) -> int:
        """How many tickets it makes: add-ons and donations admit nobody."""
        return sum(line.quantity for line in self.lines if line.kind == "ticket")

    @property
    def is_open(self) -> bool:
        """Whether it may still end without being paid."""
        return self.state in LAPSING or self.state in ("EXPIRING", "PROCESSING")

    @property
    def owed_minor(self) -> int:
        """What the buyer has to pay for it to be complete."""
        return 0 if self.is_test else self.total_minor

    @property
    def wakes_at(self) -> datetime:
        """When something has to be done about it next: remind its buyer, or let it expire."""
        return min(self.remind_at or self.expires_at, self.expires_at)

    @property
    def quote(self) -> Quote:
        """What it costs, in all its parts."""
        return Quote(self.currency, self.lines, self.fees, self.taxes, self.labels)


def reference_of(order_id: str) -> str:
    """Eight characters that a person can read out at the door: `K7QF-2MXA`. Made from the id, so never stored twice.

    40 bits: two orders of one event in a million share one about once in two million events of that size, and
    the lookup row (put if absent) then refuses the second, which is found by its code instead.
    """
    letters = ids.encode(ids.decode(order_id.partition("_")[2]) & (1 << 40) - 1, 8).upper()
    return f"{letters[:4]}-{letters[4:]}"


@dataclass(frozen=True)
class Request:
    """What one request to reserve brings along."""

    order_id: str
    digest: str
    language: str
    code: str = ""
    email: str = ""
    is_test: bool = False


def reserve(catalogue: Catalogue, basket: Basket, quote: Quote, request: Request, now: datetime) -> Order:
    """The order that a basket makes, without its takes. Raises BelowMinimumCharge, NotChargeable: no way to pay."""
    event = catalogue.event
    if not request.is_test and event.payment_methods == ["card"]:
        card_limits.check_chargeable(quote.total_minor, quote.currency)
    return Order(
        order_id=request.order_id,
        reference=reference_of(request.order_id),
        event_id=event.event_id,
        account_id=event.account_id,
        state="RESERVED",
        lines=quote.lines,
        takes=[],
        currency=quote.currency,
        total_minor=quote.total_minor,
        policy=event.policy,
        language=request.language,
        reserved_at=now,
        expires_at=now + timedelta(minutes=event.hold_minutes),
        request=request.digest,
        spread=event.order_spread,
        fees=quote.fees,
        taxes=quote.taxes,
        labels=quote.labels,
        code=request.code,
        member_email=request.email if any(one.product.shown_to == "members" for one in basket.choices) else "",
        limits={} if request.is_test else dict(limits_of(basket.choices)),
        is_test=request.is_test,
    )


def claims_of(order: Order, person: str) -> list[Claim]:
    """What this order counts against its buyer's limits."""
    units: Counter[str] = Counter()
    for line in order.lines:
        if line.product_id in order.limits:
            units[line.product_id] += line.quantity
    return [Claim(product_id, person, count) for product_id, count in units.items()]
