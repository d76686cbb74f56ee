"""Buying what is held: say who you are, pay, or give it up."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.actions import answers, settling
from chalicelib.actions.dates import dated
from chalicelib.domain import details as telling
from chalicelib.domain import orders as rules
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.details import Details
from chalicelib.domain.events import Event
from chalicelib.domain.orders import LAPSING, Claim, Order, OrderMoved, State
from chalicelib.domain.payments import Intent, Payment
from chalicelib.domain.series import Occurrence
from chalicelib.domain.tickets import code_of
from chalicelib.gateways import files, signing
from chalicelib.kernel import clock, ids
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.facts import Fact, OrderAwaitsApproval, OrderAwaitsPayment, OrderPaid, PaymentStarted
from chalicelib.tables import claims, events, orders, payments
from chalicelib.tables.catalogue import get_catalogue
from chalicelib.tables.commit import Change, commit
from chalicelib.tables.orders import OrderFile

_RACES = 4
# The buyer has told all that there is to tell.
_TOLD = ("COMPLETED", "AWAITING_APPROVAL", "AWAITING_OFFLINE_PAYMENT")


@dataclass(frozen=True)
class Purchase:
    """An order as its buyer sees it; `dates` are the event on each of the order's dates, soonest first."""

    order: Order
    dates: list[Event]
    codes: list[tuple[int, str]]
    file: OrderFile


def check_out(order_id: str, details: Details, now: datetime) -> tuple[Purchase, Intent | None]:
    """Take the buyer's details; a free order is complete with them, any other gets an intent to pay with.

    Raises OrderExpired, OrderNotPayable, Unreachable and what the details lack. Safe to repeat: the same order has one
    payment. Whoever is overtaken (by a double click's other half, by a webhook) looks again and finds what the
    other did.
    """
    for _ in range(_RACES):
        with suppress(AlreadyDone, OrderMoved):
            return _check_out(order_id, details, now)
    raise Busy()


def _check_out(order_id: str, details: Details, now: datetime) -> tuple[Purchase, Intent | None]:
    file = orders.get_file(order_id)
    if file.order.state in _TOLD:
        return view(order_id), None
    catalogue = get_catalogue(file.order.event_id, consistent=False)
    order = telling.told(file.order, catalogue, details, now)
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
    order, intent = _start_payment(file, order, [orders.set_buyer(order, person, seen), *counted], now)
    return new_purchase(order, catalogue.event), intent


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


def _start_payment(file: OrderFile, order: Order, changes: list[Change], now: datetime) -> tuple[Order, Intent | None]:
    payment = settling.open_payment(file) or _new_payment(order, len(file.payments) + 1, now)
    facts: list[Fact] = []
    if payment not in file.payments:
        data = {"payment_id": payment.payment_id, "amount_minor": payment.amount_minor}
        changes = [*changes, payments.new_payment(payment)]
        facts.append(PaymentStarted(order.order_id, order.account_id, order.event_id, data))
    commit(changes, facts, now=now, by="buyer")
    intent = settling.intent_of(payment, now)
    if intent.status == "open":
        return order, intent
    settled = settling.settle(order.order_id, now, by="buyer")
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


def new_purchase(order: Order, event: Event, known: Mapping[str, Occurrence] | None = None) -> Purchase:
    """An order in hand with its event (and dates, if known): read again only if it may have tickets."""
    if order.state == "COMPLETED":
        return view(order.order_id)
    return Purchase(order, dated(event, order, known), [], OrderFile(order, [], [], [], []))


def view(order_id: str) -> Purchase:
    """The order with its event and tickets' codes."""
    file = orders.get_file(order_id)
    signer = signing.TicketSigner()
    codes = [(ticket.number, code_of(ticket, signer)) for ticket in file.tickets if ticket.state == "VALID"]
    event = events.get_event(file.order.event_id)
    return Purchase(file.order, dated(event, file.order), codes, file)


def view_of(order: Order) -> Purchase:
    """The same for an order in hand: read again only if it may have tickets."""
    return view(order.order_id) if order.state == "COMPLETED" else new_purchase(order, events.get_event(order.event_id))


def give_up(order_id: str, now: datetime) -> Order:
    """The buyer does not want it: cancel at the provider first, then give the units back."""
    order = orders.get_order(order_id)
    if order.state in LAPSING:
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
