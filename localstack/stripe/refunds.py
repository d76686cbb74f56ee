"""Refunds, full or partial: at once, pending first, failing later, or waiting for money.

[M] When Stripe lets a refund wait for money (`insufficient_funds`) and when it refuses with `balance_insufficient`;
here the control API says which, by account.
"""

from __future__ import annotations

from localstack.stripe import application_fees, balance, events, lists, radar
from localstack.stripe.call import Call, merged_metadata
from localstack.stripe.errors import Json, invalid
from localstack.stripe.intent_checks import require_whole
from localstack.stripe.outcomes import Outcome
from localstack.stripe.payment_methods import outcome as outcome_of
from localstack.stripe.shapes import new_object, token

# How long a refund stays pending, or seems to have succeeded before it fails.
SETTLES_AFTER_SECONDS = 60


def create(call: Call) -> Json:
    charge = _charge(call)
    amount = _amount(call, charge)
    method = call.state.get(call.account, "payment_method", charge["payment_method"])
    outcome = outcome_of(call, method)
    waits_because = _waits_because(call, outcome)
    refund = new_object(
        "refund",
        call.state.now(),
        amount=amount,
        charge=charge["id"],
        currency=charge["currency"],
        metadata=merged_metadata({}, call.params.get("metadata")),
        payment_intent=charge["payment_intent"],
        payment_method=method["id"],
        reason=call.params.get("reason"),
        status="pending" if waits_because else "succeeded",
        destination_details=_destination(method["type"]),
        pending_reason=waits_because,
    )
    call.state.put(call.account, refund)
    refund["balance_transaction"] = balance.record(call, refund, "refund", -amount, [])["id"]
    _take_back(charge, amount)
    if call.params.get("refund_application_fee") and charge["application_fee"]:
        application_fees.return_share(call, charge)
    if charge["refunded"]:
        radar.settled(call, charge, "refunded_as_fraud" if refund["reason"] == "fraudulent" else "refunded")
    _settle_later(call, refund, outcome)
    events.record(call, "refund.created", refund)
    events.record(call, "charge.refunded", charge)
    return refund


def _destination(kind: str) -> Json:
    details: Json = {"reference": None, "reference_status": "pending", "reference_type": None}
    if kind == "card":
        kind_of_number = "acquirer_reference_number"
        details = {"reference": token(11), "reference_status": "available", "reference_type": kind_of_number}
        details["type"] = "refund"
    return {"type": kind, kind: details}


def _waits_because(call: Call, outcome: Outcome) -> str | None:
    purse = call.state.settings.get("refunds", {}).get(call.account)
    if purse == "refuse":
        message = "Insufficient funds in your Stripe account to refund this charge."
        raise invalid(message, code="balance_insufficient")
    if purse == "wait":
        return "insufficient_funds"
    return "processing" if outcome.refund == "pending" or purse == "fail" else None


def _charge(call: Call) -> Json:
    if "charge" in call.params:
        return call.state.get(call.account, "charge", call.params["charge"], "charge")
    if "payment_intent" not in call.params:
        raise invalid("One of the following params should be provided for this request: payment_intent or charge.")
    intent_id = call.params["payment_intent"]
    intent = call.state.get(call.account, "payment_intent", intent_id, "payment_intent")
    if intent["status"] != "succeeded":
        message = f"This PaymentIntent ({intent_id}) does not have a successful charge to refund."
        raise invalid(message, param="payment_intent")
    return call.state.get(call.account, "charge", intent["latest_charge"])


def _amount(call: Call, charge: Json) -> int:
    left: int = charge["amount"] - charge["amount_refunded"]
    if not charge["paid"]:
        raise invalid(f"Charge {charge['id']} was not paid and cannot be refunded.", param="charge")
    if _is_charged_back(call, charge):
        message = f"Charge {charge['id']} has been charged back; cannot issue a refund."
        raise invalid(message, code="charge_disputed")
    if left == 0:
        message = f"Charge {charge['id']} has already been refunded."
        raise invalid(message, code="charge_already_refunded")
    amount: int = call.params.get("amount", left)
    if amount < 1:
        message = "This value must be greater than or equal to 1."
        raise invalid(message, code="parameter_invalid_integer", param="amount")
    if amount > left:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
        raise invalid(message, param="amount")
    require_whole(amount, charge["currency"])
    return amount


def _is_charged_back(call: Call, charge: Json) -> bool:
    """An inquiry has taken nothing yet, and a won dispute has given it back."""
    return any(
        row["charge"] == charge["id"] and not row["is_charge_refundable"] and row["status"] != "won"
        for row in call.state.all(call.account, "dispute")
    )


def _take_back(charge: Json, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]


def _settle_later(call: Call, refund: Json, outcome: Outcome) -> None:
    if refund["pending_reason"] == "insufficient_funds":
        return
    fails = outcome.refund == "fails later" or call.state.settings.get("refunds", {}).get(call.account) == "fail"
    if fails or outcome.refund == "pending":
        task = "fail_refund" if fails else "settle_refund"
        call.state.later(SETTLES_AFTER_SECONDS, task, call.account, refund["id"])


def money_came(call: Call) -> None:
    """The account can pay again: what waited for money succeeds."""
    for refund in reversed(call.state.all(call.account, "refund")):
        if refund["pending_reason"] == "insufficient_funds":
            settle(call, refund)


def settle(call: Call, refund: Json) -> None:
    if refund["status"] != "pending":
        return
    refund |= {"status": "succeeded", "pending_reason": None}
    _updated(call, refund, {"status": "pending"})


def fail(call: Call, refund: Json) -> None:
    """The buyer's bank sent the money back: it returns to the seller's balance."""
    charge = call.state.get(call.account, "charge", refund["charge"])
    _take_back(charge, -refund["amount"])
    returned = balance.record(call, refund, "refund_failure", refund["amount"], [])
    before = refund["status"]
    refund |= {"status": "failed", "failure_reason": "lost_or_stolen_card", "pending_reason": None}
    refund["failure_balance_transaction"] = returned["id"]
    _updated(call, refund, {"status": before})
    events.record(call, "refund.failed", refund)


def _updated(call: Call, refund: Json, previous: Json) -> None:
    events.record(call, "refund.updated", refund, previous)
    events.record(call, "charge.refund.updated", refund, previous)


def update(call: Call) -> Json:
    refund = call.get("refund", "refund")
    previous = {"metadata": refund["metadata"]}
    refund["metadata"] = merged_metadata(refund["metadata"], call.params.get("metadata"))
    _updated(call, refund, previous)
    return refund


def retrieve(call: Call) -> Json:
    return call.get("refund", "refund")


def list_refunds(call: Call) -> Json:
    return lists.all_of(call, "refund", "/v1/refunds", charge="charge", payment_intent="payment_intent")
