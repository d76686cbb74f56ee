"""The workers behind the queues. Each may see a message twice and in any order."""

import json
from collections import defaultdict
from contextlib import suppress
from typing import Any

from chalice.app import Blueprint

from chalicelib.actions import (
    auto_buying,
    charging,
    connecting,
    disputes,
    events,
    fulfilment,
    listing,
    my_orders,
    notices,
    organizers,
    publishing,
    refunding,
    rescheduling,
    searching,
    stockkeeping,
    team_mails,
    telling,
)
from chalicelib.domain.events import EventNotFound
from chalicelib.domain.merchants import Payee
from chalicelib.domain.organizers import Programme
from chalicelib.gateways.queues import send_all
from chalicelib.handlers.workers import sign_in_messages
from chalicelib.handlers.workers.edge import each_message
from chalicelib.kernel import clock

functions = Blueprint(__name__)
_RACES = 4


@functions.lambda_function(name="payments")
def payments(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Notices from the payment provider: pull the truth."""
    return each_message(event, _look)


def _look(message: dict[str, Any]) -> None:
    if message.get("type") == "dispute_opened":
        disputes.void_tickets(message["order_id"], message["dispute_id"], clock.now())
    elif message.get("type") == "auto_buy":
        auto_buying.buy(message["order_id"], clock.now())
    elif message.get("type") == charging.INSTALMENT:
        charging.tend(message["order_id"], clock.now())
    elif "card_id" in message:
        auto_buying.tend(message["card_id"], clock.now())
    elif "stripe_account" in message:
        connecting.look_again(message["stripe_account"], clock.now())
    else:
        notices.act_on(message["order_id"], message["type"], clock.now())


@functions.lambda_function(name="refunds")
def refunds(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Refunds that were decided: ask the provider."""
    return each_message(
        event, lambda message: refunding.pay_back(message["order_id"], message["refund_id"], clock.now())
    )


@functions.lambda_function(name="mail")
def mail(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Mails to buyers, and to those who sell to them."""
    return each_message(event, _send)


def _send(message: dict[str, Any]) -> None:
    if act := sign_in_messages.ACTIONS.get(message["mail"]):
        act(message)
    elif message["mail"] == "my_orders":
        my_orders.send_link(message["person"], clock.now())
    elif message["mail"] == "waitlist_joined":
        telling.confirm_place(message["waitlist_id"], clock.now())
    elif message["mail"] == "card_kept":
        telling.confirm_card(message["card_id"], clock.now())
    elif message["mail"] == "invited":
        team_mails.send_invitation(message["account_id"], message["invitation_id"], clock.now())
    elif message["mail"] == "merchant_lost":
        payee = Payee(message["account_id"], message.get("organizer_id", ""))
        telling.warn_of_lost_merchant(payee, message["notice"], clock.now())
    elif message["mail"] == "release_failed":
        telling.tell_of_failed_release(message["release_id"], clock.now())
    elif message["mail"] == "refund_failed":
        telling.warn_of_failed_refund(message["order_id"], message["refund_id"], clock.now())
    elif message["mail"] == "part_overdue":
        telling.warn_of_overdue_part(message["order_id"], message["part"], clock.now())
    elif message["mail"] == "dispute_opened":
        telling.warn_of_dispute(message["order_id"], message["dispute_id"], clock.now())
    elif message["mail"] == "to_buyers":
        rescheduling.ask_for_mails(message["event_id"], message["notice"], message["cursor"])
    elif message["mail"] == "capacity_reached":
        level = telling.Reached(message["pool_id"], message["percent"], message.get("date", ""))
        telling.warn_owners(message["event_id"], level, clock.now())
    else:
        fulfilment.send_mail(message["order_id"], message["mail"], clock.now())


@functions.lambda_function(name="search")
def search(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Orders that have changed: list them in the search index as they stand."""
    return each_message(event, lambda message: searching.index(message["order_id"], clock.now()))


@functions.lambda_function(name="stock")
def stock(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Events whose stock has changed: one look at each and its dates, however many messages a batch holds."""
    seen: set[str] = set()
    dates: dict[str, set[str]] = defaultdict(set)
    for record in event.get("Records", []):
        with suppress(ValueError, LookupError, TypeError):  # what cannot be read fails by itself, below
            message = json.loads(record["body"])
            dates[message["event_id"]].update(message.get("dates", []))

    def look(message: dict[str, Any]) -> None:
        if message["event_id"] not in seen:
            stockkeeping.look_at(message["event_id"], sorted(dates[message["event_id"]]), clock.now())
            seen.add(message["event_id"])

    return each_message(event, look)


@functions.lambda_function(name="pages")
def pages(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Events and organizers whose public page has to be written again."""
    return each_message(event, _publish_again)


def _publish_again(message: dict[str, Any]) -> None:
    if "organizer_id" in message:
        listed = _publish_organizer(message["organizer_id"])
        if message.get("type") == "findable":
            send_all("pages", [{"event_id": each.event_id} for each in listed.upcoming])
    else:
        _publish(message["event_id"])


def _publish_organizer(organizer_id: str) -> Programme:
    from chalicelib.handlers import organizer_page

    organizer, listed = organizers.get_programme(organizer_id, clock.now())
    organizers.publish_page(organizer, organizer_page.page(organizer, listed))
    return listed


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
        organizer_url = organizers.public_page_url(found.catalogue.event.organizer_id)
        publishing.publish_page(found, publication.page(found, organizer_url), now)
        written = found.catalogue, found.sold_out
    publishing.publish_listing(publication.listing(events.list_public(now)))
    _publish_organizer(found.catalogue.event.organizer_id)
