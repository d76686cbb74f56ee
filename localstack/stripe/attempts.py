"""One attempt to pay a PaymentIntent: charged, declined, challenged with 3-D Secure, or left to clear."""

from __future__ import annotations

import copy
from typing import Any

from localstack.stripe import charges, disputes, events, payment_methods
from localstack.stripe.call import Call
from localstack.stripe.cards import Decline, Outcome
from localstack.stripe.errors import ApiError, Json, card_error
from localstack.stripe.shapes import token

# A real debit clears after days; in Stripe's own test mode after about three minutes.
CLEARING_SECONDS = 60

_NOT_AUTHENTICATED = Decline(
    "payment_intent_authentication_failure",
    None,
    "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
)


def begin(call: Call, intent: Json, method: Json, return_url: str | None) -> None:
    """Try `method`; a decline is raised as the card error that the caller answers with."""
    outcome = payment_methods.outcome(call, method)
    intent |= {"payment_method": method["id"], "last_payment_error": None, "next_action": None}
    if outcome.challenge:
        _challenge(call, intent, return_url)
    else:
        _charge(call, intent, method, outcome)


def _challenge(call: Call, intent: Json, return_url: str | None) -> None:
    key = token(24)
    call.state.private[intent["id"]] = {"challenge": key, "return_url": return_url}
    url = f"{call.base_url}/challenge/{call.account}/{intent['id']}/{key}"
    intent["status"] = "requires_action"
    if call.params.get("use_stripe_sdk") or not return_url:
        details: Json = {"type": "three_d_secure_redirect", "stripe_js": url}
        intent["next_action"] = {"type": "use_stripe_sdk", "use_stripe_sdk": details}
    else:
        redirect = {"url": url, "return_url": return_url}
        intent["next_action"] = {"type": "redirect_to_url", "redirect_to_url": redirect}
    events.record(call, "payment_intent.requires_action", intent)


def finish_challenge(call: Call, intent: Json, passed: bool) -> None:
    """The buyer answered the bank's page. A decline here is only recorded: nobody waits for the answer."""
    method = call.state.get(call.account, "payment_method", intent["payment_method"])
    intent["next_action"] = None
    if not passed:
        _refuse(call, intent, method, None, _NOT_AUTHENTICATED)
        return
    try:
        _charge(call, intent, method, payment_methods.outcome(call, method))
    except ApiError:
        return
    charge = call.state.get(call.account, "charge", intent["latest_charge"])
    charges.three_d_secure_passed(charge)


def _charge(call: Call, intent: Json, method: Json, outcome: Outcome) -> None:
    if outcome.settles != "now":
        _leave_to_clear(call, intent, method, outcome)
        return
    charge = charges.new_charge(call, intent, method, "failed" if outcome.decline else "succeeded")
    intent["latest_charge"] = charge["id"]
    if outcome.decline:
        charges.fail(call, charge, outcome.decline)
        raise _refuse(call, intent, method, charge, outcome.decline)
    _succeed(call, intent, charge)
    if outcome.disputed:
        disputes.open_dispute(call, charge)


def _succeed(call: Call, intent: Json, charge: Json) -> None:
    charges.succeed(call, charge)
    intent |= {"status": "succeeded", "amount_received": charge["amount"], "processing": None}
    events.record(call, "payment_intent.succeeded", intent)


def _leave_to_clear(call: Call, intent: Json, method: Json, outcome: Outcome) -> None:
    charge = charges.new_charge(call, intent, method, "pending")
    intent |= {"latest_charge": charge["id"], "status": "processing"}
    due_at = call.state.now() + CLEARING_SECONDS
    call.state.due.append({"at": due_at, "task": "clear", "account": call.account, "id": intent["id"]})
    events.record(call, "charge.pending", charge)
    events.record(call, "payment_intent.processing", intent)


def clear(call: Call, intent: Json) -> None:
    """The bank's answer to a debit that was processing."""
    if intent["status"] != "processing":
        return
    method = call.state.get(call.account, "payment_method", intent["payment_method"])
    charge = call.state.get(call.account, "charge", intent["latest_charge"])
    outcome = payment_methods.outcome(call, method)
    if outcome.decline:
        charges.fail(call, charge, outcome.decline)
        _refuse(call, intent, method, charge, outcome.decline)
    else:
        _succeed(call, intent, charge)


def _refuse(call: Call, intent: Json, method: Json, charge: Json | None, why: Decline) -> ApiError:
    """Back to `requires_payment_method`: the same intent may be tried again with another card."""
    members: dict[str, Any] = {
        "decline_code": why.decline_code,
        "charge": charge["id"] if charge else None,
        "payment_method": copy.deepcopy(method),
    }
    error = card_error(why.code, why.message, **members)
    if why is _NOT_AUTHENTICATED:
        error.members["type"] = "invalid_request_error"
    intent |= {"status": "requires_payment_method", "payment_method": None, "next_action": None}
    intent["last_payment_error"] = dict(error.members)
    events.record(call, "payment_intent.payment_failed", intent)
    error.members["payment_intent"] = copy.deepcopy(intent)
    return error
