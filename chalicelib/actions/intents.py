"""A payment at its provider: looked at, taken once its buyer has approved it, or given up.

Taking and giving up are decided on the payment's own row before the provider is asked, so that exactly one of them
happens where the provider itself would let us do both.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from chalicelib.actions.providers import provider_of
from chalicelib.domain.payments import Intent, Payment, PaymentRefused
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import orders, payments
from chalicelib.tables.commit import commit
from chalicelib.tables.orders import OrderFile

_LIVE = ("REQUESTED", "OPEN", "PROCESSING")


def open_payment(file: OrderFile) -> Payment | None:
    """The payment that may still bring money."""
    live = [payment for payment in file.payments if payment.state in _LIVE]
    return live[-1] if live else None


def payment_of(file: OrderFile, payment_id: str) -> Payment | None:
    """A certain payment of the order, were it given up long ago: money may come late where nobody can stop it.

    None once it has brought its money; without an id, whichever is open.
    """
    if not payment_id:
        return open_payment(file)
    found = next((one for one in file.payments if one.payment_id == payment_id), None)
    if not found or found.state == "SUCCEEDED":
        return None
    return found if found.state in _LIVE or found.provider_reference else None  # one that was refused is nowhere


def intent_of(payment: Payment, now: datetime) -> Intent:
    """The provider's present word on a payment.

    One that was requested but never noted is asked for again under the same idempotency key, so that it is found
    rather than made twice. One that is refused is over: raises PaymentRefused.
    """
    if payment.provider_reference:
        return provider_of(payment).get_intent(payment)
    try:
        intent = provider_of(payment).open_intent(payment)
    except PaymentRefused:
        with suppress(AlreadyDone):
            commit([payments.moved(payment, "CANCELLED")], [], now=now, by="checkout")
        raise
    try:
        commit([payments.opened(payment, intent.reference)], [], now=now, by="checkout")
    except AlreadyDone:  # by somebody else meanwhile: what is noted is what counts
        return _noted(payment, intent)
    return intent


def _noted(payment: Payment, mine: Intent) -> Intent:
    file = orders.get_file(payment.order_id)
    noted = next(one for one in file.payments if one.payment_id == payment.payment_id)
    return mine if noted.provider_reference == mine.reference else provider_of(noted).get_intent(noted)


def captured(payment: Payment, now: datetime) -> tuple[Payment, Intent]:
    """Take what the buyer has approved; the payment as it then is. Raises AlreadyDone, Unreachable."""
    if payment.state != "PROCESSING":
        commit([payments.moved(payment, "PROCESSING")], [], now=now, by="capture")
    taken = replace(payment, state="PROCESSING")
    return taken, provider_of(taken).capture_intent(taken)


def given_up(payment: Payment, now: datetime) -> Intent:
    """Ask the provider to let go of a payment. "cancelled" is noted, and nothing of it will be taken any more.

    A payment that was faster is what the answer says. Raises AlreadyDone if it has moved meanwhile, Unreachable.
    """
    if not payment.provider_reference:
        with suppress(AlreadyDone):
            intent_of(payment, now)
        raise AlreadyDone()  # it has a reference now: the caller reads it again
    intent = provider_of(payment).cancel_intent(payment)
    if intent.status == "cancelled":
        commit([payments.moved(payment, "CANCELLED")], [], now=now, by="expiry")
    return intent
