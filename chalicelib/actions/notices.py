"""Notices from the payment provider: a reason to look, never the truth itself."""

from datetime import datetime

from chalicelib.actions import settling
from chalicelib.domain.orders import OrderNotFound
from chalicelib.gateways import queues, stripe_payments


def take_in(body: bytes, signature: str) -> None:
    """Verify and queue. Raises WrongSignature. A notice about nothing of ours is taken and forgotten."""
    notice = stripe_payments.read_webhook(body, signature)
    if notice["order_id"]:
        queues.send("payments", {"order_id": notice["order_id"], "notice": notice["id"]})


def act_on(order_id: str, now: datetime) -> None:
    """Pull the present truth for the order, whatever the notice said and however late it came."""
    try:
        settling.settle(order_id, now, by="stripe")
    except OrderNotFound:
        return  # a notice for an order of another deployment that shares the account
