"""Members' edits of an order as rows beside it, and the conditional updates that they go with."""

import dataclasses
import operator
from collections.abc import Sequence
from functools import reduce

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.domain import edits
from chalicelib.domain.edits import Edit
from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.domain.tickets import Ticket
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute, JsonAttribute
from chalicelib.tables.commit import Change, put_new, update
from chalicelib.tables.order_rows import OrderRow
from chalicelib.tables.table import Row, noun_of, partition, values_of
from chalicelib.tables.tickets import TicketRow, ticket_owner_sk


class EditOvertaken(Exception):
    """Somebody else has edited the same fields meanwhile: read again."""


class EditRow(Row):
    """ORDER#o / EDIT#…: before and after. Personal data, which is why it lies here and not in the fact."""

    KIND = "Edit"
    order_id = UnicodeAttribute()
    edit_id = UnicodeAttribute()
    at = InstantAttribute()
    by = UnicodeAttribute()
    changes = JsonAttribute()
    number = IntegerAttribute()
    reason = UnicodeAttribute(null=True)
    note = UnicodeAttribute(null=True)


class IssueRow(Row):
    """What fulfilment counts on the order's own row: how many tickets it has issued."""

    KIND = "Order"
    state = UnicodeAttribute()
    issued = IntegerAttribute()


def new_edit(edit: Edit) -> Change:
    """The trace of an edit, written with it."""
    values = values_of(edit, "changes")
    row = EditRow(
        f"ORDER#{edit.order_id}",
        f"EDIT#{edit.edit_id}",
        changes=[dataclasses.asdict(change) for change in edit.changes],
        **{name: value for name, value in values.items() if value != ""},
    )
    return put_new(row, AlreadyDone)


def list_edits(order_id: str) -> list[Edit]:
    """All edits of an order, oldest first."""
    rows = (EditRow.of(item) for item in partition(f"ORDER#{order_id}", "EDIT#").get(EditRow.KIND, []))
    return [
        noun_of(
            Edit,
            row,
            changes=[edits.Change(**change) for change in row.changes],
            reason=row.reason or "",
            note=row.note or "",
        )
        for row in rows
    ]


def _unchanged(row: type[Row], changes: Sequence[edits.Change]) -> Condition:
    """Every field still has the value that was read."""
    conditions: list[Condition] = [getattr(row, change.field) == change.before for change in changes]
    return reduce(operator.and_, conditions)


def edit_buyer(order: Order, changes: Sequence[edits.Change], person: str) -> Change:
    """Other details of the buyer; `person` is the key of the address that the order then has."""
    actions: list[Action] = [getattr(OrderRow, change.field).set(change.after) for change in changes]
    actions += [OrderRow.person.set(f"PERSON#{person}"), OrderRow.person_sk.set(order.order_id)]
    row = OrderRow(f"ORDER#{order.order_id}", "META")
    return update(row, EditOvertaken, _unchanged(OrderRow, changes), *actions)


def edit_holder(ticket: Ticket, changes: Sequence[edits.Change], name: str, person: str) -> Change:
    """Other details of a ticket's holder; its places in the lists by name and by person follow."""
    actions: list[Action] = [getattr(TicketRow, change.field).set(change.after) for change in changes]
    actions += [
        TicketRow.owner_sk.set(ticket_owner_sk(name, ticket.order_id, ticket.number)),
        TicketRow.person.set(f"PERSON#{person}"),
    ]
    row = TicketRow(f"ORDER#{ticket.order_id}", f"TICKET#{ticket.number:03d}")
    return update(row, EditOvertaken, _unchanged(TicketRow, changes), *actions)


def count_issued(order: Order, tickets: int) -> Change:
    """So many tickets more, as long as the order is complete: a cancelled one gets none."""
    row = IssueRow(f"ORDER#{order.order_id}", "META")
    return update(row, OrderMoved, IssueRow.state == "COMPLETED", IssueRow.issued.add(tickets))


def cancel_issued(order: Order, issued: int) -> Change:
    """COMPLETED → CANCELLED, if no ticket was issued beyond the `issued` that are void with the same commit."""
    return update(
        IssueRow(f"ORDER#{order.order_id}", "META"),
        OrderMoved,
        (IssueRow.state == "COMPLETED") & (IssueRow.issued == issued),
        IssueRow.state.set("CANCELLED"),
        IssueRow.due.remove(),
        IssueRow.due_sk.remove(),
    )


def still_complete(order: Order) -> Change:
    """Nobody has cancelled the order meanwhile."""
    row = IssueRow(f"ORDER#{order.order_id}", "META")
    return Change("check", row, OrderMoved, IssueRow.state == "COMPLETED")
