"""Disputes: what is told to a bank that asks for money back, and what a dispute means for its order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.domain.events import Event
from chalicelib.domain.orders import Disputed, Order
from chalicelib.domain.payments import Dispute, Payment
from chalicelib.domain.tickets import Scan
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.text import one_line, pick

# The bank gets one answer; Stripe takes 150,000 letters in all.
_LONGEST = 20_000


class DisputeNotFound(NotFound):
    """This order has no such dispute."""


class DisputeNotOpen(Conflict):
    """The bank has had its answer, or has decided: nothing can be added any more."""


class AnsweredElsewhere(Conflict):
    """This dispute is answered in the provider's own pages, such as PayPal's Resolution Center."""


class NothingToRevalidate(Conflict):
    """No ticket of this order is void because of a dispute."""


@dataclass(frozen=True)
class Known:
    """All that is known of an order whose payment is disputed. `mails` and `scans` prove that its buyer had it."""

    order: Order
    dates: Sequence[Event]
    payment: Payment
    policy: str = ""
    mails: Sequence[tuple[datetime, str]] = ()
    scans: Sequence[Scan] = field(default_factory=list)


def check_open(dispute: Dispute) -> None:
    """Raises DisputeNotOpen."""
    if dispute.state != "NEEDS_ANSWER":
        raise DisputeNotOpen()


def disputed(disputes: Iterable[Dispute]) -> Disputed:
    """What an order's list shows: one that is open, else one that was lost, else one that was won."""
    states = {dispute.state for dispute in disputes}
    if states & {"NEEDS_ANSWER", "UNDER_REVIEW"}:
        return "open"
    if "LOST" in states:
        return "lost"
    return "won" if states else ""


def evidence(known: Known, text: str) -> dict[str, str]:
    """What the bank is told, by Stripe's names: https://docs.stripe.com/api/disputes/evidence_object. Nothing empty."""
    order, event = known.order, known.dates[0]
    bought = [f"{line.quantity} x {one_line(pick(line.name))}" for line in order.lines]
    told = {
        "customer_name": order.buyer_name,
        "customer_email_address": order.buyer_email,
        "billing_address": ", ".join(part for part in order.billing.values() if part),
        "product_description": f"{', '.join(bought)} for {one_line(pick(event.title))}, order {order.reference}",
        "service_date": ", ".join(date.starts_at.date().isoformat() for date in known.dates),
        "access_activity_log": _activity(known),
        "refund_policy_disclosure": known.policy,
        "cancellation_policy_disclosure": _terms(order),
        "uncategorized_text": text,
    }
    return {name: value[:_LONGEST] for name, value in told.items() if value}


def _activity(known: Known) -> str:
    """What happened, oldest first, each with its time."""
    order, charge = known.order, known.payment.charge
    found = [(order.reserved_at, "tickets were reserved on our website")]
    if order.completed_at:
        country = f", with a card issued in {charge.country}" if charge and charge.country else ""
        found.append((order.completed_at, f"the payment was made{country}"))
    found += [(at, f"mail to the buyer: {name.replace('_', ' ')}") for at, name in known.mails]
    found += [(scan.scanned_at, f"ticket {scan.number} was scanned at the entrance") for scan in known.scans]
    return "\n".join(f"{clock.to_text(at)} {what}" for at, what in sorted(found))


def _terms(order: Order) -> str:
    if not order.terms_hash:
        return ""
    return f"The buyer accepted the organizer's terms before paying. Version of the terms (SHA-256): {order.terms_hash}"


def mails_in(facts: Iterable[Mapping[str, Any]]) -> list[tuple[datetime, str]]:
    """When which mail has left, out of what happened to an order."""
    return [(fact["at"], fact["data"]["mail"].partition(":")[0]) for fact in facts if fact["name"] == "MailSent"]
