"""How a payment begins: at which provider, to whom it goes, and where its buyer is sent."""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.actions import first_part, intents, merchants, settling
from chalicelib.actions.connecting import noting_loss
from chalicelib.actions.dates import dated
from chalicelib.domain import holds as holding
from chalicelib.domain.events import Event
from chalicelib.domain.merchants import CardsNotReady
from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.domain.payments import Intent, Payment, excluded
from chalicelib.domain.redirects import PROVIDER_OF
from chalicelib.domain.saved_cards import CardTried
from chalicelib.gateways.stripe_client import MerchantLost
from chalicelib.kernel import ids
from chalicelib.kernel.facts import Fact
from chalicelib.kernel.payment_facts import PaymentStarted
from chalicelib.tables import holds as held
from chalicelib.tables import payments
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.orders import OrderFile


@dataclass(frozen=True)
class Agreed:
    """How a payment that is begun now is made: `customer` is whose kept card pays, "" for whoever types one in.

    `instalments` is the version of the words that whoever pays in parts accepts, "" to pay all at once.
    """

    customer: str = ""
    instalments: str = ""


def start(
    file: OrderFile, order: Order, event: Event, changes: list[Change], now: datetime, agreed: Agreed
) -> tuple[Order, Intent | None]:
    """Write what the buyer has told, and begin to be paid, or go on with what was begun.

    Without an intent the order is settled already. Raises OrderMoved, AlreadyDone, CardTried, CardsNotReady,
    InstalmentsNotOffered, Unreachable.
    """
    payment, in_parts = intents.open_payment(file), bool(agreed.instalments)
    if payment and (payment.provider != PROVIDER_OF[order.method] or bool(payment.parts) != in_parts):
        _give_up_other_way(payment, order.order_id, now)
    if not payment:
        if agreed.customer and any(one.customer == agreed.customer for one in file.payments):
            raise CardTried()  # once: the worker's twin must not try what has just been refused
        payment = replace(_new_payment(order, event, len(file.payments) + 1, now), customer=agreed.customer)
        if in_parts:
            payment, planned = first_part.agreed(file, order, event, payment, agreed.instalments, now)
            changes = [*changes, planned]
    facts: list[Fact] = []
    if payment not in file.payments:
        data = {"payment_id": payment.payment_id, "amount_minor": payment.amount_minor}
        changes = [*changes, payments.new_payment(payment)]
        facts.append(PaymentStarted(order.order_id, order.account_id, order.event_id, data))
    commit(changes, facts, now=now, by="buyer")
    try:
        with noting_loss(payment.merchant, order.account_id, now):
            intent = intents.intent_of(payment, now)
    except MerchantLost as error:
        raise CardsNotReady() from error
    if intent.status == "open":
        return _sent_away(order, intent, now), intent
    settled = settling.settle(order.order_id, now, by="buyer")
    if settled.state == "RESERVED":  # cancelled at the provider's own dashboard: the next payment takes its place
        raise OrderMoved()
    return settled, None


def _give_up_other_way(begun: Payment, order_id: str, now: datetime) -> None:
    """The buyer would rather pay in another way: the first is given up at its provider, unless its money was faster.

    Raises OrderMoved, so that the caller looks again; Unreachable.
    """
    if intents.given_up(begun, now).status != "cancelled":
        settling.settle(order_id, now, by="buyer")
    raise OrderMoved()


def _sent_away(order: Order, intent: Intent, now: datetime) -> Order:
    """Whoever is sent to another page to pay has the time that it takes."""
    prolonged = holding.sent_away(order, now) if intent.pay_url else None
    if prolonged:
        commit([held.sent_away(prolonged)], [], now=now, by="buyer")
    return prolonged or order


def _new_payment(order: Order, event: Event, attempt: int, now: datetime) -> Payment:
    """To whom the money goes and what the platform takes is settled here, once. Raises CardsNotReady."""
    payment_id = ids.derived("pay", order.order_id, str(attempt))
    merchant = merchants.merchant_for(event, now)
    is_card = order.method == "card"
    if is_card:
        merchants.check_takes_cards(merchant)
    provider = PROVIDER_OF[order.method]
    return Payment(
        order_id=order.order_id,
        payment_id=payment_id,
        provider=provider,
        amount_minor=order.total_minor,
        currency=order.currency,
        state="REQUESTED",
        created_at=now,
        idempotency_key=f"pi:{payment_id}:1",
        merchant=merchant.stripe_account if is_card else merchant.connections[provider],
        fee_minor=merchants.platform_fee(order, merchant, now) if is_card else 0,
        excludes=excluded(dated(event, order)[0].starts_at, now) if is_card else [],
    )
