"""An order in the shape that its buyer sees, with what the browser needs to pay it."""

from datetime import datetime

from chalicelib.actions import checkout
from chalicelib.actions.checkout import Purchase
from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Intent
from chalicelib.handlers import views
from chalicelib.handlers.models.instalments import Instalments
from chalicelib.handlers.models.orders import BuyerOrder, PaymentStart, ToPay
from chalicelib.kernel.config import config


def _payment(intent: Intent | None) -> PaymentStart | None:
    if not intent:
        return None
    if intent.pay_url:
        return PaymentStart(
            client_secret="", publishable_key="", script_url="", stripe_account=None, pay_url=intent.pay_url
        )
    return PaymentStart(
        client_secret=intent.client_secret,
        publishable_key=config().stripe_publishable_key,
        script_url=config().stripe_script,
        stripe_account=intent.merchant or None,
        amount_minor=intent.amount_minor,
    )


def shown(purchase: Purchase, now: datetime, *, intent: Intent | None = None, token: str | None = None) -> BuyerOrder:
    """An order with what its buyer can do next; `token` opens it, and comes with the answer that made it only."""
    order, event = purchase.order, purchase.dates[0]
    is_owed = order.state == "AWAITING_OFFLINE_PAYMENT"
    return BuyerOrder(
        **views.order_fields(order, purchase.dates, purchase.file.tickets, purchase.codes),
        server_time=now,
        payment=_payment(intent),
        payment_methods=checkout.ways_to_pay(purchase, now),
        terms_hash=order.terms_hash,
        to_pay=ToPay.of(order, event) if is_owed else None,
        instalments=_instalments(purchase, now),
        token=token,
    )


def seen(order: Order, now: datetime, intent: Intent | None = None) -> BuyerOrder:
    """The same for an order in hand."""
    return shown(checkout.view_of(order), now, intent=intent)


def _instalments(purchase: Purchase, now: datetime) -> Instalments | None:
    plan = purchase.file.plan
    if plan and plan.is_agreed:
        return Instalments.of(plan, now)
    return Instalments.offered(purchase.order, purchase.dates[0], now)
