"""The mails to a buyer: what each says, to whom, and what is attached."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from chalicelib.domain.events import Event
from chalicelib.domain.orders import Order
from chalicelib.kernel.text import pick
from chalicelib.kernel.wall_clock import span
from chalicelib.mail.calendar import calendar, online, where
from chalicelib.mail.render import render

_LONGEST_TITLE = 120


def confirmation(
    event: Event,
    order: Order,
    ticket_count: int,
    order_url: str,
    pdf: bytes | None,
    sender: str,
    message_id: str,
) -> EmailMessage:
    """The mail after a purchase: the order, the calendar entry and, when drawn, the tickets."""
    values = _values(event, order, order_url) | {"ticket_count": ticket_count, "attached": pdf is not None}
    message = _message("confirmation", f"Your tickets: {values['title']}", order, values, sender, message_id)
    now = order.completed_at or order.reserved_at
    entry = calendar(event, order_url, now=now, language=order.language)
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
    event: Event, order: Order, amount_minor: int, order_url: str, sender: str, message_id: str
) -> EmailMessage:
    """The mail after money went back; `amount_minor` is what this refund returned."""
    values = _values(event, order, order_url) | {"amount_minor": amount_minor}
    return _message("refunded", f"Your refund: {values['title']}", order, values, sender, message_id)


def _message(
    template: str, subject: str, order: Order, values: dict[str, Any], sender: str, message_id: str
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = Address(_one_line(order.buyer_name), addr_spec=order.buyer_email)
    message["Subject"] = subject
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Foyer-Order"] = order.reference
    text, html = render(template, values)
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message


def _values(event: Event, order: Order, order_url: str) -> dict[str, Any]:
    title = _one_line(pick(event.title, order.language))
    if len(title) > _LONGEST_TITLE:
        title = f"{title[: _LONGEST_TITLE - 1].rstrip()}…"
    return {
        "title": title,
        "organizer": _one_line(event.organizer_name),
        "buyer": _one_line(order.buyer_name),
        "when": _when(event),
        "where": where(event),
        "online": online(event),
        "order": order,
        "order_url": order_url,
    }


def _when(event: Event) -> str:
    """Day and hours by the event's own clock, with the name of its zone."""
    said = span(event.starts_at, event.ends_at, event.timezone)
    return f"{said.day}, {said.hours} ({said.zone})"


def _one_line(text: str) -> str:
    """Without line breaks and other controls, so that no text can add a header."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
