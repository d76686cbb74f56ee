"""The end of an order that was not paid: at the provider first, and only then do its units go back."""

from contextlib import suppress
from datetime import datetime

from chalicelib.actions import stock
from chalicelib.actions.connecting import noting_loss
from chalicelib.actions.intents import given_up, open_payment
from chalicelib.actions.settling import settle
from chalicelib.domain.orders import LAPSING, Order, OrderMoved, State
from chalicelib.domain.payments import PaymentRefused
from chalicelib.gateways.stripe_client import MerchantLost
from chalicelib.kernel.errors import AlreadyDone, Busy, Unreachable
from chalicelib.kernel.facts import OrderCancelled, OrderExpired
from chalicelib.tables import orders
from chalicelib.tables.commit import commit

_RACES = 5


def begin_expiry(order_id: str, now: datetime) -> Order:
    """To EXPIRING once the hold is over; an order that does not end by itself is returned as it is."""
    order = orders.get_order(order_id)
    if order.state in LAPSING and order.expires_at <= now:
        with suppress(OrderMoved):  # paid or prolonged this very moment: what is stored decides
            commit([orders.begin_expiry(order, now)], [], now=now, by="expiry")
        order = orders.get_order(order_id)
    return order


def cancel_payment(order_id: str, now: datetime) -> bool:
    """Cancel at the provider; True when no money can come any more.

    A payment that was faster settles the order instead; of one that was refused there is nothing to cancel. Raises
    Unreachable, and then nothing has changed. Once a
    merchant is lost nobody can pay on its account through us; should money show there all the same when it is back,
    the reconciler finds it, because the payment stays open.
    """
    for _ in range(_RACES):
        file = orders.get_file(order_id)
        payment = open_payment(file)
        if not payment:
            return orders.get_order(order_id).state == "EXPIRING"
        try:
            with noting_loss(payment.merchant, file.order.account_id, now):
                intent = given_up(payment, now)
                settled = settle(order_id, now, by="expiry")
        except (MerchantLost, PaymentRefused):
            return orders.get_order(order_id).state == "EXPIRING"
        except AlreadyDone:
            continue
        if intent.status in ("open", "approved"):
            raise Unreachable("The provider has neither taken nor cancelled the payment.")
        return intent.status == "cancelled" and settled.state == "EXPIRING"
    raise Busy()


def release(order_id: str, to: State, now: datetime, by: str) -> Order:
    """Give the units back, exactly once: the order's own move is the condition of the same commit."""
    order = orders.get_order(order_id)
    if order.state == "EXPIRING":
        fact = OrderExpired if to == "EXPIRED" else OrderCancelled
        happened = fact(order_id, order.account_id, order.event_id, {"units": order.units})
        with suppress(OrderMoved):  # done by the workflow's twin
            commit([orders.move(order, to), *stock.returned(order)], [happened], now=now, by=by)
        order = orders.get_order(order_id)
    return order
