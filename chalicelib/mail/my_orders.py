"""The mail with the link to all orders of one address."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from chalicelib.domain.orders import Order
from chalicelib.mail.render import render


def link(newest: Order, count: int, url: str, sender: str) -> EmailMessage:
    """To the address itself: `newest` is one of its `count` orders. The link opens them all for a while."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = Address(addr_spec=newest.buyer_email)
    message["Subject"] = "Your orders"
    message["Auto-Submitted"] = "auto-generated"
    text, html = render("my_orders", {"title": "Your orders", "order": newest, "count": count, "url": url})
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message
