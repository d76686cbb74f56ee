"""Buying: reserve, say who you are, pay, or give it up."""

import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.actions import settling, stock
from chalicelib.domain import inventory
from chalicelib.domain import orders as rules
from chalicelib.domain.events import Event
from chalicelib.domain.inventory import SoldOut
from chalicelib.domain.orders import Buyer, Order, OrderMoved, Wanted
from chalicelib.domain.payments import Intent, Payment
from chalicelib.domain.tickets import code_of
from chalicelib.gateways import files, signing
from chalicelib.kernel import clock, ids
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.facts import Fact, OrderPaid, OrderReserved, PaymentStarted
from chalicelib.kernel.once import Once
from chalicelib.tables import events, orders, payments, pools
from chalicelib.tables.catalogue import get_catalogue
from chalicelib.tables.commit import Change, commit
from chalicelib.tables.orders import OrderFile

_PLANS = 4
_RACES = 4


@dataclass(frozen=True)
class Purchase:
    """An order as its buyer sees it."""

    order: Order
    event: Event
    codes: list[tuple[int, str]]
    file: OrderFile


def reserve(event_id: str, wanted: Sequence[Wanted], language: str, once: Once, now: datetime) -> Purchase:
    """Hold units for a buyer, all or nothing. Raises SoldOut, NotOnSale, WrongQuantity.

    A shard is guessed first, without reading; only a refusal costs the read of all shards and an exact plan.
    """
    catalogue = get_catalogue(event_id, consistent=False)
    order = rules.reserve(catalogue, wanted, order_id=once.id("ord"), request=once.digest, language=language, now=now)
    units = rules.units_by_pool(catalogue, order.lines)
    takes = inventory.guess([catalogue.pools[pool_id] for pool_id in units], units, random.randrange)
    for _ in range(_PLANS):
        try:
            held = _hold(replace(order, takes=takes), now)
        except AlreadyDone:
            held = _earlier(order.order_id, once)
        except SoldOut:
            takes = stock.plan_takes(catalogue, units)
            continue
        return Purchase(held, catalogue.event, [], OrderFile(held, [], [], [], []))
    raise SoldOut()


def _hold(order: Order, now: datetime) -> Order:
    data = {"units": order.units, "total_minor": order.total_minor, "expires_at": clock.to_text(order.expires_at)}
    fact = OrderReserved(order.order_id, order.account_id, order.event_id, data)
    commit([orders.new_order(order), *pools.take(order.takes)], [fact], now=now, by="buyer")
    return order


def _earlier(order_id: str, once: Once) -> Order:
    order = orders.get_order(order_id)
    once.check_same(order.request)
    return order


def check_out(order_id: str, buyer: Buyer, now: datetime) -> tuple[Order, Intent | None]:
    """Take the buyer's details; a free order is complete with them, any other gets an intent to pay with.

    Raises OrderExpired, OrderNotPayable, Unreachable. Safe to repeat: the same order has one payment. Whoever is
    overtaken (by a double click's other half, by a webhook) looks again and finds what the other did.
    """
    for _ in range(_RACES):
        with suppress(AlreadyDone, OrderMoved):
            return _check_out(order_id, buyer, now)
    raise Busy()


def _check_out(order_id: str, buyer: Buyer, now: datetime) -> tuple[Order, Intent | None]:
    file = orders.get_file(order_id)
    if file.order.state == "COMPLETED":
        return file.order, None
    order = rules.with_buyer(file.order, buyer, now)
    person = signing.person_key(buyer.email)
    if not order.total_minor:
        return _complete_free(order, person, now), None
    payment = settling.open_payment(file) or _new_payment(order, len(file.payments) + 1, now)
    changes: list[Change] = [orders.set_buyer(order, person)]
    facts: list[Fact] = []
    if payment not in file.payments:
        data = {"payment_id": payment.payment_id, "amount_minor": payment.amount_minor}
        changes.append(payments.new_payment(payment))
        facts.append(PaymentStarted(order_id, order.account_id, order.event_id, data))
    commit(changes, facts, now=now, by="buyer")
    intent = settling.intent_of(payment, now)
    if intent.status == "open":
        return order, intent
    settled = settling.settle(order_id, now, by="buyer")
    if settled.state == "RESERVED":  # cancelled at the provider's own dashboard: the next payment takes its place
        raise OrderMoved()
    return settled, None


def _new_payment(order: Order, attempt: int, now: datetime) -> Payment:
    payment_id = ids.derived("pay", order.order_id, str(attempt))
    return Payment(
        order_id=order.order_id,
        payment_id=payment_id,
        provider="stripe",
        amount_minor=order.total_minor,
        currency=order.currency,
        state="REQUESTED",
        created_at=now,
        idempotency_key=f"pi:{payment_id}:1",
    )


def _complete_free(order: Order, person: str, now: datetime) -> Order:
    fact = OrderPaid(order.order_id, order.account_id, order.event_id, {"amount_minor": 0})
    commit([orders.complete_free(order, person, now)], [fact], now=now, by="buyer")
    return orders.get_order(order.order_id)


def view(order_id: str) -> Purchase:
    """The order with its event and tickets' codes."""
    file = orders.get_file(order_id)
    signer = signing.TicketSigner()
    codes = [(ticket.number, code_of(ticket, signer)) for ticket in file.tickets if ticket.state == "VALID"]
    return Purchase(file.order, events.get_event(file.order.event_id), codes, file)


def view_of(order: Order) -> Purchase:
    """The same for an order in hand: read again only if it may have tickets."""
    if order.state == "COMPLETED":
        return view(order.order_id)
    return Purchase(order, events.get_event(order.event_id), [], OrderFile(order, [], [], [], []))


def give_up(order_id: str, now: datetime) -> Order:
    """The buyer does not want it: cancel at the provider first, then give the units back."""
    order = orders.get_order(order_id)
    if order.state == "RESERVED":
        with suppress(OrderMoved):  # paid or expired this very moment: what is stored decides
            commit([orders.move(order, "EXPIRING")], [], now=now, by="buyer")
        order = orders.get_order(order_id)
    if order.state == "EXPIRING" and settling.cancel_payment(order_id, now):
        settling.release(order_id, "CANCELLED", now, by="buyer")
    return orders.get_order(order_id)


def ticket_file(order: Order) -> str:
    """Where an order's tickets lie among the private files."""
    return f"orders/{order.order_id}/tickets.pdf"


def calendar_file(order: Order) -> str:
    """Where an order's calendar entry lies among the private files."""
    return f"orders/{order.order_id}/event.ics"


@dataclass(frozen=True)
class Links:
    """Short-lived links to an order's papers; None while they are being drawn."""

    tickets_url: str | None = None
    calendar_url: str | None = None


def links(order_id: str) -> Links:
    """Links to the papers of a complete order."""
    order = orders.get_order(order_id)
    if order.state != "COMPLETED" or not files.has_private(ticket_file(order)):
        return Links()
    return Links(
        files.link_to(ticket_file(order), f"tickets-{order.reference}.pdf"),
        files.link_to(calendar_file(order), "event.ics"),
    )
