"""Refunds, full or partial, and the platform's returns of its own fees."""

from __future__ import annotations

from localstack.stripe import charges, events, lists
from localstack.stripe.call import Call, merged_metadata
from localstack.stripe.cards import Outcome
from localstack.stripe.errors import Json, invalid
from localstack.stripe.payment_methods import outcome as outcome_of
from localstack.stripe.shapes import new_object
from localstack.stripe.state import PLATFORM

# How long a refund stays pending, or seems to have succeeded before it fails.
SETTLES_AFTER_SECONDS = 60


def create(call: Call) -> Json:
    charge = _charge(call)
    amount = _amount(call, charge)
    method = call.state.get(call.account, "payment_method", charge["payment_method"])
    outcome = outcome_of(call, method)
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
        status="pending" if outcome.refund == "pending" else "succeeded",
        destination_details={"type": method["type"], method["type"]: {"type": "refund"}},
    )
    refund["pending_reason"] = "processing" if refund["status"] == "pending" else None
    call.state.put(call.account, refund)
    transaction = charges.record_transaction(call, refund, "refund", -amount, [])
    refund["balance_transaction"] = transaction["id"]
    _take_back(charge, amount)
    if call.params.get("refund_application_fee") and charge["application_fee"]:
        _return_share_of_fee(call, charge, amount)
    _settle_later(call, refund, outcome)
    events.record(call, "refund.created", refund)
    events.record(call, "charge.refunded", charge)
    return refund


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
    if charge["disputed"]:
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
    return amount


def _take_back(charge: Json, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]


def _settle_later(call: Call, refund: Json, outcome: Outcome) -> None:
    if outcome.refund == "succeeds":
        return
    row = {"at": call.state.now() + SETTLES_AFTER_SECONDS, "account": call.account, "id": refund["id"]}
    call.state.due.append({"task": "settle_refund" if outcome.refund == "pending" else "fail_refund", **row})


def settle(call: Call, refund: Json) -> None:
    if refund["status"] != "pending":
        return
    refund |= {"status": "succeeded", "pending_reason": None}
    _updated(call, refund, {"status": "pending"})


def fail(call: Call, refund: Json) -> None:
    """The buyer's bank sent the money back: it returns to the seller's balance."""
    charge = call.state.get(call.account, "charge", refund["charge"])
    _take_back(charge, -refund["amount"])
    returned = charges.record_transaction(call, refund, "refund_failure", refund["amount"], [])
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


def _return_share_of_fee(call: Call, charge: Json, amount: int) -> None:
    fee = call.state.get(PLATFORM, "application_fee", charge["application_fee"])
    # What is owed back after this refund, less what was returned before: a chain of parts ends exactly.
    owed = fee["amount"] * charge["amount_refunded"] // charge["amount"]
    share = min(owed, fee["amount"]) - fee["amount_refunded"]
    if share > 0:
        _return_fee(call, fee, share, {})


def _return_fee(call: Call, fee: Json, amount: int, metadata: Json) -> Json:
    returned = new_object(
        "fee_refund",
        call.state.now(),
        amount=amount,
        currency=fee["currency"],
        fee=fee["id"],
        metadata=metadata,
    )
    call.state.put(PLATFORM, returned)
    transaction = charges.record_transaction(call, returned, "application_fee_refund", -amount, [], PLATFORM)
    returned["balance_transaction"] = transaction["id"]
    fee["amount_refunded"] += amount
    fee["refunded"] = fee["amount_refunded"] == fee["amount"]
    fee["refunds"]["data"].insert(0, returned)
    events.record(call, "application_fee.refunded", fee, account=PLATFORM)
    return returned


def create_fee_refund(call: Call) -> Json:
    fee = call.get("application_fee")
    left = fee["amount"] - fee["amount_refunded"]
    amount = call.params.get("amount", left)
    if not 1 <= amount <= left:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on fee ({left})"
        raise invalid(message, code="fee_already_refunded" if left == 0 else None, param="amount")
    return _return_fee(call, fee, amount, merged_metadata({}, call.params.get("metadata")))


def retrieve_fee(call: Call) -> Json:
    return call.get("application_fee")


def list_fees(call: Call) -> Json:
    return lists.all_of(call, "application_fee", "/v1/application_fees", charge="charge")
