"""Money that members note by hand: by bank, in cash, on account."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import offline, orders
from chalicelib.actions.offline import PaymentNotFound, Received
from chalicelib.domain.accounts import Caller
from chalicelib.domain.offline import NotCorrectable, NotReceivedYet, TakesNoMoney
from chalicelib.domain.orders import OrderNotFound
from chalicelib.domain.refunds import DisputeIsOpen, NothingToRefund
from chalicelib.handlers import staff_views
from chalicelib.handlers.models.common import Empty
from chalicelib.handlers.models.offline import HandBack, PaymentIn
from chalicelib.handlers.models.staff import StaffOrder
from chalicelib.handlers.route import route
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.once import KeyReused, Once

routes = Blueprint(__name__)


@route(
    routes,
    "POST",
    "/orders/{order_id}/payments",
    allow="orders.edit",
    answers=201,
    refusals=(OrderNotFound, TakesNoMoney, NotReceivedYet, Busy, KeyReused),
)
def note_payment(order_id: str, body: PaymentIn, caller: Caller, once: Once, now: datetime) -> StaffOrder:
    """Note money that has come in. The order is complete once nothing is missing; what is too much can be refunded."""
    received = Received(body.amount_minor, body.method, body.received_at, body.note)
    offline.note(order_id, received, caller, once, now)
    return staff_views.order(orders.get_order(order_id, caller), now)


@route(
    routes,
    "POST",
    "/orders/{order_id}/payments/{payment_id}/correction",
    allow="orders.edit",
    refusals=(OrderNotFound, PaymentNotFound, NotCorrectable, Busy),
)
def correct_payment(order_id: str, payment_id: str, body: Empty, caller: Caller, now: datetime) -> StaffOrder:
    """Take a payment off again that was noted by mistake. It stays to be seen, and the books say both."""
    offline.correct(order_id, payment_id, caller, now)
    return staff_views.order(orders.get_order(order_id, caller), now)


@route(
    routes,
    "POST",
    "/orders/{order_id}/hand-back",
    allow="orders.edit",
    refusals=(OrderNotFound, NothingToRefund, DisputeIsOpen, Busy, KeyReused),
)
def hand_back(order_id: str, body: HandBack, caller: Caller, once: Once, now: datetime) -> StaffOrder:
    """Pay back what has come in although the order does not cost it: what was paid too much, or too late."""
    offline.hand_back(order_id, body.note, caller, once, now)
    return staff_views.order(orders.get_order(order_id, caller), now)
