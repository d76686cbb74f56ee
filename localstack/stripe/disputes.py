"""Disputes: the buyer's bank takes the money back, and the seller may answer.

As in Stripe's test mode the evidence decides: `winning_evidence` or `losing_evidence` as `uncategorized_text`.
"""

from __future__ import annotations

from localstack.stripe import charges, events, lists
from localstack.stripe.call import Call, merged_metadata
from localstack.stripe.errors import Json, invalid
from localstack.stripe.shapes import new_object

_FEE = 2_000
_ANSWER_WITHIN_SECONDS = 7 * 86_400
_OPEN = ("needs_response", "warning_needs_response")


def open_dispute(call: Call, charge: Json) -> Json:
    dispute = new_object(
        "dispute",
        call.state.now(),
        amount=charge["amount"],
        charge=charge["id"],
        currency=charge["currency"],
        evidence={},
        evidence_details={
            "due_by": call.state.now() + _ANSWER_WITHIN_SECONDS,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        payment_intent=charge["payment_intent"],
        reason="fraudulent",
        status="needs_response",
    )
    call.state.put(call.account, dispute)
    charge["disputed"] = True
    _move_money(call, dispute, -dispute["amount"], _FEE)
    events.record(call, "charge.dispute.created", dispute)
    events.record(call, "charge.dispute.funds_withdrawn", dispute)
    return dispute


def _move_money(call: Call, dispute: Json, amount: int, fee: int) -> None:
    row = {"type": "stripe_fee", "amount": fee, "currency": dispute["currency"], "application": None}
    fees = [row | {"description": "Dispute fee"}] if fee else []
    transaction = charges.record_transaction(call, dispute, "adjustment", amount, fees)
    dispute["balance_transactions"].append(transaction)


def update(call: Call) -> Json:
    dispute = call.get("dispute", "dispute")
    _require_open(dispute)
    evidence = call.params.get("evidence") or {}
    dispute["evidence"] |= evidence
    dispute["evidence_details"]["has_evidence"] = bool(dispute["evidence"])
    dispute["metadata"] = merged_metadata(dispute["metadata"], call.params.get("metadata"))
    if evidence and call.params.get("submit", True):
        dispute["evidence_details"]["submission_count"] += 1
        _decide(call, dispute, dispute["evidence"].get("uncategorized_text"))
    events.record(call, "charge.dispute.updated", dispute)
    return dispute


def _decide(call: Call, dispute: Json, text: str | None) -> None:
    if text == "winning_evidence":
        _move_money(call, dispute, dispute["amount"], 0)
        events.record(call, "charge.dispute.funds_reinstated", dispute)
        _end(call, dispute, "won")
    elif text == "losing_evidence":
        _end(call, dispute, "lost")
    else:
        dispute["status"] = "under_review"


def close(call: Call) -> Json:
    """Accept the dispute: the money stays with the buyer."""
    dispute = call.get("dispute", "dispute")
    _require_open(dispute)
    _end(call, dispute, "lost")
    return dispute


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
