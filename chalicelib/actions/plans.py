"""What people do with a plan: its buyer pays earlier or takes the card off, members pause it or put a part off."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from chalicelib.actions import charging, intents, settling
from chalicelib.actions.connecting import noting_loss
from chalicelib.actions.dates import dated
from chalicelib.actions.orders import owned_file
from chalicelib.domain import plans as rules
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import check_version
from chalicelib.domain.instalments import ChargeUnderWay, NothingToPay, Plan, PlanNotFound
from chalicelib.domain.merchants import CardsNotReady
from chalicelib.domain.orders import OrderMoved
from chalicelib.domain.payments import Intent, Payment
from chalicelib.gateways.stripe_client import MerchantLost
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.payment_facts import InstalmentsChanged
from chalicelib.tables import events, instalments, orders, payments
from chalicelib.tables.commit import commit
from chalicelib.tables.orders import OrderFile

_RACES = 6


def _plan_of(file: OrderFile) -> Plan:
    if not file.plan or not file.plan.is_agreed:
        raise PlanNotFound()
    return file.plan


def pay(order_id: str, now: datetime, *, everything: bool) -> Intent | None:
    """What a browser needs to pay the next part, or all that are left, with whatever card. None once it is paid.

    Raises PlanNotFound, NothingToPay, ChargeUnderWay, CardsNotReady, Unreachable.
    """
    for _ in range(_RACES):
        with suppress(OrderMoved, AlreadyDone):
            return _pay(orders.get_file(order_id), now, everything=everything)
    raise Busy()


def _pay(file: OrderFile, now: datetime, *, everything: bool) -> Intent | None:
    plan, order = _plan_of(file), file.order
    if order.state != "PARTLY_PAID" or events.get_event(order.event_id).status not in ("LIVE", "POSTPONED"):
        raise NothingToPay()
    if plan.charging:
        raise ChargeUnderWay()
    parts = plan.unpaid if everything else plan.unpaid[:1]
    keeps = len(plan.unpaid) > len(parts) and not plan.is_withdrawn
    begun = intents.open_payment(file)
    wanted = [part.number for part in parts], keeps
    if begun and (charging.is_charge(begun) or (begun.parts, begun.keeps_card) != wanted):
        if intents.given_up(begun, now).status != "cancelled":
            settling.settle(order.order_id, now, by="buyer")
        raise OrderMoved()
    if not begun:
        customer = plan.card.customer if plan.card and keeps else ""
        _begin(file, plan, charging.new_payment(file, plan, parts, now, customer=customer, keeps_card=keeps), now)
        raise OrderMoved()
    return _intent(file, begun, now)


def _begin(file: OrderFile, plan: Plan, payment: Payment, now: datetime) -> None:
    """Counted on the plan: of two who begin to pay at once, one finds what the other has begun."""
    changes = [instalments.still_partly_paid(file.order), instalments.saved(plan, now), payments.new_payment(payment)]
    commit(changes, [charging.started(file, payment)], now=now, by="buyer")


def _intent(file: OrderFile, payment: Payment, now: datetime) -> Intent | None:
    try:
        with noting_loss(payment.merchant, file.order.account_id, now):
            intent = intents.intent_of(payment, now)
    except MerchantLost as error:
        raise CardsNotReady() from error
    if intent.status == "open":
        return intent
    settling.settle(file.order.order_id, now, by="buyer", payment_id=payment.payment_id)
    return None


def withdraw(order_id: str, now: datetime) -> None:
    """The card may not be charged any more; its buyer pays each part by hand. Raises PlanNotFound, ChargeUnderWay."""

    def without_card(plan: Plan) -> Plan:
        if plan.charging:
            raise ChargeUnderWay()
        return replace(plan, is_withdrawn=True)

    _change(lambda: orders.get_file(order_id), without_card, "card", now, by="buyer")


def pause(order_id: str, caller: Caller, now: datetime) -> None:
    """Nothing is charged, reminded of or overdue until somebody resumes it. Raises OrderNotFound, PlanNotFound."""
    _change(lambda: owned_file(order_id, caller), rules.paused, "paused", now, by=caller.user_id)


def resume(order_id: str, caller: Caller, now: datetime) -> None:
    """The plan goes on where it was. Raises OrderNotFound, PlanNotFound."""
    _change(lambda: owned_file(order_id, caller), rules.resumed, "resumed", now, by=caller.user_id)


def extend(order_id: str, number: int, due_at: datetime, version: int, caller: Caller, now: datetime) -> None:
    """A part falls due at another time. Raises OrderNotFound, PlanNotFound, PartIsPaid, StaleEdit, DueTooLate."""
    file = owned_file(order_id, caller)
    starts_at = dated(events.get_event(file.order.event_id), file.order)[0].starts_at

    def put_off(plan: Plan) -> Plan:
        check_version(version, plan.part(number).version)
        return rules.extended(plan, number, due_at, starts_at, now)

    _change(lambda: owned_file(order_id, caller), put_off, "due_at", now, by=caller.user_id)


def _change(
    read: Callable[[], OrderFile], decide: Callable[[Plan], Plan], field: str, now: datetime, *, by: str
) -> None:
    """Read, decide and write until nobody else was faster. What changes nothing writes nothing."""
    for _ in range(_RACES):
        file = read()
        plan = _plan_of(file)
        after = decide(plan)
        if after == plan:
            return None
        order = file.order
        fact = InstalmentsChanged(order.order_id, order.account_id, order.event_id, {"fields": [field]})
        with suppress(OrderMoved):
            return commit([instalments.saved(after, now)], [fact], now=now, by=by)
    raise Busy()
