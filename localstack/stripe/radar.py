"""Radar: how risky a charge looked, the reviews this opens, and the early fraud warnings of banks.

https://docs.stripe.com/radar/testing and https://docs.stripe.com/radar/reviews
[M] The scores, and the words of `seller_message`.
"""

from __future__ import annotations

from localstack.stripe import events, lists
from localstack.stripe.call import Call
from localstack.stripe.errors import Json, invalid
from localstack.stripe.outcomes import Decline, Outcome
from localstack.stripe.shapes import new_object
from localstack.stripe.state import State

_SCORES = {"normal": 12, "elevated": 68, "highest": 92, "blocked": 97}


def blocks(state: State, outcome: Outcome) -> bool:
    return outcome.risk == "blocked" or (outcome.risk == "highest" and state.settings["block_highest_risk"])


def assessment(outcome: Outcome, kind: str, message: str, reason: str | None = None) -> Json:
    """The `outcome` of a charge of which the network said what `kind` tells."""
    networks = {"issuer_declined": "declined_by_network", "blocked": "not_sent_to_network"}
    # Only cards are assessed.
    level = {"not_assessed": "not_assessed", "blocked": "highest"}.get(outcome.risk, outcome.risk)
    shown = {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": networks.get(kind, "approved_by_network"),
        "reason": reason,
        "risk_level": level,
        "rule": None,
        "seller_message": message,
        "type": kind,
    }
    score = _SCORES.get(outcome.risk)
    return shown | ({"risk_score": score} if score is not None else {})


def approved(state: State, outcome: Outcome) -> Json:
    if outcome.risk == "elevated" and state.settings["review_elevated_risk"]:
        return assessment(outcome, "manual_review", "Payment complete, placed in review.", "elevated_risk_level")
    return assessment(outcome, "authorized", "Payment complete.")


def refused(state: State, outcome: Outcome, why: Decline) -> Json:
    if blocks(state, outcome):
        message = "Stripe blocked this payment as too risky."
        return assessment(outcome, "blocked", message, "highest_risk_level")
    reason = why.decline_code or why.code
    return assessment(outcome, "issuer_declined", f"The bank said {reason}.", reason)


def after_charge(call: Call, charge: Json, intent: Json, outcome: Outcome) -> None:
    """What follows a charge that went through: a review, or a warning of the bank's."""
    if charge["outcome"]["type"] == "manual_review":
        review = new_object(
            "review",
            call.state.now(),
            charge=charge["id"],
            open=True,
            opened_reason="rule",
            payment_intent=intent["id"],
            reason="rule",
        )
        call.state.put(call.account, review)
        charge["review"] = intent["review"] = review["id"]
        events.record(call, "review.opened", review)
    if outcome.fraud_warning:
        warning = new_object(
            "radar.early_fraud_warning",
            call.state.now(),
            actionable=True,
            charge=charge["id"],
            fraud_type="unauthorized_use_of_card",
            payment_intent=intent["id"],
        )
        call.state.put(call.account, warning)
        events.record(call, "radar.early_fraud_warning.created", warning)


def settled(call: Call, charge: Json, reason: str) -> None:
    """The charge was refunded or disputed: there is nothing left to review or to be warned of."""
    if charge["review"]:
        _close(call, call.state.get(call.account, "review", charge["review"]), reason)
    for warning in call.state.all(call.account, "radar.early_fraud_warning"):
        if warning["charge"] == charge["id"] and warning["actionable"]:
            warning["actionable"] = False
            events.record(call, "radar.early_fraud_warning.updated", warning)


def approve(call: Call) -> Json:
    review = call.get("review", "review")
    if not review["open"]:
        raise invalid("This review is already closed.", param="review")
    _close(call, review, "approved")
    return review


def _close(call: Call, review: Json, reason: str) -> None:
    if not review["open"]:
        return
    review |= {"open": False, "closed_reason": reason, "reason": reason}
    charge = call.state.get(call.account, "charge", review["charge"])
    intent = call.state.get(call.account, "payment_intent", review["payment_intent"])
    charge["review"] = intent["review"] = None
    events.record(call, "review.closed", review)


def retrieve_review(call: Call) -> Json:
    return call.get("review", "review")


def list_reviews(call: Call) -> Json:
    """The open ones, as Stripe lists them."""
    return lists.page(call, [row for row in call.state.all(call.account, "review") if row["open"]], "/v1/reviews")


def retrieve_warning(call: Call) -> Json:
    return call.get("radar.early_fraud_warning", "early_fraud_warning")


def list_warnings(call: Call) -> Json:
    filters = {"charge": "charge", "payment_intent": "payment_intent"}
    return lists.all_of(call, "radar.early_fraud_warning", "/v1/radar/early_fraud_warnings", **filters)
