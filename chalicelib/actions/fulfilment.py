"""What follows a paid order: tickets, their PDF, the mail. Every step may be repeated."""

from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING

from chalicelib.actions import disputes, instalment_mails, invoice_papers, mailing, refund_mails, rescheduling, telling
from chalicelib.actions.checkout import calendar_file, ticket_file
from chalicelib.actions.dates import dated
from chalicelib.domain import tickets as rules
from chalicelib.domain.invoice_drafts import is_due
from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.domain.tickets import code_of
from chalicelib.gateways import files, queues, signing
from chalicelib.kernel.config import config
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.facts import MailSent, TicketsIssued
from chalicelib.tables import edits, events, mails, orders, tickets
from chalicelib.tables.commit import commit
from chalicelib.tables.lookups import Background, background_of
from chalicelib.tables.orders import OrderFile

if TYPE_CHECKING:
    from chalicelib.mail.messages import Enclosed

_TICKETS_IN_A_COMMIT = 90


def issue_tickets(order_id: str, now: datetime) -> int:
    """The tickets of a complete order, in batches; returns how many there are. None for an order that is not paid.

    Each batch counts itself on the order and asks that it is still complete: who cancels it does so on the count that
    they saw, so that no ticket is issued for an order that was cancelled meanwhile.
    """
    file = orders.get_file(order_id)
    order = file.order
    if order.state != "COMPLETED":
        return 0
    signer = signing.TicketSigner()
    wanted = rules.issue(order, signer.key_id, now)
    have = {ticket.number for ticket in file.tickets}
    missing = [ticket for ticket in wanted if ticket.number not in have]
    person = signing.person_key(order.buyer_email)
    for start in range(0, len(missing), _TICKETS_IN_A_COMMIT):
        batch = missing[start : start + _TICKETS_IN_A_COMMIT]
        is_last = start + _TICKETS_IN_A_COMMIT >= len(missing)
        fact = TicketsIssued(order_id, order.account_id, order.event_id, {"tickets": len(wanted)})
        changes = [*tickets.new_tickets(batch, person), edits.count_issued(order, len(batch))]
        try:
            commit(changes, [fact] if is_last else [], now=now, by="fulfilment")
        except OrderMoved:
            return 0  # cancelled this very moment
    if missing and orders.get_order(order_id).disputed in ("open", "lost"):  # whoever voids tickets found none yet
        disputes.void_tickets(order_id, "", now)
    _remember_reference(order, now)
    return len(wanted)


def _remember_reference(order: Order, now: datetime) -> None:
    try:
        row = tickets.new_reference(order.reference, order.event_id, order.order_id)
        commit([row], [], now=now, by="fulfilment")
    except AlreadyDone:
        return


def draw_tickets(order_id: str, now: datetime) -> None:
    """One PDF with a page for each ticket, and the calendar entry; the PDF last, since it says that both are there.

    Nothing for an order without valid tickets: not paid, or cancelled meanwhile.
    """
    from chalicelib.mail import calendar as entry
    from chalicelib.pdf import tickets as paper

    file = orders.get_file(order_id)
    signer = signing.TicketSigner()
    pages = [(ticket, code_of(ticket, signer)) for ticket in file.tickets if ticket.state == "VALID"]
    if not pages:
        return
    dates = dated(events.get_event(file.order.event_id), file.order)
    calendar = entry.calendar(dates, order_url(file.order), now=now, language=file.order.language)
    files.put_private(calendar_file(file.order), calendar, "text/calendar; charset=utf-8")
    files.put_private(ticket_file(file.order), paper.draw(dates, file.order, pages), "application/pdf")


def finish(order_id: str, now: datetime) -> None:
    """Leave the sending to the mail worker; from here on the sweep need not watch this order.

    An order that is not complete gets no mail, and whatever has become of it is somebody else's to finish.
    """
    order = orders.get_order(order_id)
    if order.state != "COMPLETED":
        return
    queues.send("mail", {"order_id": order_id, "mail": "confirmation"})
    with suppress(OrderMoved):  # cancelled this very moment
        commit([orders.fulfilled(order)], [], now=now, by="fulfilment")


def order_url(order: Order) -> str:
    """The page that shows an order to whoever has this link. The token stands in the fragment, which no server logs."""
    return f"{config().base_url}/order/?o={order.order_id}#t={signing.order_token(order.order_id)}"


def send_mail(order_id: str, mail: str, now: datetime) -> None:
    """Send one of an order's mails, unless it was sent before, and tell those of the team who want to know.

    Raises MailClaimed while another worker is at it; the message comes again.
    """
    file = orders.get_file(order_id)
    order = file.order
    if not _is_due(order, mail):
        return
    behind = background_of(order)
    message = _compose(file, behind, mail)
    if message:
        fact = MailSent(order_id, order.account_id, order.event_id, {"mail": mail})
        mailing.send_once(mails.of_order(order_id, mail), lambda: message, now, fact)
    telling.tell_of_order(order, behind.event, mail, now)


def _is_due(order: Order, mail: str) -> bool:
    """Not if the order's state, or the lack of an address, has overtaken it."""
    wanted = {"confirmation": "COMPLETED", "payment_due": "AWAITING_OFFLINE_PAYMENT", "offered": "RESERVED"}
    return bool(order.buyer_email) and order.state == wanted.get(mail, order.state)


def _compose(file: OrderFile, behind: Background, mail: str) -> EmailMessage | None:
    """The mail as it would leave now; None when it has nothing to tell any more."""
    from chalicelib.mail import messages
    from chalicelib.mail.receipts import receipt

    order, event, sender = file.order, behind.event, config().mail_sender
    message_id = f"<{order.order_id}.{mail.replace(':', '.')}@{sender.rpartition('@')[2].strip('>')}>"
    dates, url = dated(event, order), order_url(order)
    if mail == "confirmation":
        paid = receipt(order, file.payments, file.refunds, event)
        return messages.confirmation(dates, order, paid, _enclosed(order, behind), url, sender, message_id)
    if mail.startswith("instalment_"):
        telling = instalment_mails.said(mail, file, event)
        return messages.told(telling, dates, order, url, sender, message_id) if telling else None
    if mail.partition(":")[0] in ("refunded", "cancelled", "returned"):
        said = refund_mails.said(mail, file, event)
        return messages.told(said, dates, order, url, sender, message_id) if said else None
    if mail.partition(":")[0] in rescheduling.MAILS:
        said = rescheduling.said(mail, order, event, dates)
        return messages.told(said, dates, order, url, sender, message_id) if said else None
    if mail == "payment_failed" and event.status == "CANCELLED":
        mail = "called_off"
    return messages.update(mail, dates, order, url, sender, message_id)


def _enclosed(order: Order, behind: Background) -> "Enclosed":
    """The mail does not wait for the invoice, which another worker makes out: the order's page shows it later."""
    from chalicelib.mail.messages import Enclosed

    tickets = files.get_private(ticket_file(order)) if order.tickets else None
    invoice = invoice_papers.find_drawn(behind.invoice)
    is_expected = is_due(order) and behind.invoicing.is_on
    return Enclosed(tickets, invoice, is_invoice_coming=is_expected and invoice is None)
