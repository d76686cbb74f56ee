"""Buying what is held: say who you are, pay, or give it up."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.actions import answers, expiring, intents, merchants, paying, screening
from chalicelib.actions.dates import dated
from chalicelib.actions.paying import Agreed
from chalicelib.domain import details as telling
from chalicelib.domain import orders as rules
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.details import Details
from chalicelib.domain.events import Event
from chalicelib.domain.orders import LAPSING, Claim, Order, OrderMoved, OrderNotPayable, PaymentMethod, State
from chalicelib.domain.payments import Intent
from chalicelib.domain.series import Occurrence
from chalicelib.domain.tickets import code_of
from chalicelib.gateways import files, signing
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.facts import OrderAwaitsApproval, OrderAwaitsPayment, OrderPaid
from chalicelib.tables import claims, events, orders
from chalicelib.tables.catalogue import get_catalogue
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.orders import OrderFile

_RACES = 4
# It has tickets or a plan, which are read with it.
_WITH_MORE = ("PARTLY_PAID", "COMPLETED")
# The buyer has told all that there is to tell.
_TOLD = ("PARTLY_PAID", "COMPLETED", "AWAITING_APPROVAL", "AWAITING_OFFLINE_PAYMENT")


@dataclass(frozen=True)
class Purchase:
    """An order as its buyer sees it; `dates` are the event on each of the order's dates, soonest first."""

    order: Order
    dates: list[Event]
    codes: list[tuple[int, str]]
    file: OrderFile


def check_out(
    order_id: str, details: Details, now: datetime, address: str = "", customer: str = ""
) -> tuple[Purchase, Intent | None]:
    """Take the buyer's details; a free order is complete with them, any other gets an intent to pay with.

    `address` is the caller's IP address, "" if it is not known; `customer` whose kept card a payment that is begun now
    will be paid with. Raises OrderExpired, OrderNotPayable,
    TooManyCheckouts, Unreachable and what the details lack. Safe to repeat: the same order has one payment. Whoever is
    overtaken (by a double click's other half, by a webhook) looks again and finds what the other did.
    """
    for _ in range(_RACES):
        with suppress(AlreadyDone, OrderMoved):
            return _check_out(order_id, details, now, address, customer)
    raise Busy()


def _check_out(
    order_id: str, details: Details, now: datetime, address: str, customer: str
) -> tuple[Purchase, Intent | None]:
    file = orders.get_file(order_id)
    if file.order.state in _TOLD:
        return view(order_id), None
    catalogue = get_catalogue(file.order.event_id, consistent=False)
    if catalogue.event.status == "CANCELLED":
        raise OrderNotPayable()
    order = telling.told(file.order, catalogue, merchants.ways_to_pay(catalogue.event, now), details, now)
    _check_files(order, catalogue)
    person = signing.person_key(order.buyer_email)
    order, counted = _counted(order, person)
    seen = file.order.claims
    to = telling.next_state(order, catalogue.event)
    if to == "COMPLETED":
        return new_purchase(_complete_free(order, person, seen, counted, now), catalogue.event), None
    if to != "RESERVED":
        aside = telling.waiting(order, to, catalogue.event, now)
        return new_purchase(_set_aside(aside, person, to, seen, counted, now), catalogue.event), None
    changes = [orders.set_buyer(order, person, seen), *counted]
    with screening.saying_when(now):
        if not intents.open_payment(file):
            changes += screening.checkout_counted(order, address, now)
        agreed = Agreed(customer, details.instalments)
        order, intent = paying.start(file, order, catalogue.event, changes, now, agreed)
    return new_purchase(order, catalogue.event), intent


def ways_to_pay(purchase: Purchase, now: datetime) -> list[PaymentMethod]:
    """In which ways a purchase can be paid now."""
    return telling.methods_of(purchase.order, merchants.ways_to_pay(purchase.dates[0], now))


def _check_files(order: Order, catalogue: Catalogue) -> None:
    answers.check_handed_in(order.order_id, catalogue.questions, order.answers, "answers")
    for number, one in enumerate(order.attendees):
        answers.check_handed_in(order.order_id, catalogue.questions, one.answers, f"attendees.{number}.answers")


def _counted(order: Order, person: str) -> tuple[Order, list[Change]]:
    """The order's units count against what this buyer may have; the address that was told before has them back."""
    mine = rules.claims_of(order, person)
    if mine == order.claims:
        return order, []
    return replace(order, claims=mine), [*claims.given_up(order.claims), *claims.claimed(mine, order.limits)]


def _complete_free(order: Order, person: str, seen: list[Claim], counted: list[Change], now: datetime) -> Order:
    fact = OrderPaid(order.order_id, order.account_id, order.event_id, {"amount_minor": 0})
    commit([orders.complete_free(order, person, now, seen), *counted], [fact], now=now, by="buyer")
    return replace(order, state="COMPLETED", completed_at=now)


def _set_aside(order: Order, person: str, to: State, seen: list[Claim], counted: list[Change], now: datetime) -> Order:
    """The order waits for the organizer, or for its money to come by other ways."""
    fact = OrderAwaitsApproval if to == "AWAITING_APPROVAL" else OrderAwaitsPayment
    happened = fact(order.order_id, order.account_id, order.event_id, {"expires_at": clock.to_text(order.expires_at)})
    commit([orders.set_aside(order, person, to, seen), *counted], [happened], now=now, by="buyer")
    return replace(order, state=to)


def form(order_id: str) -> tuple[Order, Catalogue]:
    """An order with what its organizer sells and asks now: whoever may see the order may see what it asks for."""
    order = orders.get_order(order_id)
    return order, get_catalogue(order.event_id, consistent=False)


def new_purchase(order: Order, event: Event, known: Mapping[str, Occurrence] | None = None) -> Purchase:
    """An order in hand with its event (and dates, if known): read again only if there is more to see of it."""
    if order.state in _WITH_MORE:
        return view(order.order_id)
    return Purchase(order, dated(event, order, known), [], OrderFile(order))


def view(order_id: str) -> Purchase:
    """The order with its event and tickets' codes."""
    file = orders.get_file(order_id)
    signer = signing.TicketSigner()
    codes = [(ticket.number, code_of(ticket, signer)) for ticket in file.tickets if ticket.state == "VALID"]
    event = events.get_event(file.order.event_id)
    return Purchase(file.order, dated(event, file.order), codes, file)


def view_of(order: Order) -> Purchase:
    """The same for an order in hand: read again only if there is more to see of it."""
    return view(order.order_id) if order.state in _WITH_MORE else new_purchase(order, events.get_event(order.event_id))


def give_up(order_id: str, now: datetime) -> Order:
    """The buyer does not want it: cancel at the provider first, then give the units back."""
    order = orders.get_order(order_id)
    if order.state in LAPSING:
        with suppress(OrderMoved):  # paid or expired this very moment: what is stored decides
            commit([orders.move(order, "EXPIRING")], [], now=now, by="buyer")
        order = orders.get_order(order_id)
    if order.state == "EXPIRING" and expiring.cancel_payment(order_id, now):
        expiring.release(order_id, "CANCELLED", now, by="buyer")
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
