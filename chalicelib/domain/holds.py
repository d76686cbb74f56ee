"""How long an order is held while its buyer pays: prolonged once, and once more for a payment on another page."""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.orders import Buyer, Order, OrderExpired, OrderNotPayable

PAYMENT_EXTENSION = timedelta(minutes=10)
# Whoever is sent to a bank's own page has to find a card reader, a telephone, a password.
REDIRECT_EXTENSION = timedelta(minutes=60)


def check_payable(order: Order, now: datetime) -> None:
    """Raises OrderExpired or OrderNotPayable."""
    if order.state in ("EXPIRED", "EXPIRING") or (order.state == "RESERVED" and now >= order.expires_at):
        raise OrderExpired()
    if order.state != "RESERVED":
        raise OrderNotPayable()


def with_buyer(order: Order, buyer: Buyer, now: datetime) -> Order:
    """The order with its buyer's details, and the hold prolonged once, because paying has begun.

    The extension runs from now, never shortens the hold, and is given one time only, so nobody can hold
    a seat for ever by typing a name again.
    """
    check_payable(order, now)
    details = replace(order, buyer_name=buyer.name, buyer_email=buyer.email)
    if order.extended or not order.owed_minor:
        return details
    return replace(details, extended=True, expires_at=max(order.expires_at, now + PAYMENT_EXTENSION))


def sent_away(order: Order, now: datetime) -> Order | None:
    """The order once its buyer was sent to another page to pay: held for longer, one time only; None if it was."""
    if order.state != "RESERVED" or order.redirected:
        return None
    return replace(order, redirected=True, expires_at=max(order.expires_at, now + REDIRECT_EXTENSION))
