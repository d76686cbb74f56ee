"""Charges and the money they move: balance transactions and the platform's application fees."""

from __future__ import annotations

from localstack.stripe import events, lists
from localstack.stripe.call import Call
from localstack.stripe.cards import Decline
from localstack.stripe.errors import Json
from localstack.stripe.shapes import new_object, token
from localstack.stripe.state import PLATFORM

# A plausible price list: a share in hundredths of a percent, and a fixed part in minor units.
_PRICES = {"eur": (150, 25), "gbp": (150, 20), "usd": (290, 30)}
_OTHER_PRICE = (290, 0)
_AVAILABLE_AFTER_SECONDS = 2 * 86_400


def new_charge(call: Call, intent: Json, method: Json, status: str) -> Json:
    """A charge for the whole of the intent: `succeeded`, `pending` or `failed`."""
    charge = new_object(
        "charge",
        call.state.now(),
        amount=intent["amount"],
        amount_captured=intent["amount"] if status == "succeeded" else 0,
        application_fee_amount=intent["application_fee_amount"],
        billing_details=method["billing_details"],
        captured=status != "failed",
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
    charge["application"] = _application(call)
    return call.state.put(call.account, charge)


def _application(call: Call) -> str | None:
    return "ca_LocalPlatform" if call.connected else None


def _details(method: Json) -> Json:
    kind = method["type"]
    shown = {name: value for name, value in method[kind].items() if name != "generated_from"}
    if kind == "card":
        shown |= {"network": shown["brand"], "three_d_secure": None, "installments": None, "mandate": None}
    return {"type": kind, kind: shown}


def succeed(call: Call, charge: Json) -> None:
    """The money arrives: the seller's balance, and the platform's fee for a direct charge."""
    charge |= {"status": "succeeded", "paid": True, "captured": True, "amount_captured": charge["amount"]}
    charge["outcome"] = _outcome("approved_by_network", "authorized", "Payment complete.", None)
    fee = min(charge["application_fee_amount"] or 0, charge["amount"])
    if fee:
        charge["application_fee"] = _application_fee(call, charge, fee)["id"]
    transaction = record_transaction(call, charge, "charge", charge["amount"], _fees(charge, fee))
    charge["balance_transaction"] = transaction["id"]
    events.record(call, "charge.succeeded", charge)


def fail(call: Call, charge: Json, why: Decline) -> None:
    charge |= {"status": "failed", "paid": False, "failure_code": why.code, "failure_message": why.message}
    reason = why.decline_code or why.code
    charge["outcome"] = _outcome("declined_by_network", "issuer_declined", f"The bank said {reason}.", reason)
    events.record(call, "charge.failed", charge)


def _outcome(network_status: str, outcome_type: str, seller_message: str, reason: str | None) -> Json:
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": network_status,
        "reason": reason,
        "risk_level": "normal",
        "risk_score": 12,
        "rule": None,
        "seller_message": seller_message,
        "type": outcome_type,
    }


def _fees(charge: Json, application_fee: int) -> list[Json]:
    share, fixed = _PRICES.get(charge["currency"], _OTHER_PRICE)
    own = min((charge["amount"] * share + 5_000) // 10_000 + fixed, charge["amount"])
    rows: list[tuple[str, int, str, str | None]] = [("stripe_fee", own, "Stripe processing fees", None)]
    if application_fee:
        rows.append(("application_fee", application_fee, "Application fee", "ca_LocalPlatform"))
    return [
        {
            "type": kind,
            "amount": amount,
            "currency": charge["currency"],
            "description": text,
            "application": app,
        }
        for kind, amount, text, app in rows
    ]


def record_transaction(call: Call, source: Json, kind: str, amount: int, fees: list[Json], account: str = "") -> Json:
    fee = sum(row["amount"] for row in fees)
    now = call.state.now()
    transaction = new_object(
        "balance_transaction",
        now,
        amount=amount,
        available_on=now + _AVAILABLE_AFTER_SECONDS,
        balance_type="payments",
        currency=source["currency"],
        description=source.get("description"),
        fee=fee,
        fee_details=fees,
        net=amount - fee,
        reporting_category=kind,
        source=source["id"],
        status="pending",
        type=kind,
    )
    return call.state.put(account or call.account, transaction)


def _application_fee(call: Call, charge: Json, amount: int) -> Json:
    fee = new_object(
        "application_fee",
        call.state.now(),
        account=call.account,
        amount=amount,
        application="ca_LocalPlatform",
        charge=charge["id"],
        currency=charge["currency"],
        originating_transaction=charge["id"],
        fee_source={"type": "charge", "charge": charge["id"]},
    )
    fee["refunds"] = {
        "object": "list",
        "url": f"/v1/application_fees/{fee['id']}/refunds",
        "has_more": False,
        "data": [],
    }
    transaction = record_transaction(call, fee, "application_fee", amount, [], PLATFORM)
    fee["balance_transaction"] = transaction["id"]
    call.state.put(PLATFORM, fee)
    events.record(call, "application_fee.created", fee, account=PLATFORM)
    return fee


def three_d_secure_passed(charge: Json) -> None:
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


def retrieve_transaction(call: Call) -> Json:
    return call.get("balance_transaction")


def list_transactions(call: Call) -> Json:
    return lists.all_of(
        call,
        "balance_transaction",
        "/v1/balance_transactions",
        source="source",
        type="type",
        currency="currency",
    )
