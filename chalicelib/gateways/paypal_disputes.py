"""PayPal's disputes: complaints to PayPal and chargebacks of banks. They are answered in PayPal's Resolution Center.

https://developer.paypal.com/docs/api/customer-disputes/v1/ An app sees them only with the permission to; without it
there is nothing to see here. PayPal holds the money back while a dispute is open, and takes it when it is lost: only
the latter is noted. [M] Whether a lost one shows as a refund of the capture, too.
"""

from datetime import datetime
from typing import Any

from chalicelib.domain.payments import Dispute, DisputeState, Payment
from chalicelib.gateways.json_calls import expect
from chalicelib.gateways.paypal_client import PayPalApp, minor_of

_STATE: dict[str, DisputeState] = {
    "OPEN": "NEEDS_ANSWER",
    "WAITING_FOR_SELLER_RESPONSE": "NEEDS_ANSWER",
    "WAITING_FOR_BUYER_RESPONSE": "UNDER_REVIEW",
    "UNDER_REVIEW": "UNDER_REVIEW",
    "OTHER": "UNDER_REVIEW",
}
_LOST = frozenset({"RESOLVED_BUYER_FAVOUR", "ACCEPTED"})


def list_disputes(app: PayPalApp, payment: Payment, capture: str) -> list[Dispute]:
    """The disputes about one capture, each as it stands now. Raises Unreachable."""
    if not capture:
        return []
    reply = app.ask("GET", f"/v1/customer/disputes?disputed_transaction_id={capture}")
    if reply.status == 403:
        return []
    found = expect(reply).get("items", [])
    return [_dispute(expect(app.ask("GET", f"/v1/customer/disputes/{one['dispute_id']}")), payment) for one in found]


def _dispute(answer: dict[str, Any], payment: Payment) -> Dispute:
    amount = minor_of(answer["dispute_amount"])
    is_lost = answer.get("dispute_outcome", {}).get("outcome_code", "") in _LOST
    state = _STATE.get(answer["status"], "LOST" if is_lost else "WON")
    answer_by = answer.get("seller_response_due_date")
    return Dispute(
        order_id=payment.order_id,
        dispute_id=answer["dispute_id"],
        payment_id=payment.payment_id,
        amount_minor=amount,
        currency=answer["dispute_amount"]["currency_code"],
        state=state,
        reason=answer.get("reason", "").lower(),
        created_at=datetime.fromisoformat(answer["create_time"]),
        answer_by=datetime.fromisoformat(answer_by) if answer_by else None,
        withdrawn_minor=amount if state == "LOST" else 0,
    )
