"""The mail with the link to all orders of one address."""

from email.headerregistry import Address
from email.message import EmailMessage

from chalicelib.domain.orders import Order
from chalicelib.mail.letter import letter


def link(newest: Order, count: int, url: str, sender: str) -> EmailMessage:
    """To the address itself: `newest` is one of its `count` orders. The link opens them all for a while."""
    subject = "Your orders"
    values = {"title": subject, "order": newest, "count": count, "url": url}
    return letter(sender, Address(addr_spec=newest.buyer_email), subject, "my_orders", values)
