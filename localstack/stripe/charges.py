"""Charges: authorised, collected, failed, and what is shown of how they were paid."""

from __future__ import annotations

from localstack.stripe import application_fees, balance, events, lists, radar
from localstack.stripe.call import Call
from localstack.stripe.errors import Json
from localstack.stripe.outcomes import Decline, Outcome
from localstack.stripe.shapes import new_object, token

# A card's hold ends after seven days: https://docs.stripe.com/payments/place-a-hold-on-a-payment-method
HOLD_SECONDS = 7 * balance.DAY


def new_charge(call: Call, intent: Json, method: Json, status: str) -> Json:
    """A charge for the whole of the intent: `succeeded`, `pending` or `failed`."""
    manual = intent["capture_method"] == "manual"
    charge = new_object(
        "charge",
        call.state.now(),
        amount=intent["amount"],
        amount_captured=0,
        application_fee_amount=intent["application_fee_amount"],
        billing_details=method["billing_details"],
        captured=status != "failed" and not manual,
        currency=intent["currency"],
        description=intent["description"],
        metadata=dict(intent["metadata"]),
        paid=status == "succeeded",
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details=_details(method),
        receipt_email=intent["receipt_email"],
        receipt_url=f"{call.base_url}/payments/{intent['id']}",
        statement_descriptor_suffix=intent["statement_descriptor_suffix"],
        status=status,
        transfer_group=intent["transfer_group"],
        fraud_details={},
    )
    charge["application"] = application_fees.APPLICATION if call.connected else None
    if manual and method["type"] == "card":
        charge["payment_method_details"]["card"]["capture_before"] = call.state.now() + HOLD_SECONDS
    return call.state.put(call.account, charge)


def _details(method: Json) -> Json:
    kind = method["type"]
    shown = {name: value for name, value in method[kind].items() if name != "generated_from"}
    if kind == "card":
        shown |= {"network": shown["brand"], "three_d_secure": None, "installments": None, "mandate": None}
        shown |= {"amount_authorized": None, "capture_before": None, "authorization_code": token(6)}
    if kind == "klarna":
        shown = {"payment_method_category": "pay_later", "preferred_locale": "en-US", "payer_details": None}
    if kind == "afterpay_clearpay":
        shown = {"order_id": None, "reference": token(10)}
    return {"type": kind, kind: shown}


def succeed(call: Call, charge: Json, outcome: Outcome, collects: bool = True) -> None:
    """The bank agrees; the money comes at once, or when it is captured."""
    charge |= {"status": "succeeded", "paid": True, "outcome": radar.approved(call.state, outcome)}
    if charge["payment_method_details"]["type"] == "card":
        charge["payment_method_details"]["card"]["amount_authorized"] = charge["amount"]
    if collects:
        collect(call, charge, charge["amount"], outcome.bypasses_pending)
    events.record(call, "charge.succeeded", charge)


def collect(call: Call, charge: Json, amount: int, at_once: bool = False) -> None:
    """The money arrives: the seller's balance, and the platform's fee for a direct charge."""
    charge |= {"captured": True, "amount_captured": amount}
    fee = min(charge["application_fee_amount"] or 0, amount)
    currency = charge["currency"]
    fees = [balance.fee_row("stripe_fee", balance.processing_fee(amount, currency), currency, "Stripe processing fees")]
    if fee:
        charge["application_fee"] = application_fees.take(call, charge, fee)["id"]
        fees.append(
            balance.fee_row("application_fee", fee, currency, "Application fee", application_fees.APPLICATION)
        )  # fmt: skip
    charge["balance_transaction"] = balance.record(call, charge, "charge", amount, fees, at_once=at_once)["id"]


def fail(call: Call, charge: Json, why: Decline, outcome: Outcome) -> None:
    charge |= {"status": "failed", "paid": False, "failure_code": why.code, "failure_message": why.message}
    charge["captured"] = False
    charge["outcome"] = radar.refused(call.state, outcome, why)
    events.record(call, "charge.failed", charge)


def three_d_secure_passed(charge: Json) -> None:
    if charge["payment_method_details"]["type"] != "card":
        return
    charge["payment_method_details"]["card"]["three_d_secure"] = {
        "authentication_flow": "challenge",
        "result": "authenticated",
        "result_reason": None,
        "transaction_id": token(24),
        "version": "2.2.0",
    }


def retrieve(call: Call) -> Json:
    return call.get("charge")


def list_charges(call: Call) -> Json:
    return lists.all_of(call, "charge", "/v1/charges", payment_intent="payment_intent")
