"""Disputes as rows of their order, listed by account, and what they mean for its tickets."""

from pynamodb.attributes import UnicodeAttribute, VersionAttribute

from chalicelib.domain.orders import Disputed, Order, OrderMoved
from chalicelib.domain.payments import Dispute
from chalicelib.domain.tickets import Ticket
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute
from chalicelib.tables.changes import Change, put_edited, update
from chalicelib.tables.lists import Page, merged_page
from chalicelib.tables.order_rows import OrderRow
from chalicelib.tables.table import Row, filled_values_of, noun_of
from chalicelib.tables.tickets import TicketRow


class DisputeRow(Row):
    """ORDER#o / DISPUTE#…; by owner ACCOUNT#a#DISPUTES / time."""

    KIND = "Dispute"
    order_id = UnicodeAttribute()
    dispute_id = UnicodeAttribute()
    payment_id = UnicodeAttribute()
    amount_minor = IntegerAttribute()
    currency = UnicodeAttribute()
    state = UnicodeAttribute()
    reason = UnicodeAttribute()
    created_at = InstantAttribute()
    answer_by = InstantAttribute(null=True)
    withdrawn_minor = IntegerAttribute(null=True)
    reinstated_minor = IntegerAttribute(null=True)
    answer = UnicodeAttribute(null=True)
    answered_by = UnicodeAttribute(null=True)
    answered_at = InstantAttribute(null=True)
    version = VersionAttribute()


def noted_dispute(dispute: Dispute, account_id: str) -> Change:
    """What the bank says, or what it was told, if nobody has noted anything since it was read."""
    row = DisputeRow(
        f"ORDER#{dispute.order_id}",
        f"DISPUTE#{dispute.dispute_id}",
        owner=_list_of(account_id),
        owner_sk=f"{clock.to_text(dispute.created_at)}#{dispute.dispute_id}",
        **filled_values_of(dispute, DisputeRow),
    )
    return put_edited(row, AlreadyDone)


def _list_of(account_id: str) -> str:
    return f"ACCOUNT#{account_id}#DISPUTES"


def list_disputes(account_id: str, cursor: str | None, limit: int) -> Page[Dispute]:
    """An account's disputes, newest first."""
    return merged_page(DisputeRow, [_list_of(account_id)], cursor, limit, newest_first=True, make=dispute_of)


def dispute_of(row: DisputeRow) -> Dispute:
    """The dispute that a row holds."""
    return noun_of(Dispute, row)


def marked(order: Order, disputed: Disputed) -> Change:
    """What lists show of the order's disputes. Raises OrderMoved for an order that was erased."""
    row = OrderRow(f"ORDER#{order.order_id}", "META")
    return update(row, OrderMoved, OrderRow.state.exists(), OrderRow.disputed.set(disputed))


def void_for(ticket: Ticket, dispute_id: str) -> Change:
    """The ticket admits nobody until somebody makes it valid again. Raises OrderMoved if it was void already."""
    row = TicketRow(f"ORDER#{ticket.order_id}", f"TICKET#{ticket.number:03d}")
    return update(
        row, OrderMoved, TicketRow.state == "VALID", TicketRow.state.set("VOID"), TicketRow.voided_for.set(dispute_id)
    )


def valid_again(ticket: Ticket) -> Change:
    """A ticket that was void because of a dispute admits again. Raises OrderMoved for any other."""
    row = TicketRow(f"ORDER#{ticket.order_id}", f"TICKET#{ticket.number:03d}")
    void = (TicketRow.state == "VOID") & TicketRow.voided_for.exists()
    return update(row, OrderMoved, void, TicketRow.state.set("VALID"), TicketRow.voided_for.remove())
