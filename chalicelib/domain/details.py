"""What a buyer tells at checkout, and whether it is all that the organizer asks for."""

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.domain import questions as asking
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.events import Event
from chalicelib.domain.orders import Attendee, Buyer, Order, PaymentMethod, State, with_buyer
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
    """What comes with a checkout. `attendees` are one for each ticket, in the order of the lines, or none."""

    buyer: Buyer
    method: PaymentMethod = "card"
    billing: dict[str, str] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    attendees: Sequence[Attendee] = ()
    terms_hash: str = ""
    confirms_entry: bool = False


def told(order: Order, catalogue: Catalogue, details: Details, now: datetime) -> Order:
    """The order with these details. Raises what is missing or does not fit, naming the fields."""
    event = catalogue.event
    order = with_buyer(order, details.buyer, now)
    if order.member_email and order.member_email.lower() != details.buyer.email.lower():
        raise MembersOnly(**{"buyer.email": "must be the address that opened the sale to members"})
    _check_terms(event, details)
    if order.owed_minor and details.method not in event.payment_methods:
        raise MethodNotOffered(method="is not offered here")
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


def _check_terms(event: Event, details: Details) -> None:
    if event.terms_hash and details.terms_hash != event.terms_hash:
        if details.terms_hash:
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
    return "AWAITING_OFFLINE_PAYMENT" if order.method == "offline" else "RESERVED"


def waiting(order: Order, to: State, event: Event, now: datetime) -> Order:
    """The order while it waits for approval or for its money, and until when."""
    length = APPROVAL_TIME if to == "AWAITING_APPROVAL" else timedelta(days=event.offline_days)
    return replace(order, expires_at=now + length)


def approved(order: Order, now: datetime) -> Order:
    """The order once the organizer has let it pass: its buyer has some days to pay."""
    return replace(order, is_approved=True, expires_at=now + TIME_TO_PAY_ONCE_APPROVED)
