"""Paying an order in parts: what an organizer offers, and the plan that a buyer agrees to.

All but the first part are charged while their owner is away.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from chalicelib.domain.card_limits import is_chargeable, step
from chalicelib.domain.events import Event
from chalicelib.domain.kept_cards import ConsentChanged, KeptCard
from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.domain.payments import Payment
from chalicelib.kernel import ids
from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.kernel.money import share_out
from chalicelib.kernel.text import Texts

# CHOSEN: agreed to, the first part is not paid yet. OVERDUE: a part was not paid in time, and somebody has to decide.
PlanState = Literal["CHOSEN", "ACTIVE", "PAUSED", "OVERDUE", "ENDED"]
WhenOverdue = Literal["ask", "cancel"]

# The words that somebody agrees to who pays in parts, beside the plan itself. Whoever agreed keeps theirs.
CONSENT_VERSION = "2026-11"
CONSENT: Texts = {
    "en": "I pay the first part now and let this box office keep my card at Stripe and charge it with each other part "
    "on its day, without asking me again. I get my tickets when all parts are paid. I may pay earlier, pay with "
    "another card, or take the card off and pay each part myself; what is not paid in time may cost me my places."
}
# A part that would fall due sooner than this is paid with the first.
_SOONEST = timedelta(days=2)


class InstalmentsNotOffered(Conflict):
    """This order cannot be paid in parts."""


class PlanNotFound(NotFound):
    """This order is not paid in parts."""


class PlanMoved(OrderMoved):
    """The plan has changed in the meantime. Load it again."""


class PartIsPaid(Conflict):
    """This part is paid, or there is none of this number."""


class ChargeUnderWay(Conflict):
    """This part is being charged this very moment."""


class NothingToPay(Conflict):
    """No part of this order can be paid now."""


class DueTooLate(Invalid):
    """A part has to fall due in the future, after the parts before it, and before the event begins."""


@dataclass(frozen=True)
class InstalmentTerms:
    """What an event says of paying in parts: a deposit, and so many parts as it names days.

    Days are `due_on` (dates, as ISO texts) or `due_days_before` the start; all has to be paid `paid_days_before` it.
    `minimum_minor` is the least total, in the event's own currency. A part that is not paid `grace_days` after it fell
    due is overdue: then the organizer is asked, or the order is cancelled and `kept_percent` of its total is kept.
    """

    deposit_percent: int
    due_on: list[str] = field(default_factory=list)
    due_days_before: list[int] = field(default_factory=list)
    minimum_minor: int = 0
    paid_days_before: int = 14
    grace_days: int = 7
    when_overdue: WhenOverdue = "ask"
    kept_percent: int = 0


@dataclass(frozen=True)
class Part:
    """One part of an order's total. `fee_minor` is what the platform takes of it."""

    number: int
    amount_minor: int
    due_at: datetime
    fee_minor: int = 0
    paid_at: datetime | None = None

    @property
    def version(self) -> int:
        """Of what members edit: that its plan rests, or that its buyer was reminded, makes no other."""
        return ids.version(self.due_at.isoformat())


@dataclass(frozen=True)
class Plan:
    """The parts that a buyer agreed to pay, and what becomes of the next of them.

    `merchant` is the Stripe account that all of them go to, where `card` is kept. `consent` names the version of what
    was accepted at `consented_at`. Of the next part: `tries` were refused, the last at `tried_at`;
    `reminded` is the number of the part whose buyer was reminded, `charging` of the part that is being charged;
    `attempts` counts what was ever refused, so that each has a key of its own at the provider.
    """

    order_id: str
    state: PlanState
    parts: list[Part]
    merchant: str
    consent: str
    consented_at: datetime
    grace_days: int
    when_overdue: WhenOverdue
    kept_percent: int
    card: KeptCard | None = None
    is_withdrawn: bool = False
    tries: int = 0
    tried_at: datetime | None = None
    reminded: int = 0
    charging: int = 0
    attempts: int = 0
    version: int | None = None

    @property
    def is_agreed(self) -> bool:
        """Whether anything was paid of it, so that it counts."""
        return self.state != "CHOSEN"

    @property
    def unpaid(self) -> list[Part]:
        """What is still to come, the next part first."""
        return [part for part in self.parts if not part.paid_at]

    @property
    def paid_minor(self) -> int:
        """What has come in by the plan."""
        return sum(part.amount_minor for part in self.parts if part.paid_at)

    @property
    def total_minor(self) -> int:
        """All parts together."""
        return sum(part.amount_minor for part in self.parts)

    @property
    def is_part_paid(self) -> bool:
        """Whether some of its parts are paid, and others are still to come."""
        return 0 < self.paid_minor < self.total_minor

    @property
    def kept_minor(self) -> int:
        """What the organizer keeps of an order that is cancelled because it was not paid."""
        return min(self.total_minor * self.kept_percent // 100, self.paid_minor)

    def part(self, number: int) -> Part:
        """The part of this number, if it is not paid. Raises PartIsPaid."""
        found = next((part for part in self.unpaid if part.number == number), None)
        if not found:
            raise PartIsPaid()
        return found


def consent_to(parts: Sequence[Part], terms: InstalmentTerms) -> str:
    """The version of what is agreed to: the words, and this very plan. Its first part falls due whenever it is shown.

    Organizers may change an event's terms while somebody reads them.
    """
    days = [part.due_at.date().isoformat() for part in parts[1:]]
    amounts = [part.amount_minor for part in parts]
    plan = repr((amounts, days, terms.grace_days, terms.when_overdue, terms.kept_percent))
    return f"{CONSENT_VERSION}.{hashlib.sha256(plan.encode()).hexdigest()[:12]}"


def split(total_minor: int, deposit_percent: int, parts: int, currency: str) -> list[int]:
    """The total as a deposit and so many equal parts, in steps that a card can be charged; the first takes the rest."""
    least = step(currency)
    deposit = total_minor * deposit_percent // 100
    each = (total_minor - deposit) // parts // least * least
    return [total_minor - parts * each, *[each] * parts]


def offered(event: Event, order: Order, now: datetime) -> list[Part]:
    """The parts in which an order can be paid from now on, `event` being its first date; none where it cannot."""
    if (
        not event.instalments
        or "card" not in event.payment_methods
        or order.currency != event.currency
        or order.is_test
        or order.waitlist_id
    ):
        return []
    agreed = InstalmentTerms(**event.instalments)
    due = _due(agreed, event, now)
    if not due or order.total_minor < max(agreed.minimum_minor, 1):
        return []
    amounts = split(order.total_minor, agreed.deposit_percent, len(due), order.currency)
    if not all(amount > 0 and is_chargeable(amount, order.currency) for amount in amounts):
        return []
    days = [now, *due]
    return [Part(place + 1, amount, days[place]) for place, amount in enumerate(amounts)]


def _due(terms: InstalmentTerms, event: Event, now: datetime) -> list[datetime]:
    zone = ZoneInfo(event.timezone)
    noon = [datetime.combine(date.fromisoformat(day), time(12), zone).astimezone(now.tzinfo) for day in terms.due_on]
    before = [event.starts_at - timedelta(days=days) for days in terms.due_days_before]
    last = event.starts_at - timedelta(days=terms.paid_days_before)
    return sorted({min(day, last) for day in (*noon, *before) if min(day, last) >= now + _SOONEST})


def chosen(event: Event, order: Order, whole: Payment, consent: str, now: datetime) -> Plan:
    """The plan that a buyer agrees to now, in place of paying the `whole` at once.

    The platform's fee is shared out as the total is, exactly. Raises InstalmentsNotOffered, ConsentChanged.
    """
    parts = offered(event, order, now)
    if not parts or not event.instalments:
        raise InstalmentsNotOffered()
    agreed, least = InstalmentTerms(**event.instalments), step(order.currency)
    if consent != consent_to(parts, agreed):
        raise ConsentChanged(instalments="is of another version")
    fees = share_out(whole.fee_minor // least, [part.amount_minor for part in parts])
    return Plan(
        order_id=order.order_id,
        state="CHOSEN",
        parts=[replace(part, fee_minor=fee * least) for part, fee in zip(parts, fees, strict=True)],
        merchant=whole.merchant,
        consent=consent,
        consented_at=now,
        grace_days=agreed.grace_days,
        when_overdue=agreed.when_overdue,
        kept_percent=agreed.kept_percent,
    )
