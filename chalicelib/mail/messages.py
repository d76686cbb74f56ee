"""The mails to a buyer: what each says, to whom, and what is attached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from chalicelib.domain.events import Event
from chalicelib.domain.offline import missing_minor, terms_of
from chalicelib.domain.orders import Order
from chalicelib.kernel import money
from chalicelib.kernel.text import one_line, pick
from chalicelib.kernel.wall_clock import span
from chalicelib.mail.calendar import calendar, online, where
from chalicelib.mail.letter import letter, person
from chalicelib.mail.receipts import Receipt

_LONGEST_TITLE = 120


@dataclass(frozen=True)
class Enclosed:
    """The PDFs that go with a confirmation. `is_invoice_coming`: it is made out, but not drawn yet."""

    tickets: bytes | None
    invoice: bytes | None = None
    is_invoice_coming: bool = False


def confirmation(
    dates: Sequence[Event],
    order: Order,
    receipt: Receipt,
    enclosed: Enclosed,
    order_url: str,
    sender: str,
    message_id: str,
) -> EmailMessage:
    """The mail after a purchase: the order, its receipt, the calendar entry and, when drawn, tickets and invoice.

    `dates` are the event on each date of the order.
    """
    values = _values(dates, order, order_url) | {"receipt": receipt, "enclosed": enclosed}
    message = _message("confirmation", f"Your tickets: {values['title']}", order, values, sender, message_id)
    now = order.completed_at or order.reserved_at
    _attach_calendar(message, calendar(dates, order_url, now=now, language=order.language))
    for name, pdf in (("tickets", enclosed.tickets), ("invoice", enclosed.invoice)):
        if pdf is not None:
            filename = f"{name}-{order.reference}.pdf"
            message.add_attachment(pdf, maintype="application", subtype="pdf", filename=filename)
    return message


@dataclass(frozen=True)
class Said:
    """What a mail says that has no words of its own: `{title}` in its subject is the event's.

    With `changed_at` the order's calendar entry goes along, as it is since that moment.
    """

    subject: str
    heading: str
    paragraphs: list[str]
    changed_at: datetime | None = None


def told(
    said: Said, dates: Sequence[Event], order: Order, order_url: str, sender: str, message_id: str
) -> EmailMessage:
    """A mail of these words about an order."""
    values = _values(dates, order, order_url) | {"heading": said.heading, "paragraphs": said.paragraphs}
    message = _message("told", said.subject.format(title=values["title"]), order, values, sender, message_id)
    if said.changed_at:
        _attach_calendar(message, calendar(dates, order_url, now=said.changed_at, language=order.language))
    return message


def _attach_calendar(message: EmailMessage, entry: bytes) -> None:
    message.add_attachment(
        entry,
        maintype="text",
        subtype="calendar",
        filename="event.ics",
        params={"method": "PUBLISH", "charset": "utf-8"},
    )


# name of the mail → subject, heading, what it says, the button
_UPDATES = {
    "awaits_approval": (
        "We have your order: {title}",
        "The organizer looks at your order",
        "your places are kept. Nothing is charged before the organizer has accepted the order; you will hear from us.",
        "Your order",
    ),
    "approved": (
        "Accepted: {title}",
        "Your order was accepted",
        "the organizer has accepted your order. Your places are kept until {until}: please pay before that.",
        "Pay now",
    ),
    "offered": (
        "Tickets for you: {title}",
        "Your turn on the waiting list",
        "tickets have come back, and they are kept for you until {until}. After that they go to whoever is next.",
        "Take the tickets",
    ),
    "payment_due": (
        "A reminder: {title}",
        "Please pay until {pay_by}",
        "your payment of {amount} has not arrived yet. Your places are kept until {until}; then they go to others. "
        "If you have paid meanwhile, there is nothing to do.",
        "Your order",
    ),
    "payment_failed": (
        "Your payment did not arrive: {title}",
        "Your bank has not paid",
        "{amount} could not be collected, so nothing was charged and your places are on sale again. You can order anew "
        "as long as there are any left.",
        "Your order",
    ),
    "called_off": (
        "Cancelled: {title}",
        "The event is cancelled",
        "unfortunately the event will not take place, so your order is cancelled. Your bank has not paid {amount}, so "
        "nothing was charged.",
        "Your order",
    ),
    "awaits_payment": (
        "How to pay: {title}",
        "Please pay until {pay_by}",
        "your tickets come by e-mail as soon as your payment of {amount} has arrived.",
        "Your order",
    ),
}


def update(
    name: str, dates: Sequence[Event], order: Order, order_url: str, sender: str, message_id: str
) -> EmailMessage:
    """A mail on the way to the tickets, or of their loss: one of the names of `_UPDATES`."""
    event = dates[0]
    values = _values(dates, order, order_url)
    said = {
        "title": values["title"],
        "until": _moment(order.expires_at, event),
        "pay_by": _moment(order.pay_by or order.expires_at, event),
        "amount": money.to_text(missing_minor(order), order.currency),
    }
    subject, heading, words, button = (text.format_map(said) for text in _UPDATES[name])
    values |= {"heading": heading, "words": words, "button": button, "to_pay": {}}
    if name in ("awaits_payment", "payment_due"):
        values["to_pay"] = _to_pay(event, order, said["pay_by"])
    return _message("update", subject, order, values, sender, message_id)


def _to_pay(event: Event, order: Order, due: str) -> dict[str, str]:
    """What somebody needs who pays by bank, in cash or on account."""
    terms = terms_of(event.offline, order.method)
    paid, whole = (money.to_text(amount, order.currency) for amount in (order.noted_minor, order.owed_minor))
    return {
        "instructions": pick(terms.instructions, order.language),
        "terms": pick(terms.terms, order.language),
        "amount": money.to_text(missing_minor(order), order.currency),
        "due": due,
        "paid": f"{paid} of {whole}" if order.noted_minor else "",
    }


def _moment(instant: datetime, event: Event) -> str:
    said = span(instant, instant, event.timezone, event.date_format)
    return f"{said.day}, {said.hours.partition(' – ')[0]} ({said.zone})"


def _message(
    template: str, subject: str, order: Order, values: dict[str, Any], sender: str, message_id: str
) -> EmailMessage:
    message = letter(sender, person(order.buyer_name, order.buyer_email), subject, template, values)
    message["Message-ID"] = message_id
    message["X-Foyer-Order"] = order.reference
    return message


def _values(dates: Sequence[Event], order: Order, order_url: str) -> dict[str, Any]:
    event = dates[0]
    title = one_line(pick(event.title, order.language))
    if len(title) > _LONGEST_TITLE:
        title = f"{title[: _LONGEST_TITLE - 1].rstrip()}…"
    return {
        "title": title,
        "organizer": one_line(event.organizer_name),
        "buyer": one_line(order.buyer_name),
        "when": "; ".join(when(date) for date in dates),
        "where": where(event),
        "online": online(event),
        "order": order,
        "order_url": order_url,
    }


def when(event: Event) -> str:
    """Day and hours by the event's own clock, with the name of its zone."""
    said = span(event.starts_at, event.ends_at, event.timezone, event.date_format)
    return f"{said.day}, {said.hours} ({said.zone})"
