"""What a Stripe charge tells of how it was paid, how risky it was, and what was kept of it."""

from typing import Any

from chalicelib.domain.payments import Charge
from chalicelib.gateways.stripe_amounts import from_stripe


def charge_of(charge: Any) -> Charge | None:
    """What a charge tells; None if the answer was not asked to tell."""
    if not charge or isinstance(charge, str):
        return None
    details, outcome, booked = charge.payment_method_details, charge.outcome, charge.balance_transaction
    way = getattr(details, details.type, None) if details else None
    fee = charge.application_fee
    return Charge(
        reference=charge.id,
        method=details.type if details else "",
        country=getattr(way, "country", None) or "",
        fingerprint=getattr(way, "fingerprint", None) or "",
        risk=getattr(outcome, "risk_level", None) or "",
        risk_score=getattr(outcome, "risk_score", None),
        is_held=bool(charge.review),
        processing_minor=_processing(booked),
        platform_fee_reference=fee if isinstance(fee, str) else getattr(fee, "id", ""),
    )


def _processing(booked: Any) -> int | None:
    """What Stripe keeps for itself: the platform's share of the fees is noted by itself."""
    if not booked or isinstance(booked, str):
        return None
    return sum(from_stripe(one.amount, one.currency) for one in booked.fee_details if one.type != "application_fee")
