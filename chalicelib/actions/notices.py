"""Notices from the payment provider: a reason to look, never the truth itself."""

from contextlib import suppress
from datetime import datetime

from chalicelib.actions import refunding, settling
from chalicelib.actions.providers import store_of
from chalicelib.domain.orders import OrderNotFound
from chalicelib.domain.redirects import REDIRECTS, next_look
from chalicelib.gateways import queues, redirect_notices, stripe_notices
from chalicelib.gateways.stripe_client import MerchantLost
from chalicelib.gateways.stripe_notices import WrongSignature
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import orders, payments
from chalicelib.tables.commit import commit
from chalicelib.tables.connections import get_connection

# About a payment that is made on a provider's own page: every payment of its order is looked at.
REDIRECTED = "redirected"


def take_in(body: bytes, signature: str) -> None:
    """Verify and queue. Raises WrongSignature. A notice about nothing of ours is taken and forgotten.

    Refunds and disputes do not say which order they are about: their payment does.
    """
    notice = stripe_notices.read_webhook(body, signature)
    if notice.account and notice.type.startswith("account."):
        queues.send("payments", {"stripe_account": notice.account, "notice": notice.notice_id})
    if notice.card_id and notice.type.startswith("setup_intent."):
        queues.send("payments", {"card_id": notice.card_id})
        return
    order_id = notice.order_id or payments.find_order_of(notice.payment_reference)
    if order_id:
        queues.send("payments", {"order_id": order_id, "notice": notice.notice_id, "type": notice.type})


def take_in_connected(connection_id: str, body: bytes, signature: str) -> None:
    """A notice from an account's own PayPal app or BTCPay Server: it says which payment to look at, and nothing more.

    PayPal's is not verified, since nothing in it is believed; BTCPay's has to be signed. Raises NotConnected,
    WrongSignature.
    """
    connection = get_connection(connection_id)
    if connection.provider == "btcpay" and not store_of(connection).is_signed(body, signature):
        raise WrongSignature()
    reference, order_id = redirect_notices.subject_of(connection.provider, body)
    order_id = order_id or payments.find_order_of(reference, connection.provider)
    if order_id:
        queues.send("payments", {"order_id": order_id, "notice": connection_id, "type": REDIRECTED})


def act_on(order_id: str, type_: str, now: datetime) -> None:
    """Pull the present truth for the order, whatever the notice said and however late it came."""
    try:
        if type_ == REDIRECTED:
            look_at_redirects(order_id, now)
            return
        settling.settle(order_id, now, by="stripe")  # a dispute may be heard of before its payment
        if not type_.startswith("payment_intent."):
            refunding.sync(order_id, now)
    except OrderNotFound:
        return  # a notice for an order of another deployment that shares the account
    except MerchantLost:
        return  # once the merchant is back, the reconciler looks


def look_at_redirects(order_id: str, now: datetime) -> None:
    """Pull the truth of every payment that is made elsewhere, those given up too, and of what has gone back since."""
    for payment in orders.get_file(order_id).payments:
        if payment.provider in REDIRECTS and payment.state != "SUCCEEDED":
            settling.settle(order_id, now, by=payment.provider, payment_id=payment.payment_id)
    refunding.sync(order_id, now)


def take_up(place: str, now: datetime) -> None:
    """A payment that was begun elsewhere is due to be looked at, in case every notice about it was lost."""
    payment_id, _, order_id = place.partition("@")
    payment = next((one for one in orders.get_file(order_id).payments if one.payment_id == payment_id), None)
    if not payment or payment.state == "SUCCEEDED":
        return
    queues.send("payments", {"order_id": order_id, "notice": "sweep", "type": REDIRECTED})
    with suppress(AlreadyDone):  # it moves this very moment: whoever moves it looks
        commit([payments.look_at_payment(payment, next_look(payment.created_at, now))], [], now=now, by="sweep")
