"""The tasks of the workflow `expire_reservation`, one function for each of its states."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.actions import expiring, offline
from chalicelib.domain.orders import LAPSING
from chalicelib.kernel import clock

functions = Blueprint(__name__)


@functions.lambda_function(name="begin_expiry")
def begin_expiry(payload: dict[str, Any], context: object) -> dict[str, Any]:
    """Claim the order for expiry, or say until when it has to be left alone. On the way its buyer may be reminded."""
    now = clock.now()
    order = offline.remind(expiring.begin_expiry(payload["order_id"], now), now)
    return {
        "order_id": order.order_id,
        "state": order.state,
        "waits": order.state in LAPSING,
        "expires_at": clock.to_text(order.wakes_at),
    }


@functions.lambda_function(name="cancel_payment")
def cancel_payment(payload: dict[str, Any], context: object) -> dict[str, Any]:
    """Cancel at the provider. Only when no money can come any more may the seats go back."""
    cancelled = expiring.cancel_payment(payload["order_id"], clock.now())
    return {"order_id": payload["order_id"], "cancelled": cancelled}


@functions.lambda_function(name="release_seats")
def release_seats(payload: dict[str, Any], context: object) -> dict[str, str]:
    """Give the units back, exactly once."""
    order = expiring.release(payload["order_id"], "EXPIRED", clock.now(), by="expiry")
    return {"order_id": order.order_id, "state": order.state}
