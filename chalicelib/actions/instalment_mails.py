"""Which words a mail about a part of an order has: from the plan as it is when the mail leaves."""

from typing import TYPE_CHECKING

from chalicelib.domain.events import Event
from chalicelib.tables.orders import OrderFile

if TYPE_CHECKING:
    from chalicelib.mail.messages import Said


def said(mail: str, file: OrderFile, event: Event) -> "Said | None":
    """The words of `instalment_due:<part>.<day>` and its like; None once the order is over, or the part is paid."""
    from chalicelib.mail import instalment_words

    if file.order.state != "PARTLY_PAID" or not file.plan:
        return None
    name, _, about = mail.partition(":")
    number = int(about.split(".")[0])
    if name == "instalment_paid":
        return instalment_words.paid(file.order, file.plan, event, is_first=number == 1)
    if file.plan.unpaid[0].number != number:
        return None
    if name == "instalment_due":
        return instalment_words.falls_due(file.order, file.plan, event)
    if name == "instalment_refused":
        return instalment_words.refused(file.order, file.plan, event)
    # An order that is cancelled for it, as was agreed, has a mail about that.
    return instalment_words.overdue(file.order, file.plan) if file.plan.when_overdue == "ask" else None
