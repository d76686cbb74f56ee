"""Deliveries as rows of their endpoint, one for each fact that it was told; kept for 30 days."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute, VersionAttribute

from chalicelib.domain.deliveries import Delivery, DeliveryState
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute
from chalicelib.tables.changes import Change, put_edited
from chalicelib.tables.lists import Page, merged_page
from chalicelib.tables.sweeps import DUE_DELIVERIES, due_key
from chalicelib.tables.table import Item, Key, Row, batch_get, filled_values_of, noun_of

KEPT = timedelta(days=30)


class DeliveryRow(Row):
    """WEBHOOK#w / DELIVERY#fact, listed by state, due while it waits."""

    KIND = "Delivery"
    webhook_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    fact_id = UnicodeAttribute()
    subject = UnicodeAttribute()
    type = UnicodeAttribute()
    created_at = InstantAttribute()
    state = UnicodeAttribute()
    next_at = InstantAttribute(null=True)
    attempts = IntegerAttribute()
    failures = IntegerAttribute(null=True)
    status = IntegerAttribute(null=True)
    excerpt = UnicodeAttribute(null=True)
    error = UnicodeAttribute(null=True)
    milliseconds = IntegerAttribute(null=True)
    tried_at = InstantAttribute(null=True)
    replay = UnicodeAttribute(null=True)
    version = VersionAttribute()


def delivery_key(webhook_id: str, fact_id: str) -> Key:
    """Where a delivery lies."""
    return f"WEBHOOK#{webhook_id}", f"DELIVERY#{fact_id}"


def saved_delivery(delivery: Delivery, now: datetime, due_at: datetime | None = None) -> Change:
    """A new delivery, or its next state. Raises AlreadyDone if another worker wrote it since it was read.

    While it is being sent, which lasts for seconds, it is in no list. `due_at` is when the sweep takes it up.
    """
    row = DeliveryRow(
        *delivery_key(delivery.webhook_id, delivery.fact_id),
        ttl=int((now + KEPT).timestamp()),
        **filled_values_of(delivery, DeliveryRow),
    )
    if delivery.state != "SENDING":
        row.owner, row.owner_sk = f"WEBHOOK#{delivery.webhook_id}#{delivery.state}", delivery.fact_id
    if due_at:
        row.due_sk = due_name(delivery)
        row.due = DUE_DELIVERIES + due_key(row.due_sk, due_at)
    return put_edited(row, AlreadyDone)


def due_name(delivery: Delivery) -> str:
    """What the index `due` calls it: all that a message to its worker needs."""
    return f"{delivery.webhook_id}#{delivery.account_id}#{delivery.fact_id}#{delivery.subject}"


def delivery_in(items: dict[str, list[Item]]) -> Delivery | None:
    """The delivery among rows by kind."""
    rows = [DeliveryRow.of(item) for item in items.get(DeliveryRow.KIND, [])]
    return noun_of(Delivery, rows[0]) if rows else None


def list_deliveries(webhook_id: str, states: Sequence[DeliveryState], cursor: str | None, limit: int) -> Page[Delivery]:
    """An endpoint's deliveries in these states, the latest facts first."""
    lists = [f"WEBHOOK#{webhook_id}#{state}" for state in states]
    return merged_page(DeliveryRow, lists, cursor, limit, newest_first=True, make=lambda row: noun_of(Delivery, row))


def find_deliveries(webhook_id: str, fact_ids: Iterable[str]) -> dict[str, Delivery]:
    """What became of these facts at an endpoint, by their ids."""
    rows = batch_get(DeliveryRow, (delivery_key(webhook_id, fact_id) for fact_id in fact_ids))
    return {row.fact_id: noun_of(Delivery, row) for row in rows}
