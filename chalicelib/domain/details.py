"""What a buyer tells at checkout, and whether it is all that the organizer asks for."""

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.domain import card_limits, redirects
from chalicelib.domain import questions as asking
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.events import Event
from chalicelib.domain.holds import with_buyer
from chalicelib.domain.offline import OFFLINE, deadlines, terms_of
from chalicelib.domain.orders import Attendee, Buyer, Order, PaymentMethod, State
from chalicelib.domain.questions import Answers
from chalicelib.domain.refusals import MembersOnly
from chalicelib.kernel.errors import Conflict, Invalid

MOST_BYTES = 60_000  # an item holds 400 KB, and each kilobyte of an order costs a write unit
APPROVAL_TIME = timedelta(days=7)
TIME_TO_PAY_ONCE_APPROVED = timedelta(days=3)
_BILLING = ("name", "street", "postal_code", "city", "country")


class TermsChanged(Conflict):
    """The terms have changed in the meantime: read and accept them again."""


class TermsNotAccepted(Invalid):
    """The organizer's terms have to be accepted."""


class EntryNotConfirmed(Invalid):
    """The requirements for entry have to be confirmed."""


class DetailsMissing(Invalid):
    """Something that the organizer asks for is missing."""


class TooMuchDetail(Invalid):
    """The answers are too long, all together."""


class MethodNotOffered(Invalid):
    """This way to pay is not offered here."""


@dataclass(frozen=True)
class Details:
    """What comes with a checkout. `attendees` are one for each ticket, in the order of the lines, or none.

    `instalments` is the version of the words that were accepted by whoever pays in parts, "" for all at once.
    """

    buyer: Buyer
    method: PaymentMethod = "card"
    billing: dict[str, str] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    attendees: Sequence[Attendee] = ()
    terms_hash: str = ""
    confirms_entry: bool = False
    instalments: str = ""


def told(
    order: Order, catalogue: Catalogue, offered: Sequence[PaymentMethod], details: Details, now: datetime
) -> Order:
    """The order with these details; `offered` are the ways to pay. Raises what is missing or does not fit."""
    event = catalogue.event
    order = with_buyer(order, details.buyer, now)
    if order.member_email and order.member_email.lower() != details.buyer.email.lower():
        raise MembersOnly(**{"buyer.email": "must be the address that opened the sale to members"})
    _check_terms(event, details, order.terms_hash)
    _check_method(order, offered, details.method)
    products = {line.product_id for line in order.lines}
    told_order = replace(
        order,
        method=details.method,
        billing=_billing(event, details),
        answers=asking.check(catalogue.questions, "order", products, details.answers, "answers"),
        attendees=_attendees(order, catalogue, details),
        terms_hash=event.terms_hash or "",
    )
    told_by_ticket = [astuple(one) for one in told_order.attendees]
    if len(json.dumps([told_order.answers, told_by_ticket], ensure_ascii=False).encode()) > MOST_BYTES:
        raise TooMuchDetail(answers="are longer than 60 KB with the attendees, all together")
    return told_order


def methods_of(order: Order, offered: Sequence[PaymentMethod]) -> list[PaymentMethod]:
    """In which of these ways this order can be paid: no card can be charged less than its provider's minimum."""
    if not order.owed_minor:
        return []
    is_chargeable = card_limits.is_chargeable(order.total_minor, order.currency)
    return [
        method
        for method in offered
        if (method != "card" or is_chargeable) and redirects.takes(method, order.total_minor, order.currency)
    ]


def _check_method(order: Order, offered: Sequence[PaymentMethod], method: PaymentMethod) -> None:
    if order.owed_minor and method not in offered:
        raise MethodNotOffered(method="is not offered here")
    if order.owed_minor and not redirects.takes(method, order.total_minor, order.currency):
        raise MethodNotOffered(method="does not take this amount in this currency")
    if order.owed_minor and method == "card":
        card_limits.check_chargeable(order.total_minor, order.currency)


def _check_terms(event: Event, details: Details, accepted: str) -> None:
    """What was accepted with the request for approval, say, need not be accepted again while it is the same."""
    if event.terms_hash and event.terms_hash not in (details.terms_hash, accepted):
        if details.terms_hash or accepted:
            raise TermsChanged(terms_hash="is of another version")
        raise TermsNotAccepted(terms_hash="is needed: accept the terms")
    if event.must_confirm_entry and not details.confirms_entry:
        raise EntryNotConfirmed(confirms_entry="must be confirmed")


def _billing(event: Event, details: Details) -> dict[str, str]:
    if event.billing == "none":
        return {}
    given = {name: value for name, value in details.billing.items() if value}
    if event.billing == "required":
        missing = {f"billing.{name}": "is required" for name in _BILLING if name not in given}
        if missing:
            raise DetailsMissing(**missing)
    return given


def _attendees(order: Order, catalogue: Catalogue, details: Details) -> list[Attendee]:
    """One for each ticket: as told, or the buyer for all of them where the organizer does not ask for more."""
    products = [line.product_id for line in order.lines if line.kind == "ticket" for _ in range(line.quantity)]
    asks = catalogue.event.details_per == "ticket"
    if details.attendees and len(details.attendees) != len(products):
        raise DetailsMissing(attendees=f"must be {len(products)}, one for each ticket")
    buyer = Attendee(details.buyer.name, details.buyer.email)
    given = list(details.attendees) or [replace(buyer, name="" if asks else buyer.name)] * len(products)
    found, missing = [], {}
    for number, (attendee, product_id) in enumerate(zip(given, products, strict=True)):
        if asks and not attendee.name:
            missing[f"attendees.{number}.name"] = "is required"
        path = f"attendees.{number}.answers"
        answers = asking.check(catalogue.questions, "ticket", {product_id}, attendee.answers, path)
        found.append(Attendee(attendee.name or buyer.name, attendee.email or buyer.email, answers))
    if missing:
        raise DetailsMissing(**missing)
    return [] if all(one == buyer for one in found) else found


def next_state(order: Order, event: Event) -> State:
    """Where an order goes once its buyer has told all."""
    if event.needs_approval and not order.is_approved and not order.is_test:
        return "AWAITING_APPROVAL"
    if not order.owed_minor:
        return "COMPLETED"
    return "AWAITING_OFFLINE_PAYMENT" if order.method in OFFLINE else "RESERVED"


def waiting(order: Order, to: State, event: Event, now: datetime) -> Order:
    """The order while it waits for approval or for its money, and until when."""
    if to == "AWAITING_APPROVAL":
        return replace(order, expires_at=now + APPROVAL_TIME)
    until = deadlines(terms_of(event.offline, order.method), now)
    return replace(order, pay_by=until.pay_by, remind_at=until.remind_at, expires_at=until.expires_at)


def approved(order: Order, now: datetime) -> Order:
    """The order once the organizer has let it pass: its buyer has some days to pay."""
    return replace(order, is_approved=True, expires_at=now + TIME_TO_PAY_ONCE_APPROVED)
