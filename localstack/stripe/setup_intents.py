"""SetupIntents: a card is checked by its bank and kept with a customer, to be charged when its owner is away."""

from __future__ import annotations

import copy

from localstack.stripe import challenges, customers, events, lists, payment_methods
from localstack.stripe.call import Call, merged_metadata
from localstack.stripe.confirmations import OPEN, take_method
from localstack.stripe.errors import ApiError, Json, card_error, invalid, unexpected_state
from localstack.stripe.outcomes import BLOCKED, SETUP_NOT_AUTHENTICATED, Decline
from localstack.stripe.shapes import new_object, token

# What a browser may read of one with its client secret.
_PUBLIC = (
    "id", "object", "cancellation_reason", "client_secret", "created", "description", "last_setup_error", "livemode",
    "next_action", "payment_method", "payment_method_types", "status", "usage",
)  # fmt: skip


def create(call: Call) -> Json:
    given = call.params
    customer = customers.find(call, given["customer"])["id"] if "customer" in given else None
    intent = new_object(
        "setup_intent",
        call.state.now(),
        customer=customer,
        description=given.get("description"),
        metadata=merged_metadata({}, given.get("metadata")),
        # Of the methods that can be kept, the local Stripe keeps cards.
        payment_method_types=["card"],
        status="requires_payment_method",
        usage=given.get("usage", "off_session"),
    )
    intent["client_secret"] = f"{intent['id']}_secret_{token(25)}"
    take_method(call, intent)
    call.state.put(call.account, intent)
    events.record(call, "setup_intent.created", intent)
    return _confirm(call, intent) if given.get("confirm") else intent


def retrieve(call: Call) -> Json:
    intent = call.get("setup_intent", "intent")
    call.require_client_secret(intent)
    return _shown(call, intent)


def list_intents(call: Call) -> Json:
    return lists.all_of(call, "setup_intent", "/v1/setup_intents", customer="customer")


def confirm(call: Call) -> Json:
    intent = call.get("setup_intent", "intent")
    call.require_client_secret(intent)
    return _shown(call, _confirm(call, intent))


def _shown(call: Call, intent: Json) -> Json:
    return {name: intent[name] for name in _PUBLIC} if call.from_browser else intent


def _confirm(call: Call, intent: Json) -> Json:
    if intent["status"] not in OPEN:
        message = f"You cannot confirm this SetupIntent because it has a status of {intent['status']}."
        raise unexpected_state(message, copy.deepcopy(intent))
    take_method(call, intent)
    if intent["payment_method"] is None:
        message = "You cannot confirm this SetupIntent because it's missing a payment method."
        raise unexpected_state(message, copy.deepcopy(intent))
    method = call.state.get(call.account, "payment_method", intent["payment_method"])
    intent |= {"last_setup_error": None, "next_action": None}
    outcome = payment_methods.outcome(call, method)
    if outcome.challenge:
        challenges.ask(call, intent, call.params.get("return_url"), leaves=False)
        events.record(call, "setup_intent.requires_action", intent)
        return intent
    _keep_or_refuse(call, intent, method)
    return intent


def finish_challenge(call: Call, intent: Json, passed: bool) -> None:
    """The buyer answered the bank's page. A refusal is only recorded: nobody waits for the answer."""
    method = call.state.get(call.account, "payment_method", intent["payment_method"])
    intent["next_action"] = None
    if not passed:
        _refuse(call, intent, method, SETUP_NOT_AUTHENTICATED)
        return
    try:
        _keep_or_refuse(call, intent, method)
    except ApiError:
        return


def _keep_or_refuse(call: Call, intent: Json, method: Json) -> None:
    outcome = payment_methods.outcome(call, method)
    decline = BLOCKED if outcome.risk == "blocked" else outcome.decline
    if decline and not outcome.declines_later:
        raise _refuse(call, intent, method, decline)
    customers.require_usable(call, method, intent["customer"])
    if intent["customer"]:
        customers.keep(call, method, intent["customer"])
    call.state.private[method["id"]]["is_set_up"] = True
    intent["status"] = "succeeded"
    events.record(call, "setup_intent.succeeded", intent)


def _refuse(call: Call, intent: Json, method: Json, why: Decline) -> ApiError:
    """The same SetupIntent may be tried again with another card."""
    shown = copy.deepcopy(method)
    error = card_error(why.code, why.message, decline_code=why.decline_code, payment_method=shown)
    intent |= {"status": "requires_payment_method", "payment_method": None, "last_setup_error": dict(error.members)}
    events.record(call, "setup_intent.setup_failed", intent)
    error.members["setup_intent"] = copy.deepcopy(intent)
    return error


def cancel(call: Call) -> Json:
    intent = call.get("setup_intent", "intent")
    if intent["status"] not in OPEN:
        message = f"You cannot cancel this SetupIntent because it has a status of {intent['status']}."
        raise invalid(message, code="setup_intent_unexpected_state", setup_intent=copy.deepcopy(intent))
    intent |= {
        "status": "canceled",
        "cancellation_reason": call.params.get("cancellation_reason"),
        "next_action": None,
    }
    events.record(call, "setup_intent.canceled", intent)
    return intent
