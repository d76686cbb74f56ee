"""Orders as rows, and the conditional moves between their states: exactly one of two racing moves wins."""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.domain.instalments import Plan
from chalicelib.domain.inventory import Take
from chalicelib.domain.ledger import Entry
from chalicelib.domain.orders import MOVES, Claim, Order, OrderMoved, OrderNotFound, State
from chalicelib.domain.payments import Dispute, Payment, Refund
from chalicelib.domain.tickets import Scan, Ticket
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.changes import Change, put_new, update
from chalicelib.tables.disputes import DisputeRow
from chalicelib.tables.instalments import PlanRow, plan_of
from chalicelib.tables.ledger import EntryRow, entries_in
from chalicelib.tables.lists import Page, merged_page
from chalicelib.tables.order_rows import OrderRow, order_of, packed, row_of
from chalicelib.tables.payments import PaymentRow, RefundRow, payment_of
from chalicelib.tables.sweeps import due_key
from chalicelib.tables.table import Row, batch_get, find, noun_of, partition
from chalicelib.tables.tickets import ScanRow, TicketRow


@dataclass(frozen=True)
class OrderFile:
    """All that lies in an order's partition."""

    order: Order
    payments: list[Payment] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    scans: list[Scan] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    plan: Plan | None = None


def new_order(order: Order, person: str = "") -> Change:
    """The order and, being put only if absent, the mark of its idempotency key: a repeat raises AlreadyDone.

    `person` is the key of its buyer's address, where the order is made for somebody who is known.
    """
    row = row_of(order, due_key(order.order_id, order.expires_at))
    if person:
        row.person, row.person_sk = f"PERSON#{person}", order.order_id
    return put_new(row, AlreadyDone)


def _at(order: Order) -> OrderRow:
    return OrderRow(f"ORDER#{order.order_id}", "META")


def _details(order: Order, person: str) -> list[Action]:
    """What the buyer told at checkout. What is empty now may have been told before, so it is removed."""
    updates: list[Action] = [
        OrderRow.buyer_name.set(order.buyer_name),
        OrderRow.buyer_email.set(order.buyer_email),
        OrderRow.person.set(f"PERSON#{person}"),
        OrderRow.person_sk.set(order.order_id),
        OrderRow.method.set(order.method),
    ]
    told = {name: getattr(order, name) for name in ("answers", "billing", "terms_hash")}
    told |= {name: packed(name, order) for name in ("claims", "attendees")}
    for name, value in told.items():
        attribute = getattr(OrderRow, name)
        updates.append(attribute.set(value) if value else attribute.remove())
    return updates


def _as_seen(seen: Sequence[Claim]) -> Condition:
    """Reserved, and counting against its buyer what it did when it was read: of two checkouts at once one claims."""
    claims = [list(dataclasses.astuple(claim)) for claim in seen]
    same: Condition = OrderRow.claims == claims if claims else OrderRow.claims.does_not_exist()
    reserved: Condition = same & (OrderRow.state == "RESERVED")
    return reserved


def set_buyer(order: Order, person: str, seen: Sequence[Claim] = ()) -> Change:
    """Write the buyer's details and the prolonged hold, as long as the order is still reserved.

    `seen` are the claims that it was read with.
    """
    return update(
        _at(order),
        OrderMoved,
        _as_seen(seen),
        *_details(order, person),
        OrderRow.extended.set(order.extended),
        OrderRow.expires_at.set(order.expires_at),
        OrderRow.due.set(due_key(order.order_id, order.expires_at)),
    )


def complete_free(order: Order, person: str, at: datetime, seen: Sequence[Claim] = ()) -> Change:
    """The buyer's details are all that a free order needs to be complete."""
    return update(
        _at(order),
        OrderMoved,
        _as_seen(seen),
        *_details(order, person),
        OrderRow.state.set("COMPLETED"),
        *_completed(order, at),
    )


def set_aside(order: Order, person: str, to: State, seen: Sequence[Claim] = ()) -> Change:
    """The buyer's details, and the order waits (for approval, for the money) until its new `expires_at`."""
    return update(
        _at(order),
        OrderMoved,
        _as_seen(seen),
        *_details(order, person),
        OrderRow.state.set(to),
        OrderRow.expires_at.set(order.expires_at),
        *_set_or_removed("pay_by", order.pay_by),
        *_set_or_removed("remind_at", order.remind_at),
        OrderRow.due.set(due_key(order.order_id, order.wakes_at)),
    )


def _set_or_removed(name: str, value: object) -> list[Action]:
    attribute = getattr(OrderRow, name)
    return [attribute.set(value) if value else attribute.remove()]


def approved(order: Order) -> Change:
    """The organizer lets the buyer pay, until the order's new `expires_at`."""
    return update(
        _at(order),
        OrderMoved,
        OrderRow.state == "AWAITING_APPROVAL",
        OrderRow.state.set("RESERVED"),
        OrderRow.is_approved.set(True),
        OrderRow.expires_at.set(order.expires_at),
        OrderRow.due.set(due_key(order.order_id, order.expires_at)),
    )


def move(order: Order, to: State, *, at: datetime | None = None) -> Change:
    """From the state that was read to `to`, if nobody has moved it since; `at` is the time of completion.

    What is over leaves the index of what is due; what is paid stays until it is fulfilled.
    """
    if to not in MOVES.get(order.state, frozenset()):
        raise OrderMoved(f"{order.state} cannot become {to}")
    updates: list[Action] = [OrderRow.state.set(to)]
    if to in ("EXPIRED", "CANCELLED", "REVIEW", "PARTLY_PAID"):
        updates += [OrderRow.due.remove(), OrderRow.due_sk.remove()]
    if at:
        updates += _completed(order, at)
    return update(_at(order), OrderMoved, OrderRow.state == order.state, *updates)


def _completed(order: Order, at: datetime) -> list[Action]:
    return [
        OrderRow.completed_at.set(at),
        OrderRow.due.set(due_key(order.order_id, at)),
        OrderRow.due_sk.set(order.order_id),
    ]


def fulfilled(order: Order) -> Change:
    """The buyer has it all: nothing is due any more."""
    return update(
        _at(order), OrderMoved, OrderRow.state == "COMPLETED", OrderRow.due.remove(), OrderRow.due_sk.remove()
    )


def begin_expiry(order: Order, now: datetime) -> Change:
    """To EXPIRING from the state that was read, if the order has not been prolonged in the meantime."""
    condition = (OrderRow.state == order.state) & (OrderRow.expires_at <= now)
    return update(_at(order), OrderMoved, condition, OrderRow.state.set("EXPIRING"))


def retake(order: Order, takes: Iterable[Take], at: datetime) -> Change:
    """A late payment: the order is complete after all, with units from other shards perhaps."""
    return update(
        _at(order),
        OrderMoved,
        OrderRow.state == order.state,
        OrderRow.state.set("COMPLETED"),
        *_completed(order, at),
        OrderRow.takes.set([[take.pool_id, take.shard, take.units] for take in takes]),
    )


def add_refunded(order: Order, amount_minor: int) -> Change:
    """The order's refunded total grows; the refund's own row is what it is the sum of."""
    return update(_at(order), OrderMoved, OrderRow.state.exists(), OrderRow.refunded_minor.add(amount_minor))


def postpone(order: Order, until: datetime) -> Change:
    """Look at it again later: the sweep found it due and could not finish."""
    return update(
        _at(order), OrderMoved, OrderRow.state == order.state, OrderRow.due.set(due_key(order.order_id, until))
    )


def get_order(order_id: str) -> Order:
    """Raises OrderNotFound."""
    row = find(OrderRow, f"ORDER#{order_id}", "META")
    if not row:
        raise OrderNotFound()
    return order_of(row)


def read_orders(order_ids: Iterable[str]) -> list[Order]:
    """Those of these orders that exist, in that order: one batch read for a hundred."""
    return [order_of(row) for row in batch_get(OrderRow, [(f"ORDER#{order_id}", "META") for order_id in order_ids])]


def get_file(order_id: str) -> OrderFile:
    """The order with its payments (oldest first), refunds, tickets and scans: one query. Raises OrderNotFound."""
    kinds = partition(f"ORDER#{order_id}")
    if OrderRow.KIND not in kinds:
        raise OrderNotFound()

    def nouns(kind: type[Any], row: type[Row]) -> list[Any]:
        return [noun_of(kind, row.of(item)) for item in kinds.get(row.KIND, [])]

    disputes: list[Dispute] = nouns(Dispute, DisputeRow)
    return OrderFile(
        order=order_of(OrderRow.of(kinds[OrderRow.KIND][0])),
        payments=sorted(  # their ids are hashes
            (payment_of(PaymentRow.of(item), disputes) for item in kinds.get(PaymentRow.KIND, [])),
            key=lambda payment: (payment.created_at, payment.payment_id),
        ),
        refunds=nouns(Refund, RefundRow),
        tickets=nouns(Ticket, TicketRow),
        scans=nouns(Scan, ScanRow),
        disputes=disputes,
        entries=entries_in(kinds.get(EntryRow.KIND, [])),
        plan=next(map(plan_of, kinds.get(PlanRow.KIND, [])), None),
    )


def list_orders(event_id: str, spread: int, cursor: str | None, limit: int) -> Page[Order]:
    """An event's orders, newest first, merged from its spread shards."""
    partitions = [f"EVENT#{event_id}#ORDERS#{shard}" for shard in range(spread)]
    return merged_page(OrderRow, partitions, cursor, limit, newest_first=True, make=order_of)
