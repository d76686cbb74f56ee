"""A buyer's orders over all events, by a link that is sent to their address."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.actions.fulfilment import order_url
from chalicelib.actions.mailing import tell_once
from chalicelib.domain.events import Event
from chalicelib.domain.orders import Order
from chalicelib.domain.people import LINK_VALID, MOST_ORDERS, LinkAskedJustNow, LinkExpired
from chalicelib.gateways import queues, signing
from chalicelib.kernel import clock
from chalicelib.kernel.config import config
from chalicelib.kernel.once import Once
from chalicelib.tables import events, orders, people
from chalicelib.tables.commit import commit


@dataclass(frozen=True)
class MyOrder:
    """An order, its event, and the address that opens it."""

    order: Order
    event: Event
    url: str


def ask_link(email: str, now: datetime) -> None:
    """Leave the sending to the mail worker, at most once a minute. Known and unknown addresses look the same here."""
    person = signing.person_key(email)
    try:
        commit([people.ask_link(person, now)], [], now=now, by="buyer")
    except LinkAskedJustNow:
        return
    queues.send("mail", {"person": person, "mail": "my_orders"})


def send_link(person: str, now: datetime) -> None:
    """Send the link that was asked for, if this address has orders. A repeated message sends nothing."""
    from chalicelib.mail import my_orders as mail

    found, asked_at = _orders(person), people.find_asked(person)
    if not found or not asked_at:
        return
    url = f"{config().base_url}/my/#t={signing.person_token(person, now + LINK_VALID)}"
    told = Once(f"my_orders:{person}", clock.to_text(asked_at), "")
    tell_once(told, lambda: mail.link(found[0], len(found), url, config().mail_sender), now)


def list_mine(token: str, now: datetime) -> list[MyOrder]:
    """The orders of the address that the token was sent to, newest first. Raises LinkExpired."""
    person = signing.person_of(token, now)
    if not person:
        raise LinkExpired()
    found = _orders(person)
    events_by_id = {event_id: events.get_event(event_id) for event_id in {order.event_id for order in found}}
    return [MyOrder(order, events_by_id[order.event_id], order_url(order)) for order in found]


def _orders(person: str) -> list[Order]:
    found = orders.read_orders(people.list_order_ids(person))
    return sorted(found, key=lambda order: order.reserved_at, reverse=True)[:MOST_ORDERS]
