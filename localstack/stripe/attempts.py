"""One attempt to pay a PaymentIntent: charged, declined, sent to another page first, or left to clear."""

from __future__ import annotations

import copy
from typing import Any

from localstack.stripe import captures, challenges, charges, customers, disputes, events, payment_methods, radar
from localstack.stripe.call import Call
from localstack.stripe.errors import ApiError, Json, card_error, invalid
from localstack.stripe.outcomes import AUTHENTICATION_REQUIRED, BLOCKED, NOT_AUTHENTICATED, Decline, Outcome

# A real debit clears after days; in Stripe's own test mode after about three minutes.
CLEARING_SECONDS = 60


def begin(call: Call, intent: Json, method: Json, return_url: str | None) -> None:
    """Try `method`; a decline is raised as the card error that the caller answers with."""
    outcome = payment_methods.outcome(call, method)
    if outcome.redirect and not return_url:
        message = f"You must provide a `return_url` when confirming a PaymentIntent with {method['type']}."
        raise invalid(message, code="parameter_missing", param="return_url")
    intent |= {"payment_method": method["id"], "last_payment_error": None, "next_action": None}
    customers.require_usable(call, method, intent["customer"])
    is_away = bool(call.params.get("off_session"))
    if is_away and _asks_anyway(call, method, outcome):
        charge = charges.new_charge(call, intent, method, "failed")
        intent["latest_charge"] = charge["id"]
        charges.fail(call, charge, AUTHENTICATION_REQUIRED, outcome)
        raise _refuse(call, intent, method, charge, AUTHENTICATION_REQUIRED)
    if (outcome.challenge and not is_away) or outcome.redirect:
        challenges.ask(call, intent, return_url, leaves=outcome.redirect)
        events.record(call, "payment_intent.requires_action", intent)
    else:
        _charge(call, intent, method, outcome)


def _asks_anyway(call: Call, method: Json, outcome: Outcome) -> bool:
    """Whether the bank wants to see its customer, who is not here."""
    is_set_up = call.state.private[method["id"]].get("is_set_up", False)
    return outcome.challenge and not (outcome.challenge_ends and is_set_up)


def finish_challenge(call: Call, intent: Json, passed: bool) -> None:
    """The buyer answered the other page. A decline here is only recorded: nobody waits for the answer."""
    method = call.state.get(call.account, "payment_method", intent["payment_method"])
    intent["next_action"] = None
    if not passed:
        # [M] The code for a redirect that the buyer broke off; for 3-D Secure it is this one.
        _refuse(call, intent, method, None, NOT_AUTHENTICATED)
        return
    try:
        _charge(call, intent, method, payment_methods.outcome(call, method))
    except ApiError:
        return
    charge = call.state.get(call.account, "charge", intent["latest_charge"])
    charges.three_d_secure_passed(charge)


def _charge(call: Call, intent: Json, method: Json, outcome: Outcome) -> None:
    decline = BLOCKED if radar.blocks(call.state, outcome) else outcome.decline
    if outcome.settles != "now" and decline is not BLOCKED:
        _leave_to_clear(call, intent, method, outcome)
        return
    charge = charges.new_charge(call, intent, method, "failed" if decline else "succeeded")
    intent["latest_charge"] = charge["id"]
    if decline:
        charges.fail(call, charge, decline, outcome)
        raise _refuse(call, intent, method, charge, decline)
    _succeed(call, intent, charge, outcome)


def _succeed(call: Call, intent: Json, charge: Json, outcome: Outcome) -> None:
    if intent["capture_method"] == "manual":
        charges.succeed(call, charge, outcome, collects=False)
        captures.hold(call, intent, charge)
    else:
        charges.succeed(call, charge, outcome)
        _keep(call, intent)
        intent |= {"status": "succeeded", "amount_received": charge["amount"], "processing": None}
        events.record(call, "payment_intent.succeeded", intent)
    radar.after_charge(call, charge, intent, outcome)
    if outcome.dispute:
        disputes.open_dispute(call, charge, outcome.dispute, outcome.dispute_is_final)


def _keep(call: Call, intent: Json) -> None:
    """What was paid with is kept for later, if the shop has asked its buyer."""
    if intent["customer"] and intent["setup_future_usage"]:
        method = call.state.get(call.account, "payment_method", intent["payment_method"])
        customers.keep(call, method, intent["customer"])
        call.state.private[method["id"]]["is_set_up"] = True


def _leave_to_clear(call: Call, intent: Json, method: Json, outcome: Outcome) -> None:
    charge = charges.new_charge(call, intent, method, "pending")
    intent |= {"latest_charge": charge["id"], "status": "processing"}
    if outcome.settles == "later":
        call.state.later(CLEARING_SECONDS, "clear", call.account, intent["id"])
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
        charges.fail(call, charge, outcome.decline, outcome)
        _refuse(call, intent, method, charge, outcome.decline)
    else:
        _succeed(call, intent, charge, outcome)


def _refuse(call: Call, intent: Json, method: Json, charge: Json | None, why: Decline) -> ApiError:
    """Back to `requires_payment_method`: the same intent may be tried again with another card."""
    members: dict[str, Any] = {
        "decline_code": why.decline_code,
        "charge": charge["id"] if charge else None,
        "payment_method": copy.deepcopy(method),
    }
    error = card_error(why.code, why.message, **members)
    if why is NOT_AUTHENTICATED:
        error.members["type"] = "invalid_request_error"
    intent |= {"status": "requires_payment_method", "payment_method": None, "next_action": None}
    intent["last_payment_error"] = dict(error.members)
    events.record(call, "payment_intent.payment_failed", intent)
    error.members["payment_intent"] = copy.deepcopy(intent)
    return error
