"""Confirming a PaymentIntent: when it may be done, and with which payment method."""

from __future__ import annotations

import copy

from localstack.stripe import attempts, payment_methods
from localstack.stripe.call import Call
from localstack.stripe.errors import Json, invalid, unexpected_state

OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
# What a browser may read of an intent with its client secret.
_PUBLIC = (
    "id", "object", "amount", "amount_details", "automatic_payment_methods", "canceled_at",
    "cancellation_reason", "capture_method", "client_secret", "confirmation_method", "created", "currency",
    "description", "last_payment_error", "livemode", "next_action", "payment_method", "payment_method_types",
    "processing", "receipt_email", "setup_future_usage", "shipping", "source", "status",
)  # fmt: skip


def confirm(call: Call) -> Json:
    intent = call.get("payment_intent", "intent")
    call.require_client_secret(intent)
    confirmed = confirm_intent(call, intent)
    return public(confirmed) if call.from_browser else confirmed


def confirm_intent(call: Call, intent: Json) -> Json:
    if intent["status"] == "succeeded":
        message = (
            "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed."
        )
        raise unexpected_state(message, copy.deepcopy(intent))
    if intent["status"] not in OPEN:
        raise unexpected_state(
            f"You cannot confirm this PaymentIntent because it has a status of {intent['status']}. Only a "
            "PaymentIntent with one of the following statuses may be confirmed: requires_confirmation, "
            "requires_action.",
            copy.deepcopy(intent),
        )
    require_return_url(call, intent["automatic_payment_methods"])
    take_method(call, intent)
    if intent["payment_method"] is None:
        raise unexpected_state(
            "You cannot confirm this PaymentIntent because it's missing a payment method. You can either "
            "update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly "
            "with a payment method or ConfirmationToken.",
            copy.deepcopy(intent),
        )
    method = call.state.get(call.account, "payment_method", intent["payment_method"])
    attempts.begin(call, intent, method, call.params.get("return_url"))
    return intent


def require_return_url(call: Call, automatic: Json) -> None:
    redirects = automatic["enabled"] and automatic["allow_redirects"] == "always"
    if redirects and "return_url" not in call.params and not call.from_browser:
        raise invalid(
            "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because "
            "some of these payment methods might redirect your customer off of your page, you must provide a "
            "`return_url`. If you don't want to accept redirect-based payment methods, set "
            "`automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` "
            "to `never` when creating Setup Intents and Payment Intents.",
            param="return_url",
        )


def public(intent: Json) -> Json:
    return {name: intent[name] for name in _PUBLIC}


def take_method(call: Call, intent: Json) -> None:
    """Use the payment method that the parameters name or describe, if any."""
    if "payment_method_data" in call.params:
        method = payment_methods.make(call, call.params["payment_method_data"])
    elif "payment_method" in call.params:
        method = payment_methods.find(call, call.params["payment_method"])
    else:
        return
    if method["type"] not in intent["payment_method_types"]:
        raise invalid(
            f"The PaymentMethod provided ({method['type']}) is not allowed for this PaymentIntent. This "
            f"PaymentIntent accepts the following types: {', '.join(intent['payment_method_types'])}.",
            param="payment_method",
        )
    intent |= {"payment_method": method["id"], "status": "requires_confirmation", "next_action": None}
