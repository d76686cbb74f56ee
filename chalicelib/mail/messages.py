"""The mails to a buyer: what each says, to whom, and what is attached."""

from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from chalicelib.domain.events import Event
from chalicelib.domain.orders import Order
from chalicelib.kernel import money
from chalicelib.kernel.text import one_line, pick
from chalicelib.kernel.wall_clock import span
from chalicelib.mail.calendar import calendar, online, where
from chalicelib.mail.render import render

_LONGEST_TITLE = 120


def confirmation(
    dates: Sequence[Event],
    order: Order,
    ticket_count: int,
    order_url: str,
    pdf: bytes | None,
    sender: str,
    message_id: str,
) -> EmailMessage:
    """The mail after a purchase: the order, the calendar entry and, when drawn, the tickets.

    `dates` are the event on each date of the order.
    """
    values = _values(dates, order, order_url) | {"ticket_count": ticket_count, "attached": pdf is not None}
    message = _message("confirmation", f"Your tickets: {values['title']}", order, values, sender, message_id)
    now = order.completed_at or order.reserved_at
    entry = calendar(dates, order_url, now=now, language=order.language)
    message.add_attachment(
        entry,
        maintype="text",
        subtype="calendar",
        filename="event.ics",
        params={"method": "PUBLISH", "charset": "utf-8"},
    )
    if pdf is not None:
        name = f"tickets-{order.reference}.pdf"
        message.add_attachment(pdf, maintype="application", subtype="pdf", filename=name)
    return message


def refunded(
    dates: Sequence[Event], order: Order, amount_minor: int, order_url: str, sender: str, message_id: str
) -> EmailMessage:
    """The mail after money went back; `amount_minor` is what this refund returned."""
    values = _values(dates, order, order_url) | {"amount_minor": amount_minor}
    return _message("refunded", f"Your refund: {values['title']}", order, values, sender, message_id)


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
    "awaits_payment": (
        "How to pay: {title}",
        "Your places are kept until {until}",
        "your tickets come by e-mail as soon as your payment of {amount} has arrived.",
        "Your order",
    ),
}


def update(
    name: str, dates: Sequence[Event], order: Order, order_url: str, sender: str, message_id: str
) -> EmailMessage:
    """A mail on the way to the tickets: `awaits_approval`, `approved`, `offered` or `awaits_payment`."""
    event = dates[0]
    values = _values(dates, order, order_url)
    until = span(order.expires_at, order.expires_at, event.timezone)
    said = {
        "title": values["title"],
        "until": f"{until.day}, {until.hours.partition(' ')[0]} ({until.zone})",
        "amount": money.to_text(order.owed_minor, order.currency),
    }
    subject, heading, words, button = (text.format_map(said) for text in _UPDATES[name])
    instructions = pick(event.offline_instructions, order.language) if name == "awaits_payment" else ""
    values |= {"heading": heading, "words": words, "button": button, "instructions": instructions}
    return _message("update", subject, order, values, sender, message_id)


def _message(
    template: str, subject: str, order: Order, values: dict[str, Any], sender: str, message_id: str
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = Address(one_line(order.buyer_name), addr_spec=order.buyer_email)
    message["Subject"] = subject
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Foyer-Order"] = order.reference
    text, html = render(template, values)
    message.set_content(text)
    message.add_alternative(html, subtype="html")
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
        "when": "; ".join(_when(date) for date in dates),
        "where": where(event),
        "online": online(event),
        "order": order,
        "order_url": order_url,
    }


def _when(event: Event) -> str:
    """Day and hours by the event's own clock, with the name of its zone."""
    said = span(event.starts_at, event.ends_at, event.timezone)
    return f"{said.day}, {said.hours} ({said.zone})"
