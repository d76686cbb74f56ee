"""Buying for somebody who waits, when it is their turn: their kept card is charged once, or they are asked to pay.

A worker may see its message twice, and die anywhere: whether the card may be charged is decided by its row, whether it
was charged is the provider's to say, and what comes of it goes through `settling` as for any other payment.
"""

from contextlib import suppress
from datetime import datetime

from chalicelib.actions import card_ends, checkout, intents, merchants, saved_cards, settling
from chalicelib.actions.fulfilment import order_url
from chalicelib.actions.providers import provider_of
from chalicelib.domain import saved_cards as rules
from chalicelib.domain.details import Details
from chalicelib.domain.orders import Buyer, Order
from chalicelib.domain.saved_cards import SavedCard
from chalicelib.domain.waitlist import Entry
from chalicelib.gateways import queues, stripe_cards
from chalicelib.gateways.stripe_client import MerchantLost
from chalicelib.kernel.errors import AlreadyDone, Busy, Refusal, Unreachable
from chalicelib.kernel.payment_facts import CardRefused
from chalicelib.tables import occurrences, orders, waitlist
from chalicelib.tables import saved_cards as cards
from chalicelib.tables.catalogue import get_catalogue
from chalicelib.tables.commit import commit


def buy(order_id: str, now: datetime) -> None:
    """Pay what was offered with the card that is kept for it, or tell its owner that it waits for them.

    Raises Unreachable, and then the message comes again; whoever has let half of the offer's time go by like that is
    told of the offer as well.
    """
    order = orders.get_order(order_id)
    entry = waitlist.get_entry(order.waitlist_id)
    try:
        card = _claimed(order, entry, now)
        if card:
            _finish(card, order, _charge(card, order, now), now)
    except (Unreachable, Busy):
        if now > order.reserved_at + (order.expires_at - order.reserved_at) / 2:
            _tell(order_id)
        raise
    _tell(order_id)


def _tell(order_id: str) -> None:
    """The mail about the offer: it is not sent for an order that has been paid, and never twice."""
    if orders.get_order(order_id).state == "RESERVED":
        queues.send("mail", {"order_id": order_id, "mail": "offered"})


def _claimed(order: Order, entry: Entry, now: datetime) -> SavedCard | None:
    """The card, if it pays this order from now on; None if it was never entered, was withdrawn, or has done so."""
    card = _seen(entry.card_id, now) if entry.order_id == order.order_id else None
    if card and card.state == "KEPT":
        with suppress(AlreadyDone):  # withdrawn, or claimed by the message's twin, this very moment
            commit([cards.charging(card, order.order_id, now)], [], now=now, by="auto_buy")
        card = cards.find_card(card.card_id)
    if card and card.state == "CHARGING" and card.order_id == order.order_id:
        return card
    if card:
        _end(card, now)
    return None


def _seen(card_id: str, now: datetime) -> SavedCard | None:
    """The card after a look at the provider; None once it is gone, or its merchant is lost to us."""
    card = cards.find_card(card_id)
    try:
        return saved_cards.look(card, now) if card else None
    except MerchantLost:
        if card:
            _end(card, now)
        return None


def _end(card: SavedCard, now: datetime) -> None:
    """A card that was not entered in time is of no use any more."""
    changes, facts = card_ends.letting_go(card.card_id, now)
    if changes:
        with suppress(AlreadyDone):
            commit(changes, facts, now=now, by="auto_buy")


def _charge(card: SavedCard, order: Order, now: datetime) -> str:
    """Charge it at most once. Answers why it did not pay, "" if it did or need not. Raises Unreachable, Busy."""
    if order.state != "RESERVED":
        settling.settle(order.order_id, now, by="auto_buy")
        return ""
    catalogue = merchants.priced(get_catalogue(order.event_id, consistent=False), now)
    merchant = merchants.merchant_for(catalogue.event, now).stripe_account
    offered = rules.is_offered(catalogue, order.lines[0].product_id)
    if why := rules.why_not(card, order, merchant, offered=offered):
        return why
    details = Details(Buyer(order.buyer_name, order.buyer_email), terms_hash=card.terms_hash)
    try:
        _, intent = checkout.check_out(order.order_id, details, now, customer=card.customer)
        return _pay(card, order, now) if intent else ""
    except (Unreachable, Busy):
        raise
    except Refusal as refusal:  # the terms have changed, the buyer has as many as they may have, the sale is over
        return refusal.code()


def _pay(card: SavedCard, order: Order, now: datetime) -> str:
    """The payment is written and waits for its money. What the card does not pay is paid by its owner in another."""
    payment = intents.open_payment(orders.get_file(order.order_id))
    if not payment or payment.customer != card.customer:
        return "being_paid" if payment else ""  # its owner was faster and pays by themselves
    refused = stripe_cards.charge(payment, card.method, order_url(order))
    settled = settling.settle(order.order_id, now, by="auto_buy")
    if settled.state != "RESERVED":
        return ""
    provider_of(payment).cancel_intent(payment)
    if settling.settle(order.order_id, now, by="auto_buy").state != "RESERVED":
        return ""
    return refused or "not_paid"


def _finish(card: SavedCard, order: Order, why_not: str, now: datetime) -> None:
    """The card is let go of, whatever has come of it: it was kept for this one purchase."""
    data = {"order_id": order.order_id, "reason": why_not}
    refused = [CardRefused(card.entry_id, card.account_id, card.event_id, data)] if why_not else []
    with suppress(AlreadyDone):  # by the message's twin
        commit([cards.ending(card, now)], [card_ends.let_go(card), *refused], now=now, by="auto_buy")


def tend(card_id: str, now: datetime) -> None:
    """Whatever a kept card needs at this moment: a look, its purchase, its end. May be repeated. Raises Unreachable."""
    card = _seen(card_id, now)
    if card:
        _tend(card, waitlist.get_entry(card.entry_id), now)


def _tend(card: SavedCard, entry: Entry, now: datetime) -> None:
    if card.state == "ENDING":
        card_ends.forget(card, now)
    elif card.state == "CHARGING":
        buy(card.order_id, now)
    elif entry.state == "OFFERED" and entry.card_id == card.card_id:
        buy(entry.order_id, now)
    elif _is_over(card, entry, now):
        _end(card, now)


def _is_over(card: SavedCard, entry: Entry, now: datetime) -> bool:
    days = occurrences.get_occurrences(entry.event_id, [entry.occurrence_id])
    catalogue = get_catalogue(entry.event_id, occurrences=days)
    event = catalogue.event
    day = catalogue.occurrence(entry.occurrence_id) if days or not event.is_series else None
    return rules.is_over(card, entry, event, day, now)


def take_up(card_id: str, now: datetime) -> None:
    """A card that is due: a worker looks at it, and it is due again later."""
    card = cards.find_card(card_id)
    if card:
        queues.send("payments", {"card_id": card_id})
        with suppress(AlreadyDone):
            commit([cards.look_again(card, now)], [], now=now, by="sweep")
