"""PaymentIntents: create, update, confirm, cancel, and the states in which each is allowed."""

from __future__ import annotations

import copy

from localstack.stripe import captures, customers, events, lists, offers
from localstack.stripe.call import Call, merged_metadata
from localstack.stripe.confirmations import OPEN, confirm_intent, public, require_return_url, take_method
from localstack.stripe.errors import Json, unexpected_state
from localstack.stripe.intent_checks import require_amount, require_fee_allowed
from localstack.stripe.method_settings import default_configuration
from localstack.stripe.shapes import new_object, token

CANCELABLE = ("requires_payment_method", "requires_capture", "requires_confirmation", "requires_action")
_ANY_STATE = frozenset({"metadata", "description", "expand", "receipt_email"})
_COPIED = (
    "amount", "application_fee_amount", "currency", "description", "receipt_email", "shipping",
    "statement_descriptor", "statement_descriptor_suffix", "transfer_group", "setup_future_usage",
    "on_behalf_of", "customer", "allowed_payment_method_types", "excluded_payment_method_types", "capture_method",
)  # fmt: skip


def create(call: Call) -> Json:
    given = call.params
    currency = given["currency"].lower()
    require_amount(given["amount"], currency)
    require_fee_allowed(call)
    if "customer" in given:
        customers.find(call, given["customer"])
    automatic = _automatic(given.get("automatic_payment_methods"))
    if given.get("confirm"):
        require_return_url(call, automatic)
    intent = new_object(
        "payment_intent",
        call.state.now(),
        automatic_payment_methods=automatic,
        capture_method=given.get("capture_method", "automatic_async"),
        confirmation_method="automatic",
        metadata=merged_metadata({}, given.get("metadata")),
        payment_method_options={"card": {"request_three_d_secure": "automatic"}},
        payment_method_types=offers.types_for(
            call.state, call.account, currency, given | {"automatic_payment_methods": automatic}
        ),
        amount_details={"tip": {}},
        payment_method_configuration_details=_configuration(call),
        status="requires_payment_method",
    )
    intent["client_secret"] = f"{intent['id']}_secret_{token(25)}"
    _copy(intent, given)
    take_method(call, intent)
    call.state.put(call.account, intent)
    events.record(call, "payment_intent.created", intent)
    return confirm_intent(call, intent) if given.get("confirm") else intent


def _automatic(given: Json | None) -> Json:
    # Automatic methods are Stripe's default since 2023-08-16.
    return {"allow_redirects": "always"} | (given or {"enabled": True})


def _configuration(call: Call) -> Json:
    return {"id": default_configuration(call.state, call.account)["id"], "parent": None}


def _copy(intent: Json, given: Json) -> None:
    intent |= {name: given[name] if given[name] != "" else None for name in _COPIED if name in given}
    intent["currency"] = intent["currency"].lower()


def retrieve(call: Call) -> Json:
    intent = call.get("payment_intent", "intent")
    call.require_client_secret(intent)
    return public(intent) if call.from_browser else intent


def update(call: Call) -> Json:
    intent = call.get("payment_intent", "intent")
    closed = [name for name in call.params if name not in _ANY_STATE] if intent["status"] not in OPEN else []
    if closed:
        raise unexpected_state(
            f"This PaymentIntent's {closed[0]} could not be updated because it has a status of "
            f"{intent['status']}. You may only update the {closed[0]} of a PaymentIntent with one of the "
            f"following statuses: {', '.join(OPEN)}.",
            copy.deepcopy(intent),
        )
    new = {"amount": intent["amount"], "currency": intent["currency"]} | call.params
    if {"amount", "currency"} & call.params.keys():
        require_amount(new["amount"], new["currency"].lower())
    require_fee_allowed(call)
    if new["amount"] != intent["amount"] and intent["status"] == "requires_action":
        # The buyer was asked to approve another sum: that challenge must not be completed.
        intent |= {"status": "requires_confirmation", "next_action": None}
    _copy(intent, call.params)
    intent["metadata"] = merged_metadata(intent["metadata"], call.params.get("metadata"))
    intent["payment_method_types"] = offers.types_for(call.state, call.account, intent["currency"], intent)
    take_method(call, intent)
    return intent


def cancel(call: Call) -> Json:
    intent = call.get("payment_intent", "intent")
    if intent["status"] not in CANCELABLE:
        raise unexpected_state(
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}. Only a "
            "PaymentIntent with one of the following statuses may be canceled: "
            f"{', '.join(CANCELABLE)}.",
            copy.deepcopy(intent),
        )
    if intent["status"] == "requires_capture":
        captures.release(call, intent)
    intent |= {
        "status": "canceled",
        "canceled_at": call.state.now(),
        "cancellation_reason": call.params.get("cancellation_reason"),
        "next_action": None,
    }
    events.record(call, "payment_intent.canceled", intent)
    return intent


def list_intents(call: Call) -> Json:
    return lists.all_of(call, "payment_intent", "/v1/payment_intents", customer="customer")
