"""Manual capture: money held on a card, then taken, let go, or lost when the hold runs out.

https://docs.stripe.com/payments/place-a-hold-on-a-payment-method
"""

from __future__ import annotations

import copy

from localstack.stripe import charges, events
from localstack.stripe.call import Call, merged_metadata
from localstack.stripe.errors import Json, invalid, unexpected_state


def hold(call: Call, intent: Json, charge: Json) -> None:
    intent |= {"status": "requires_capture", "amount_capturable": charge["amount"], "processing": None}
    call.state.later(charges.HOLD_SECONDS, "expire_hold", call.account, intent["id"])
    events.record(call, "payment_intent.amount_capturable_updated", intent)


def capture(call: Call) -> Json:
    """Take the whole or a part, once; what is not taken goes back to the buyer."""
    intent = call.get("payment_intent", "intent")
    if intent["status"] != "requires_capture":
        raise unexpected_state(
            f"This PaymentIntent could not be captured because it has a status of {intent['status']}. Only a "
            "PaymentIntent with one of the following statuses may be captured: requires_capture.",
            copy.deepcopy(intent),
        )
    capturable: int = intent["amount_capturable"]
    amount = int(call.params.get("amount_to_capture", capturable))
    if not 1 <= amount <= capturable:
        message = f"The requested capture amount is greater than the authorized amount ({intent['amount_capturable']})."
        raise invalid(message, code="amount_too_large", param="amount_to_capture")
    charge = call.state.get(call.account, "charge", intent["latest_charge"])
    if "application_fee_amount" in call.params:
        fee = call.params["application_fee_amount"]
        intent["application_fee_amount"] = charge["application_fee_amount"] = fee
    charges.collect(call, charge, amount)
    # [M] The part that was not captured counts as refunded, without a refund object.
    charge["amount_refunded"] = charge["amount"] - amount
    intent["metadata"] = merged_metadata(intent["metadata"], call.params.get("metadata"))
    intent |= {"status": "succeeded", "amount_capturable": 0, "amount_received": amount}
    events.record(call, "charge.captured", charge)
    events.record(call, "payment_intent.succeeded", intent)
    return intent


def release(call: Call, intent: Json) -> None:
    """Let the hold go; nothing was ever taken."""
    charge = call.state.get(call.account, "charge", intent["latest_charge"])
    charge |= {"refunded": True, "amount_refunded": charge["amount"]}
    intent["amount_capturable"] = 0
    events.record(call, "charge.refunded", charge)


def expire(call: Call, intent: Json) -> None:
    """Nobody captured in time."""
    if intent["status"] != "requires_capture":
        return
    charge = call.state.get(call.account, "charge", intent["latest_charge"])
    charge |= {"refunded": True, "amount_refunded": charge["amount"]}
    events.record(call, "charge.expired", charge)
    intent |= {"status": "canceled", "amount_capturable": 0}
    intent |= {"canceled_at": call.state.now(), "cancellation_reason": "automatic"}
    events.record(call, "payment_intent.canceled", intent)
