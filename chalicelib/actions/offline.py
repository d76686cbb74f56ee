"""Money that comes by bank, in cash or on account: members note it, and the order follows."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from chalicelib.actions import refunding, stock
from chalicelib.actions.orders import owned_file
from chalicelib.domain import ledger
from chalicelib.domain import offline as rules
from chalicelib.domain.accounts import Caller
from chalicelib.domain.inventory import SoldOut, Take
from chalicelib.domain.offline import OfflineMethod
from chalicelib.domain.orders import Order, OrderMoved, TooManyForOneBuyer
from chalicelib.domain.payments import Charge, Payment, has_open_dispute
from chalicelib.domain.refunds import DisputeIsOpen
from chalicelib.kernel import ids
from chalicelib.kernel.errors import AlreadyDone, Busy, NotFound
from chalicelib.kernel.facts import Fact, OrderPaid
from chalicelib.kernel.once import Once
from chalicelib.kernel.payment_facts import PaymentCorrected, PaymentFallsDue, PaymentNoted
from chalicelib.tables import claims, events, holds, marks, offline, orders, payments, pools
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.ledger import new_entry
from chalicelib.tables.orders import OrderFile

_RACES = 8


class PaymentNotFound(NotFound):
    """This order has no such payment."""


@dataclass(frozen=True)
class Received:
    """Money as a member notes it."""

    amount_minor: int
    method: OfflineMethod
    received_at: datetime
    note: str = ""


@dataclass(frozen=True)
class _Noting:
    """A payment about to be noted on an order as it was read."""

    file: OrderFile
    payment: Payment
    now: datetime

    def entry(self, *, is_sale: bool) -> Change:
        """What the books say of it: money that the order does not owe contains no tax."""
        file, payment = self.file, self.payment
        if not is_sale:
            [entry] = ledger.received(file.order, payment, self.now, None)
        else:
            paid = sum(one.amount_minor for one in file.payments if one.state == "SUCCEEDED") + payment.amount_minor
            entry = ledger.noted(file.order, payment, self.now, paid, file.entries)
        return new_entry(entry)

    def facts(self, *, is_complete: bool, reason: str = "") -> list[Fact]:
        """What to tell."""
        order, payment = self.file.order, self.payment
        amount, method = payment.amount_minor, payment.charge.method if payment.charge else ""
        told = {"payment_id": payment.payment_id, "amount_minor": amount, "method": method}
        found: list[Fact] = [PaymentNoted(order.order_id, order.account_id, order.event_id, told)]
        if is_complete:
            data = {"amount_minor": order.owed_minor} | ({"reason": reason} if reason else {})
            found.append(OrderPaid(order.order_id, order.account_id, order.event_id, data))
        return found


def note(order_id: str, received: Received, caller: Caller, once: Once, now: datetime) -> None:
    """Note money for an order: it is complete once nothing is missing. The same request sent again notes it once.

    Money for an order that has expired takes its units again if they are left; else it is kept as not owed.
    Raises OrderNotFound, TakesNoMoney, NotReceivedYet, KeyReused.
    """
    rules.check_received_at(received.received_at, now)
    may_retake = True
    for _ in range(_RACES):
        file = owned_file(order_id, caller)
        noting = _Noting(file, new_payment(file.order, once.id("pay"), received, caller.user_id, now), now)
        try:
            changes, facts = _decided(noting, may_retake=may_retake)
            return commit([marks.new_mark(once, now), *changes], facts, now=now, by=caller.user_id)
        except AlreadyDone:
            return marks.check(once)
        except TooManyForOneBuyer:  # who has bought again meanwhile
            may_retake = False
        except (OrderMoved, SoldOut):
            continue  # somebody noted, paid or took units this very moment: look again
    raise Busy()


def new_payment(order: Order, payment_id: str, received: Received, by: str, now: datetime) -> Payment:
    """The row of money that was noted by hand."""
    return Payment(
        order_id=order.order_id,
        payment_id=payment_id,
        provider="offline",
        amount_minor=received.amount_minor,
        currency=order.currency,
        state="SUCCEEDED",
        created_at=now,
        idempotency_key=payment_id,
        charge=Charge(reference=payment_id, method=received.method),
        note=received.note,
        received_at=received.received_at,
        by=by,
    )


def _decided(noting: _Noting, *, may_retake: bool) -> tuple[list[Change], list[Fact]]:
    order, amount = noting.file.order, noting.payment.amount_minor
    meaning = rules.meaning_of(order, amount)
    if meaning == "completes":
        return completing(noting.file, noting.payment, noting.now)
    takes = _units_again(order) if meaning == "retakes" and may_retake else None
    if takes is not None:
        taken = [*pools.take(takes), *claims.claimed(order.claims, order.limits)]
        again = offline.completed(order, amount, noting.now, takes)
        changes = [payments.new_payment(noting.payment), again, *taken, noting.entry(is_sale=True)]
        return changes, noting.facts(is_complete=True)
    is_sale = meaning in ("waits", "surplus")
    changes = [payments.new_payment(noting.payment), offline.noted(order, amount), noting.entry(is_sale=is_sale)]
    return changes, noting.facts(is_complete=False)


def completing(file: OrderFile, payment: Payment, now: datetime, reason: str = "") -> tuple[list[Change], list[Fact]]:
    """What to write when this payment is the last that the order waits for."""
    noting = _Noting(file, payment, now)
    done = offline.completed(file.order, payment.amount_minor, now)
    changes = [payments.new_payment(payment), done, noting.entry(is_sale=True)]
    return changes, noting.facts(is_complete=True, reason=reason)


def _units_again(order: Order) -> list[Take] | None:
    """Where an expired order's units can be taken from now; None if they are not left, or nothing takes place."""
    if events.get_event(order.event_id).status not in ("LIVE", "POSTPONED"):
        return None
    try:
        return stock.plan_takes(stock.counters_of(order), stock.units_of(order.takes))
    except SoldOut:
        return None


def correct(order_id: str, payment_id: str, caller: Caller, now: datetime) -> None:
    """A payment was noted by mistake: its row stays, taken off again in the books. Doing it twice changes nothing.

    A complete order stays complete, with so much missing: whether to cancel it is decided apart. Raises
    OrderNotFound, PaymentNotFound, NotCorrectable.
    """
    for _ in range(_RACES):
        file = owned_file(order_id, caller)
        payment = next((one for one in file.payments if one.payment_id == payment_id), None)
        if not payment:
            raise PaymentNotFound()
        if payment.provider == "offline" and payment.state == "CANCELLED":
            return None
        rules.check_correctable(payment, file.refunds)
        with suppress(OrderMoved, AlreadyDone):
            return _take_off(file, payment, caller, now)
    raise Busy()


def _take_off(file: OrderFile, payment: Payment, caller: Caller, now: datetime) -> None:
    order, amount = file.order, payment.amount_minor
    left = sum(one.amount_minor for one in file.payments if one.state == "SUCCEEDED") - amount
    entry = ledger.corrected(order, payment, now, left, file.entries)
    changes = [payments.moved(payment, "CANCELLED"), offline.noted(order, -amount), new_entry(entry)]
    data = {"payment_id": payment.payment_id, "amount_minor": amount}
    fact = PaymentCorrected(order.order_id, order.account_id, order.event_id, data)
    commit(changes, [fact], now=now, by=caller.user_id)


def hand_back(order_id: str, note_: str, caller: Caller, once: Once, now: datetime) -> None:
    """All that came in although the order does not cost it goes back the way it came; cash and transfers by hand.

    The same request sent again changes nothing. Raises OrderNotFound, NothingToRefund, DisputeIsOpen.
    """
    for _ in range(_RACES):
        file = owned_file(order_id, caller)
        if marks.is_done(once):
            return marks.check(once)
        if has_open_dispute(file.disputes):
            raise DisputeIsOpen()
        taxed = ledger.taxed_minor(file.entries)
        parts = rules.handed_back(file.order, file.payments, file.refunds, taxed)
        asked, facts = refunding.requested(file, parts, "not_owed", now, caller.user_id, note_)
        changes = [marks.new_mark(once, now), payments.refund_decided(file.order), *asked]
        with suppress(OrderMoved, AlreadyDone):
            return commit(changes, facts, now=now, by=caller.user_id)
    raise Busy()


def missing_payment(order: Order, note_: str, by: str, now: datetime) -> Payment:
    """All that is still missing, as a member says by completing the order by hand."""
    amount = rules.missing_minor(order)
    method = next((one for one in rules.OFFLINE if one == order.method), rules.OFFLINE[0])
    payment_id = ids.derived("pay", order.order_id, "completed", str(order.noted_minor))
    return new_payment(order, payment_id, Received(amount, method, now, note_), by, now)


def remind(order: Order, now: datetime) -> Order:
    """Tell the buyer, once, that the payment falls due, if it is time to. Returns the order as it then is."""
    if order.state == "AWAITING_OFFLINE_PAYMENT" and order.remind_at and order.remind_at <= now < order.expires_at:
        fact = PaymentFallsDue(order.order_id, order.account_id, order.event_id)
        with suppress(OrderMoved):  # paid this very moment
            commit([holds.reminded(order)], [fact], now=now, by="reminder")
        order = orders.get_order(order.order_id)
    return order
