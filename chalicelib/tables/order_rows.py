"""How an order is written down: nested nouns packed tightly, since each kilobyte of a row costs a write unit."""

import dataclasses
from typing import Any

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.domain.inventory import Take
from chalicelib.domain.orders import Attendee, Claim, Order
from chalicelib.domain.quotes import FeeShare, Label, Line, TaxShare
from chalicelib.kernel import clock, ids
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute, JsonAttribute
from chalicelib.tables.table import Row, filled_values_of, noun_of


class OrderRow(Row):
    """ORDER#o / META; by owner EVENT#e#ORDERS#s / time, by person, due in the minute its hold ends."""

    KIND = "Order"
    order_id = UnicodeAttribute()
    reference = UnicodeAttribute()
    event_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    state = UnicodeAttribute()
    lines = JsonAttribute()
    takes = JsonAttribute(null=True)
    currency = UnicodeAttribute()
    total_minor = IntegerAttribute()
    policy = JsonAttribute()
    language = UnicodeAttribute()
    reserved_at = InstantAttribute()
    expires_at = InstantAttribute()
    request = UnicodeAttribute()
    spread = IntegerAttribute()
    buyer_name = UnicodeAttribute(null=True)
    buyer_email = UnicodeAttribute(null=True)
    extended = BooleanAttribute()
    completed_at = InstantAttribute(null=True)
    refunded_minor = IntegerAttribute()
    refunds = IntegerAttribute(null=True)
    settled = JsonAttribute(null=True)
    returned = JsonAttribute(null=True)
    kept = JsonAttribute(null=True)
    fees = JsonAttribute(null=True)
    taxes = JsonAttribute(null=True)
    labels = JsonAttribute(null=True)
    code = UnicodeAttribute(null=True)
    method = UnicodeAttribute()
    limits = JsonAttribute(null=True)
    claims = JsonAttribute(null=True)
    member_email = UnicodeAttribute(null=True)
    attendees = JsonAttribute(null=True)
    answers = JsonAttribute(null=True)
    billing = JsonAttribute(null=True)
    terms_hash = UnicodeAttribute(null=True)
    is_approved = BooleanAttribute(null=True)
    is_test = BooleanAttribute(null=True)
    waitlist_id = UnicodeAttribute(null=True)
    issued = IntegerAttribute()
    noted_minor = IntegerAttribute(null=True)
    pay_by = InstantAttribute(null=True)
    remind_at = InstantAttribute(null=True)
    redirected = BooleanAttribute(null=True)
    disputed = UnicodeAttribute(null=True)


def as_decided(order: Order) -> Condition:
    """Nobody has decided about the order's money since it was read."""
    counted = OrderRow.refunds
    same: Condition = counted == order.refunds if order.refunds else counted.does_not_exist()
    return same


# Fields that hold nouns of their own, packed into lists without what is empty: each kilobyte costs a write unit.
_NESTED = ("lines", "takes", "fees", "taxes", "labels", "claims", "attendees")


def row_of(order: Order, due: str) -> OrderRow:
    """The row of a new order, due at the key `due`."""
    shard = ids.spread(order.order_id, order.spread)
    return OrderRow(
        f"ORDER#{order.order_id}",
        "META",
        owner=f"EVENT#{order.event_id}#ORDERS#{shard}",
        owner_sk=f"{clock.to_text(order.reserved_at)}#{order.order_id}",
        due=due,
        due_sk=order.order_id,
        **filled_values_of(order, OrderRow, "refunds", "noted_minor", "redirected", *_NESTED),
        **{name: value for name in _NESTED if (value := packed(name, order))},
    )


def packed(name: str, order: Order) -> Any:
    """A field of nested nouns as JSON."""
    value = getattr(order, name)
    if name == "labels":
        return {key: [label.name, label.rate] for key, label in value.items()}
    if name == "lines":
        return [packed_line(line) for line in value]
    return [list(dataclasses.astuple(one)) for one in value]


def packed_line(line: Line) -> dict[str, Any]:
    """A line as JSON, without the fields that have their defaults."""
    values = {
        field.name: getattr(line, field.name)
        for field in dataclasses.fields(line)
        if getattr(line, field.name) not in ("", 0, [], {}, "ticket")
    }
    for name in ("fees", "taxes"):
        if name in values:
            values[name] = [list(dataclasses.astuple(share)) for share in values[name]]
    return values


def _unpacked_line(values: dict[str, Any]) -> Line:
    whole: dict[str, Any] = {"occurrence_id": "", "unit_key": "", "unit_price_minor": 0, "total_minor": 0} | values
    fees = [FeeShare(*share) for share in values.get("fees", [])]
    taxes = [TaxShare(*share) for share in values.get("taxes", [])]
    return Line(**whole | {"fees": fees, "taxes": taxes})


def order_of(row: OrderRow) -> Order:
    """The order in this row."""
    return noun_of(
        Order,
        row,
        lines=[_unpacked_line(line) for line in row.lines],
        takes=[Take(*take) for take in row.takes or []],
        fees=[FeeShare(*share) for share in row.fees or []],
        taxes=[TaxShare(*share) for share in row.taxes or []],
        labels={key: Label(*label) for key, label in (row.labels or {}).items()},
        claims=[Claim(*claim) for claim in row.claims or []],
        attendees=[Attendee(*attendee) for attendee in row.attendees or []],
    )
