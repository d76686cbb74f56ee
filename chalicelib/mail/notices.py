"""Short mails that are about no order: a place on a waiting list, a limit that is nearly reached."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from chalicelib.domain.accounts import User
from chalicelib.domain.catalogue import Pool, Product
from chalicelib.domain.events import Event
from chalicelib.domain.waitlist import Entry
from chalicelib.kernel.text import one_line, pick
from chalicelib.mail.render import render


def on_the_waitlist(event: Event, product: Product, entry: Entry, position: int, url: str, sender: str) -> EmailMessage:
    """To whoever has joined a waiting list."""
    title = one_line(pick(event.title, entry.language))
    what = f"{entry.quantity} × {one_line(pick(product.name, entry.language))}"
    paragraphs = [
        f"You wait for {what}. You are number {position} in the queue.",
        "As soon as something comes back, it is kept for whoever is next, and you hear from us by e-mail.",
    ]
    to = Address(one_line(entry.name), addr_spec=entry.email)
    return _notice(to, f"Waiting list: {title}", paragraphs, url, "See your place, or leave", entry.language, sender)


def capacity_reached(
    event: Event, pool: Pool, percent: int, sold_of: list[Product], url: str, user: User, sender: str
) -> EmailMessage:
    """To an owner of the account: so much of a limit is sold or held. `sold_of` are the products that it limits."""
    title = one_line(pick(event.title))
    names = [one_line(pick(product.name)) for product in sold_of]
    name = one_line(pick(pool.name)) if pool.name else ", ".join(names)
    said = "sold out" if percent == 100 else f"{percent} % sold or held"
    paragraphs = [f"{name or 'A limit'} of {title}: {said}, out of {pool.capacity} units."]
    to = Address(one_line(user.name), addr_spec=user.email)
    return _notice(to, f"{title}: {said}", paragraphs, url, "Open the event", "en", sender)


def _notice(
    to: Address, heading: str, paragraphs: list[str], url: str, button: str, language: str, sender: str
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = heading
    message["Auto-Submitted"] = "auto-generated"
    values = {"heading": heading, "paragraphs": paragraphs, "url": url, "button": button, "language": language}
    text, html = render("notice", values)
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message
