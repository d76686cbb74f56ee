"""Telling all who have bought that their event moves, is postponed, or takes place after all."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chalicelib.domain.events import Event
from chalicelib.domain.orders import Order
from chalicelib.domain.reschedulings import Rescheduling, concerns
from chalicelib.gateways import queues, workflows
from chalicelib.kernel.facts import EventRescheduled
from chalicelib.tables import events, orders, reschedulings
from chalicelib.tables.changes import Change

if TYPE_CHECKING:
    from chalicelib.mail.messages import Said

MAILS = ("rescheduled", "postponed", "resumed")
_ORDERS_IN_A_MESSAGE = 100


def noted(found: Rescheduling | None, account_id: str) -> tuple[list[Change], list[EventRescheduled]]:
    """What an edit commits beside itself, so that no change of time or place goes untold."""
    if not found:
        return [], []
    data = {"rescheduling_id": found.rescheduling_id}
    fact = EventRescheduled(found.event_id, account_id, found.event_id, data)
    return [reschedulings.new_rescheduling(found)], [fact]


def ask_for_mails(event_id: str, mail: str, cursor: str) -> None:
    """Ask for this mail (`rescheduled:<id>`, `postponed:<fact>`, `resumed:<fact>`) for a page of the event's orders.

    Tickets and calendar entries of an event that moves are drawn anew, too.

    The page after it is asked for last: a worker that dies here begins its page anew, and each order's mail has a name
    that is sent once, however often it is asked for.
    """
    name, _, about = mail.partition(":")
    date = reschedulings.get_rescheduling(about).occurrence_id if name == "rescheduled" else ""
    page = orders.list_orders(event_id, events.get_event(event_id).order_spread, cursor or None, _ORDERS_IN_A_MESSAGE)
    told = [one for one in page.items if concerns(one, date)]
    for order in told:
        if name == "rescheduled" and order.state == "COMPLETED":  # its papers show the time and place of before
            workflows.start("fulfil_order", f"{order.order_id}-{about}", {"order_id": order.order_id})
    queues.send_all("mail", [{"order_id": one.order_id, "mail": mail} for one in told])
    if page.next:
        queues.send("mail", {"event_id": event_id, "notice": mail, "cursor": page.next, "mail": "to_buyers"})


def said(mail: str, order: Order, event: Event, dates: Sequence[Event]) -> "Said | None":
    """The words of such a mail; None once something else has happened to the order or the event."""
    from chalicelib.mail import reschedule_words

    name, _, about = mail.partition(":")
    if name == "rescheduled":
        before = reschedulings.get_rescheduling(about)
        if event.status in ("CANCELLED", "ARCHIVED") or not concerns(order, before.occurrence_id):
            return None
        return reschedule_words.rescheduled(before, event, dates)
    if event.status != {"postponed": "POSTPONED", "resumed": "LIVE"}[name] or not concerns(order):
        return None
    return reschedule_words.postponed() if name == "postponed" else reschedule_words.resumed()
