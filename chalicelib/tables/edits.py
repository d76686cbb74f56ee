"""Members' edits of an order as rows beside it, and the conditional updates that they go with."""

import dataclasses
from collections.abc import Sequence

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.update import Action

from chalicelib.domain import edits
from chalicelib.domain.edits import Edit
from chalicelib.domain.events import StaleEdit
from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.domain.tickets import Ticket
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_new, update
from chalicelib.tables.order_rows import OrderRow, as_decided
from chalicelib.tables.table import Row, noun_of, partition, values_of
from chalicelib.tables.tickets import TicketRow, ticket_owner_sk


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


def edit_buyer(order: Order, changes: Sequence[edits.Change], person: str) -> Change:
    """Other details of the buyer; `person` is the key of the address that the order then has.

    Raises StaleEdit if somebody has edited them since they were read.
    """
    actions: list[Action] = [getattr(OrderRow, change.field).set(change.after) for change in changes]
    actions += [OrderRow.person.set(f"PERSON#{person}"), OrderRow.person_sk.set(order.order_id)]
    row = OrderRow(f"ORDER#{order.order_id}", "META")
    as_read = (OrderRow.buyer_name == order.buyer_name) & (OrderRow.buyer_email == order.buyer_email)
    return update(row, StaleEdit, as_read, *actions)


def edit_holder(ticket: Ticket, changes: Sequence[edits.Change], name: str, person: str) -> Change:
    """Other details of a ticket's holder; its places in the lists by name and by person follow.

    Raises StaleEdit if somebody has edited them since they were read.
    """
    actions: list[Action] = [getattr(TicketRow, change.field).set(change.after) for change in changes]
    actions += [
        TicketRow.owner_sk.set(ticket_owner_sk(name, ticket.order_id, ticket.number)),
        TicketRow.person.set(f"PERSON#{person}"),
    ]
    row = TicketRow(f"ORDER#{ticket.order_id}", f"TICKET#{ticket.number:03d}")
    as_read = (TicketRow.holder_name == ticket.holder_name) & (TicketRow.holder_email == ticket.holder_email)
    return update(row, StaleEdit, as_read, *actions)


def count_issued(order: Order, tickets: int) -> Change:
    """So many tickets more, as long as the order is complete: a cancelled one gets none."""
    row = OrderRow(f"ORDER#{order.order_id}", "META")
    return update(row, OrderMoved, OrderRow.state == "COMPLETED", OrderRow.issued.add(tickets))


def cancel_paid(order: Order, issued: int) -> Change:
    """From the state that was read to CANCELLED, with its refund decided.

    Only if no ticket was issued beyond the `issued` that are void with the same commit, and nobody has decided
    another refund meanwhile.
    """
    return update(
        OrderRow(f"ORDER#{order.order_id}", "META"),
        OrderMoved,
        (OrderRow.state == order.state) & (OrderRow.issued == issued) & as_decided(order),
        OrderRow.state.set("CANCELLED"),
        OrderRow.refunds.add(1),
        OrderRow.due.remove(),
        OrderRow.due_sk.remove(),
    )


def still_complete(order: Order) -> Change:
    """Nobody has cancelled the order meanwhile."""
    row = OrderRow(f"ORDER#{order.order_id}", "META")
    return Change("check", row, OrderMoved, OrderRow.state == "COMPLETED")
