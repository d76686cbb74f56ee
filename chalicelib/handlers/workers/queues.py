"""The workers behind the queues. Each may see a message twice and in any order."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.actions import (
    events,
    fulfilment,
    listing,
    my_orders,
    notices,
    proving,
    publishing,
    searching,
    settling,
    stockkeeping,
    telling,
)
from chalicelib.domain.events import EventNotFound
from chalicelib.handlers.workers.edge import each_message
from chalicelib.kernel import clock

functions = Blueprint(__name__)
_RACES = 4


@functions.lambda_function(name="payments")
def payments(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Notices from the payment provider: pull the truth."""
    return each_message(event, lambda message: notices.act_on(message["order_id"], clock.now()))


@functions.lambda_function(name="refunds")
def refunds(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Refunds that were decided: ask the provider."""
    return each_message(
        event, lambda message: settling.pay_back(message["order_id"], message["refund_id"], clock.now())
    )


@functions.lambda_function(name="mail")
def mail(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Mails to buyers, and to those who sell to them."""
    return each_message(event, _send)


def _send(message: dict[str, Any]) -> None:
    if message["mail"] == "my_orders":
        my_orders.send_link(message["person"], clock.now())
    elif message["mail"] == "waitlist_joined":
        telling.confirm_place(message["waitlist_id"], clock.now())
    elif message["mail"] == "capacity_reached":
        telling.warn_owners(message["event_id"], message["pool_id"], message["percent"], clock.now())
    else:
        fulfilment.send_mail(message["order_id"], message["mail"], clock.now())


@functions.lambda_function(name="search")
def search(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Orders that have changed: list them in the search index as they stand."""
    return each_message(event, lambda message: searching.index(message["order_id"], clock.now()))


@functions.lambda_function(name="stock")
def stock(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Events whose stock has changed: one look at each, however many messages a batch holds."""
    seen: set[str] = set()

    def look(message: dict[str, Any]) -> None:
        if message["event_id"] not in seen:
            stockkeeping.look_at(message["event_id"], clock.now())
            seen.add(message["event_id"])

    return each_message(event, look)


@functions.lambda_function(name="proofs")
def proofs(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Proofs that were asked for: every order of an event is read."""
    return each_message(event, lambda message: proving.prove(message["event_id"], message["proof_id"], clock.now()))


@functions.lambda_function(name="pages")
def pages(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Events whose public page has to be written again."""
    return each_message(event, lambda message: _publish(message["event_id"]))


def _publish(event_id: str) -> None:
    """Write the page until what was written is what is stored.

    Two changes of one event may be worked on at once; the slower worker must not leave the older page behind.
    """
    from chalicelib.handlers import publication

    now = clock.now()
    written = None
    for _ in range(_RACES):
        try:
            found = listing.get_published(event_id, now)
        except EventNotFound:
            return  # a draft has no page
        if (found.catalogue, found.sold_out) == written:
            break
        publishing.publish_page(found, publication.page(found), now)
        written = found.catalogue, found.sold_out
    publishing.publish_listing(publication.listing(events.list_public(now)))
