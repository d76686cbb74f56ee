"""Disputes: the buyer's bank takes the money back, and the seller may answer.

As in Stripe's test mode the evidence decides, by `uncategorized_text`: `winning_evidence`, `losing_evidence`, and for
an inquiry `escalate_inquiry_evidence`. https://docs.stripe.com/testing#disputes
[M] The fee, that a won dispute gives it back, and that a dispute over a debit is lost at once.
"""

from __future__ import annotations

from localstack.stripe import balance, events, lists, radar
from localstack.stripe.call import Call, merged_metadata
from localstack.stripe.errors import Json, invalid
from localstack.stripe.shapes import new_object

_FEE = 2_000
_ANSWER_WITHIN_SECONDS = 7 * balance.DAY
_OPEN = ("needs_response", "warning_needs_response")
_INQUIRY = "warning_"
_EVIDENCE = (
    "access_activity_log", "billing_address", "cancellation_policy", "cancellation_policy_disclosure",
    "cancellation_rebuttal", "customer_communication", "customer_email_address", "customer_name",
    "customer_purchase_ip", "customer_signature", "duplicate_charge_documentation", "duplicate_charge_explanation",
    "duplicate_charge_id", "product_description", "receipt", "refund_policy", "refund_policy_disclosure",
    "refund_refusal_explanation", "service_date", "service_documentation", "shipping_address", "shipping_carrier",
    "shipping_date", "shipping_documentation", "shipping_tracking_number", "uncategorized_file", "uncategorized_text",
)  # fmt: skip


def open_dispute(call: Call, charge: Json, reason: str, final: bool) -> Json:
    inquiry = reason == "inquiry"
    dispute = new_object(
        "dispute",
        call.state.now(),
        amount=charge["amount_captured"] or charge["amount"],
        charge=charge["id"],
        currency=charge["currency"],
        evidence=dict.fromkeys(_EVIDENCE) | {"enhanced_evidence": {}},
        evidence_details={
            "due_by": call.state.now() + _ANSWER_WITHIN_SECONDS,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        is_charge_refundable=inquiry,
        payment_intent=charge["payment_intent"],
        reason="general" if inquiry else reason,
        status="warning_needs_response" if inquiry else "needs_response",
    )
    dispute["payment_method_details"] = _how_it_was_paid(charge, inquiry)
    call.state.put(call.account, dispute)
    charge["disputed"] = True
    events.record(call, "charge.dispute.created", dispute)
    if not inquiry:
        _withdraw(call, dispute, charge)
    if final:
        _end(call, dispute, "lost")
    else:
        call.state.later(_ANSWER_WITHIN_SECONDS, "dispute_past_due", call.account, dispute["id"])
    return dispute


def _how_it_was_paid(charge: Json, inquiry: bool) -> Json:
    details = charge["payment_method_details"]
    if details["type"] != "card":
        return {"type": details["type"]}
    case = "inquiry" if inquiry else "chargeback"
    return {"type": "card", "card": {"brand": details["card"]["brand"], "case_type": case, "network_reason_code": None}}


def _withdraw(call: Call, dispute: Json, charge: Json) -> None:
    _move_money(call, dispute, -dispute["amount"], _FEE)
    events.record(call, "charge.dispute.funds_withdrawn", dispute)
    radar.settled(call, charge, "disputed")


def _move_money(call: Call, dispute: Json, amount: int, fee: int) -> None:
    fees = [balance.fee_row("stripe_fee", fee, dispute["currency"], "Dispute fee")]
    transaction = balance.record(call, dispute, "adjustment", amount, fees)
    transaction["reporting_category"] = "dispute" if amount < 0 else "dispute_reversal"
    dispute["balance_transactions"].append(transaction)


def update(call: Call) -> Json:
    """Keep evidence, and hand it to the bank unless `submit` is false."""
    dispute = call.get("dispute", "dispute")
    _require_open(dispute)
    evidence = call.params.get("evidence") or {}
    dispute["evidence"] |= evidence
    held = any(value for value in dispute["evidence"].values())
    dispute["evidence_details"]["has_evidence"] = held
    dispute["metadata"] = merged_metadata(dispute["metadata"], call.params.get("metadata"))
    if held and call.params.get("submit", bool(evidence)):
        dispute["evidence_details"]["submission_count"] += 1
        _decide(call, dispute, dispute["evidence"]["uncategorized_text"])
    events.record(call, "charge.dispute.updated", dispute)
    return dispute


def _decide(call: Call, dispute: Json, text: str | None) -> None:
    inquiry = dispute["status"].startswith(_INQUIRY)
    if text == "escalate_inquiry_evidence" and inquiry:
        charge = call.state.get(call.account, "charge", dispute["charge"])
        dispute |= {"status": "needs_response", "is_charge_refundable": False}
        _withdraw(call, dispute, charge)
    elif text in ("winning_evidence", "losing_evidence") and inquiry:
        _end(call, dispute, "warning_closed")
    elif text == "winning_evidence":
        dispute["status"] = "won"
        _move_money(call, dispute, dispute["amount"], -_FEE)
        events.record(call, "charge.dispute.funds_reinstated", dispute)
        _end(call, dispute, "won")
    elif text == "losing_evidence":
        _end(call, dispute, "lost")
    else:
        dispute["status"] = "warning_under_review" if inquiry else "under_review"


def close(call: Call) -> Json:
    """Accept the dispute: the money stays with the buyer."""
    dispute = call.get("dispute", "dispute")
    _require_open(dispute)
    _end(call, dispute, "lost")
    return dispute


def past_due(call: Call, dispute: Json) -> None:
    """Nobody answered in time."""
    if dispute["status"] not in _OPEN:
        return
    dispute["evidence_details"]["past_due"] = True
    _end(call, dispute, "warning_closed" if dispute["status"].startswith(_INQUIRY) else "lost")


def _end(call: Call, dispute: Json, status: str) -> None:
    dispute["status"] = status
    events.record(call, "charge.dispute.closed", dispute)


def _require_open(dispute: Json) -> None:
    if dispute["status"] not in _OPEN:
        raise invalid(f"This dispute is {dispute['status']} and cannot be changed.", param="dispute")


def retrieve(call: Call) -> Json:
    return call.get("dispute", "dispute")


def list_disputes(call: Call) -> Json:
    return lists.all_of(call, "dispute", "/v1/disputes", charge="charge", payment_intent="payment_intent")
