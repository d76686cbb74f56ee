"""What a plan needs while its buyer is away: a reminder, the next part charged, a decision, the card's end.

A worker may see its message twice, and die anywhere. The plan's version decides who does a step; whether a part was
charged is the provider's to say, and what comes of it goes through `settling` as for any other payment.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from chalicelib.actions import cancelling, intents, settling
from chalicelib.actions.cancelling import Act
from chalicelib.actions.connecting import noting_loss
from chalicelib.actions.fulfilment import order_url
from chalicelib.domain import plans as rules
from chalicelib.domain.accounts import on_behalf_of
from chalicelib.domain.instalments import Part, Plan, PlanMoved
from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.domain.payments import Payment, PaymentRefused
from chalicelib.gateways import queues, stripe_cards
from chalicelib.gateways.stripe_client import MerchantLost
from chalicelib.kernel import clock, ids
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.facts import Fact
from chalicelib.kernel.payment_facts import InstalmentFallsDue, InstalmentOverdue, InstalmentRefused, PaymentStarted
from chalicelib.tables import events, instalments, orders, payments
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.orders import OrderFile

# What the messages about a plan are called, and who has done what follows from them.
INSTALMENT = "instalments"
_STEPS = 12
_UNDER_WAY = timedelta(hours=1)
# Trying again is of no use: the bank wants to see its customer, or there is no card any more.
_FINAL = frozenset({"authentication_required", "no_card"})


def take_up(place: str, now: datetime) -> None:
    """A plan that is due: a worker does what it needs, and it is due again later."""
    order_id = place.removeprefix(instalments.PLACE)
    plan = orders.get_file(order_id).plan
    if plan and rules.next_step(plan, now) != "nothing":
        queues.send("payments", {"order_id": order_id, "type": INSTALMENT})
        with suppress(PlanMoved):  # the worker has been faster
            _put_off(plan, now, rules.TAKEN_UP_FOR)


def tend(order_id: str, now: datetime) -> None:
    """Do all that the plan needs at this moment. May be repeated. Raises Unreachable, and the message comes again."""
    for _ in range(_STEPS):
        try:
            if not _do_next(orders.get_file(order_id), now):
                return
        except (OrderMoved, AlreadyDone):  # by somebody else meanwhile: look again
            continue
    raise Busy()


def _do_next(file: OrderFile, now: datetime) -> bool:
    """One step; whether there may be another."""
    plan = file.plan
    step = rules.next_step(plan, now) if plan else "nothing"
    if not plan or step == "nothing":
        return False
    if step == "forget":
        _forget(plan, now)
    elif step == "cancel":
        by = on_behalf_of(file.order.account_id, INSTALMENT)
        cancelling.cancel(file.order.order_id, "agreed", Act(by, "not_paid", "", now))
    elif events.get_event(file.order.event_id).status not in ("LIVE", "POSTPONED"):  # and will never be again
        commit([instalments.saved(rules.ended(plan), now)], [], now=now, by=INSTALMENT)
    elif not _may_go_on(file.order):
        _put_off(plan, now, rules.LATER)
        return False
    elif step == "charge":
        return _charge(file, plan, plan.unpaid[0], now)
    elif step == "remind":
        _commit(file, rules.reminded(plan), now, _happened(InstalmentFallsDue, file))
    else:
        _commit(file, rules.overdue(plan), now, _happened(InstalmentOverdue, file))
    return True


def _may_go_on(order: Order) -> bool:
    """Not while people look at the order, or a bank asks for its money back."""
    return order.state == "PARTLY_PAID" and order.disputed not in ("open", "lost")


def _put_off(plan: Plan, now: datetime, pause: timedelta) -> None:
    commit([instalments.saved(plan, now, later=now + pause)], [], now=now, by=INSTALMENT)


def _commit(file: OrderFile, plan: Plan, now: datetime, told: Fact, *more: Change) -> None:
    """The plan's next state, as long as the order still waits for its next part."""
    changes = [instalments.still_partly_paid(file.order), instalments.saved(plan, now), *more]
    commit(changes, [told], now=now, by=INSTALMENT)


def _happened(fact: type[Fact], file: OrderFile, **data: object) -> Fact:
    """A fact about the next part of an order."""
    order, plan = file.order, file.plan
    about = {"part": plan.unpaid[0].number, "due_at": clock.to_text(plan.unpaid[0].due_at)} if plan else {}
    return fact(order.order_id, order.account_id, order.event_id, about | data)


def _forget(plan: Plan, now: datetime) -> None:
    """A merchant that is lost to us has become the only one who could still take the card off."""
    if plan.card:
        with suppress(MerchantLost):
            stripe_cards.forget_kept(plan.merchant, plan.card)
    commit([instalments.saved(rules.forgotten(plan), now)], [], now=now, by=INSTALMENT)


def _charge(file: OrderFile, plan: Plan, part: Part, now: datetime) -> bool:
    """Charge the kept card with a part, at most once. Written before anybody is asked: which payment it is."""
    if not plan.card:
        _refuse(file, plan, "no_card", now)
        return True
    begun = intents.open_payment(file)
    if begun and not (is_charge(begun) and begun.parts == [part.number]):
        return _make_room(plan, begun, now)
    if not begun or plan.charging != part.number:
        payment = begun or new_payment(file, plan, [part], now, customer=plan.card.customer)
        written = [] if begun else [payments.new_payment(payment)]
        _commit(file, rules.under_way(plan, part), now, started(file, payment), *written)
        return True
    return _ask(file, plan, begun, now)


def is_charge(payment: Payment) -> bool:
    """Whether it is made while its buyer is away; one that the buyer makes by hand is another."""
    return bool(payment.customer) and not payment.keeps_card


def _make_room(plan: Plan, begun: Payment, now: datetime) -> bool:
    """A buyer who pays by hand this very moment is not disturbed; what was begun earlier is given up."""
    since = now - begun.created_at
    if since < rules.TIME_TO_PAY:
        _put_off(plan, now, rules.TIME_TO_PAY - since)
        return False
    if intents.given_up(begun, now).status != "cancelled":
        settling.settle(begun.order_id, now, by=INSTALMENT)
    return True


def _ask(file: OrderFile, plan: Plan, payment: Payment, now: datetime) -> bool:
    """Ask the provider, then look what has become of it. Who comes after a lost answer asks under the same key."""
    try:
        with noting_loss(payment.merchant, file.order.account_id, now):
            if not payment.provider_reference:
                intents.intent_of(payment, now)
                return True  # it has a reference now
            method = plan.card.method if plan.card else ""
            why_not = stripe_cards.charge(payment, method, order_url(file.order), plan.attempts)
            settling.settle(payment.order_id, now, by=INSTALMENT, payment_id=payment.payment_id)
    except MerchantLost:
        _put_off(plan, now, rules.LATER)
        return False
    except PaymentRefused:
        why_not = "not_chargeable"
    after = orders.get_file(payment.order_id)
    if not after.plan or after.plan.version != plan.version:
        return True  # paid, or decided otherwise
    if why_not:
        _refuse(after, after.plan, why_not, now)
        return True
    _put_off(plan, now, _UNDER_WAY)
    return False


def _refuse(file: OrderFile, plan: Plan, why_not: str, now: datetime) -> None:
    after = rules.refused(plan, now, is_final=why_not in _FINAL)
    told = _happened(InstalmentRefused, file, reason=why_not, attempt=after.attempts)
    _commit(file, after, now, told)


def started(file: OrderFile, payment: Payment) -> Fact:
    """The fact that goes with a payment's row."""
    order = file.order
    data = {"payment_id": payment.payment_id, "amount_minor": payment.amount_minor}
    return PaymentStarted(order.order_id, order.account_id, order.event_id, data)


def new_payment(
    file: OrderFile, plan: Plan, parts: list[Part], now: datetime, *, customer: str, keeps_card: bool = False
) -> Payment:
    """The payment of these parts, to whom the first went, in what the order is in."""
    payment_id = ids.derived("pay", file.order.order_id, str(len(file.payments) + 1))
    return Payment(
        order_id=file.order.order_id,
        payment_id=payment_id,
        provider="stripe",
        amount_minor=sum(part.amount_minor for part in parts),
        currency=file.order.currency,
        state="REQUESTED",
        created_at=now,
        idempotency_key=f"pi:{payment_id}:1",
        merchant=plan.merchant,
        fee_minor=sum(part.fee_minor for part in parts),
        customer=customer,
        parts=[part.number for part in parts],
        keeps_card=keeps_card,
    )
