"""PaymentIntents: create, update, confirm, cancel, and the states in which each is allowed."""

from __future__ import annotations

import copy

from localstack.stripe import attempts, events, lists, payment_methods
from localstack.stripe.call import Call, merged_metadata
from localstack.stripe.errors import Json, invalid, unexpected_state
from localstack.stripe.shapes import new_object, token

OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
CANCELABLE = ("requires_payment_method", "requires_capture", "requires_confirmation", "requires_action")
_MINIMUMS = {"usd": 50, "eur": 50, "gbp": 30, "jpy": 50, "chf": 50, "cad": 50, "aud": 50}
_MAXIMUM = 99_999_999
_ANY_STATE = frozenset({"metadata", "description", "expand", "receipt_email"})
_COPIED = (
    "amount", "application_fee_amount", "currency", "description", "receipt_email", "shipping",
    "statement_descriptor", "statement_descriptor_suffix", "transfer_group", "setup_future_usage",
    "on_behalf_of",
)  # fmt: skip
# What a browser may read of an intent with its client secret.
_PUBLIC = (
    "id", "object", "amount", "amount_details", "automatic_payment_methods", "canceled_at",
    "cancellation_reason", "capture_method", "client_secret", "confirmation_method", "created", "currency",
    "description", "last_payment_error", "livemode", "next_action", "payment_method", "payment_method_types",
    "processing", "receipt_email", "setup_future_usage", "shipping", "source", "status",
)  # fmt: skip


def create(call: Call) -> Json:
    given = call.params
    currency = given["currency"].lower()
    _require_amount(given["amount"], currency)
    _require_fee_allowed(call)
    automatic = _automatic(given.get("automatic_payment_methods"))
    if given.get("confirm"):
        _require_return_url(call, automatic)
    intent = new_object(
        "payment_intent",
        call.state.now(),
        automatic_payment_methods=automatic,
        capture_method=given.get("capture_method", "automatic_async"),
        confirmation_method="automatic",
        metadata=merged_metadata({}, given.get("metadata")),
        payment_method_options={"card": {"request_three_d_secure": "automatic"}},
        payment_method_types=payment_methods.types_for(currency),
        amount_details={"tip": {}},
        status="requires_payment_method",
    )
    intent["client_secret"] = f"{intent['id']}_secret_{token(25)}"
    _copy(intent, given)
    _take_method(call, intent)
    call.state.put(call.account, intent)
    events.record(call, "payment_intent.created", intent)
    return confirm_intent(call, intent) if given.get("confirm") else intent


def _automatic(given: Json | None) -> Json:
    # Automatic methods are Stripe's default since 2023-08-16.
    return {"allow_redirects": "always"} | (given or {"enabled": True})


def _copy(intent: Json, given: Json) -> None:
    intent |= {name: given[name] if given[name] != "" else None for name in _COPIED if name in given}
    intent["currency"] = intent["currency"].lower()


def _take_method(call: Call, intent: Json) -> None:
    """Use the payment method that the parameters name or describe, if any."""
    if "payment_method_data" in call.params:
        method = payment_methods.make(call, call.params["payment_method_data"])
    elif "payment_method" in call.params:
        method = payment_methods.find(call, call.params["payment_method"])
    else:
        return
    intent |= {"payment_method": method["id"], "status": "requires_confirmation", "next_action": None}


def _require_amount(amount: int, currency: str) -> None:
    if len(currency) != 3 or not currency.isalpha():
        raise invalid(f"Invalid currency: {currency}.", param="currency")
    if amount < 1:
        message = "This value must be greater than or equal to 1."
        raise invalid(message, code="parameter_invalid_integer", param="amount")
    minimum = _MINIMUMS.get(currency, 1)
    if amount < minimum:
        message = f"Amount must be at least {minimum} in the smallest unit of {currency}."
        raise invalid(message, code="amount_too_small", param="amount")
    if amount > _MAXIMUM:
        message = "Amount must be no more than 999999.99 in the units of the currency."
        raise invalid(message, code="amount_too_large", param="amount")


def _require_fee_allowed(call: Call) -> None:
    fee = call.params.get("application_fee_amount")
    if fee in (None, ""):
        return
    if fee < 1:
        message = "This value must be greater than or equal to 1."
        raise invalid(message, code="parameter_invalid_integer", param="application_fee_amount")
    if not call.connected:
        raise invalid(
            "Can only apply an application_fee_amount when the PaymentIntent is attempting a direct payment "
            "(using an OAuth key or Stripe-Account header) or destination payment (using "
            "`transfer_data[destination]`).",
            param="application_fee_amount",
        )


def retrieve(call: Call) -> Json:
    intent = call.get("payment_intent", "intent")
    call.require_client_secret(intent)
    return public(intent) if call.from_browser else intent


def public(intent: Json) -> Json:
    return {name: intent[name] for name in _PUBLIC}


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
        _require_amount(new["amount"], new["currency"].lower())
    _require_fee_allowed(call)
    if new["amount"] != intent["amount"] and intent["status"] == "requires_action":
        # The buyer was asked to approve another sum: that challenge must not be completed.
        intent |= {"status": "requires_confirmation", "next_action": None}
    _copy(intent, call.params)
    intent["metadata"] = merged_metadata(intent["metadata"], call.params.get("metadata"))
    intent["payment_method_types"] = payment_methods.types_for(intent["currency"])
    _take_method(call, intent)
    return intent


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
    _require_return_url(call, intent["automatic_payment_methods"])
    _take_method(call, intent)
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


def _require_return_url(call: Call, automatic: Json) -> None:
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


def cancel(call: Call) -> Json:
    intent = call.get("payment_intent", "intent")
    if intent["status"] not in CANCELABLE:
        raise unexpected_state(
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}. Only a "
            "PaymentIntent with one of the following statuses may be canceled: "
            f"{', '.join(CANCELABLE)}.",
            copy.deepcopy(intent),
        )
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
