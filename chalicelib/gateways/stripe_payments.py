"""Stripe: payment intents, what their charges tell, refunds and disputes."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from chalicelib.domain.card_limits import step
from chalicelib.domain.payments import (
    Dispute,
    DisputeState,
    Intent,
    Payment,
    PaymentRefused,
    Refund,
    RefundState,
    Repaid,
)
from chalicelib.gateways.stripe_amounts import from_stripe, to_stripe
from chalicelib.gateways.stripe_cards import kept_card_of, new_customer
from chalicelib.gateways.stripe_charges import charge_of
from chalicelib.gateways.stripe_client import asking, for_account, stripe_client

if TYPE_CHECKING:
    import stripe
    from stripe.params import ApplicationFeeRefundCreateParams, PaymentIntentCreateParams

_STATUS: dict[str, Literal["succeeded", "cancelled", "processing"]] = {
    "succeeded": "succeeded",
    "canceled": "cancelled",
    "processing": "processing",
}
_REFUND_STATE: dict[str, RefundState] = {
    "succeeded": "SUCCEEDED",
    "pending": "PENDING",
    "requires_action": "PENDING",
    "failed": "FAILED",
    "canceled": "FAILED",
}
_DISPUTE_STATE: dict[str, DisputeState] = {
    "needs_response": "NEEDS_ANSWER",
    "warning_needs_response": "NEEDS_ANSWER",
    "under_review": "UNDER_REVIEW",
    "warning_under_review": "UNDER_REVIEW",
    "warning_closed": "WON",
    "prevented": "WON",
    "won": "WON",
    "lost": "LOST",
}
_MOST = 100


def open_intent(payment: Payment) -> Intent:
    """Start a payment. The same payment always gives the same intent, whatever was lost on the way back.

    Raises Unreachable, MerchantLost, and PaymentRefused, after which there is no intent.
    """
    import stripe

    asked: PaymentIntentCreateParams = {
        "amount": to_stripe(payment.amount_minor, payment.currency),
        "currency": payment.currency.lower(),
        "metadata": {"order_id": payment.order_id, "payment_id": payment.payment_id},
    }
    fee = to_stripe(payment.fee_minor, payment.currency)
    if fee:
        asked["application_fee_amount"] = fee
    if payment.parts:  # nothing but a card can be kept for the next part, and is there before anything is held for it
        asked["allowed_payment_method_types"] = ["card"]
    else:
        asked["automatic_payment_methods"] = {"enabled": True}
    if payment.customer:
        asked["customer"] = payment.customer
    if payment.keeps_card:
        asked["setup_future_usage"] = "off_session"
    if payment.excludes:
        asked["excluded_payment_method_types"] = payment.excludes
    try:
        with asking():
            options = for_account(payment.merchant, payment.idempotency_key)
            if payment.keeps_card and not payment.customer:
                asked["customer"] = new_customer(payment)
            return _intent(stripe_client().v1.payment_intents.create(asked, options), payment)
    except stripe.InvalidRequestError as error:
        raise PaymentRefused() from error


def get_intent(payment: Payment) -> Intent:
    """What Stripe says of a payment now. Raises Unreachable."""
    with asking():
        return _intent(
            stripe_client().v1.payment_intents.retrieve(
                payment.provider_reference,
                {"expand": ["latest_charge", "latest_charge.balance_transaction", "payment_method"]},
                for_account(payment.merchant),
            ),
            payment,
        )


def capture_intent(payment: Payment) -> Intent:
    """Stripe takes the money by itself."""
    return get_intent(payment)


def cancel_intent(payment: Payment) -> Intent:
    """Ask Stripe to cancel. The answer says what became of it: a payment that was faster stays succeeded.

    Raises Unreachable.
    """
    import stripe

    try:
        with asking():
            options = for_account(payment.merchant)
            return _intent(stripe_client().v1.payment_intents.cancel(payment.provider_reference, {}, options), payment)
    except stripe.InvalidRequestError:
        return get_intent(payment)


def _intent(answer: "stripe.PaymentIntent", payment: Payment) -> Intent:
    return Intent(
        reference=answer.id,
        status=_STATUS.get(answer.status, "open"),
        received_minor=from_stripe(answer.amount_received, answer.currency),
        currency=answer.currency.upper(),
        client_secret=answer.client_secret or "",
        order_id=answer.metadata.to_dict().get("order_id", ""),
        charge=charge_of(answer.latest_charge) if answer.status == "succeeded" else None,
        is_away=_is_away(answer),
        merchant=payment.merchant,
        card=kept_card_of(answer) if payment.parts else None,
        amount_minor=from_stripe(answer.amount, answer.currency),
    )


def _is_away(answer: "stripe.PaymentIntent") -> bool:
    """A card's own check is made in a frame of our page; any other page is another place."""
    if answer.status != "requires_action" or not answer.next_action or answer.next_action.type != "redirect_to_url":
        return False
    return getattr(answer.payment_method, "type", "") != "card"


def refund(refund: Refund, payment: Payment) -> Repaid:
    """Pay money back. Asking twice for the same refund pays once, for a day.

    A refund that Stripe refuses for good is answered as failed, with the reason. Raises Unreachable, MerchantLost.
    """
    import stripe

    if refund.amount_minor % step(refund.currency):
        return Repaid("", "FAILED", refund.amount_minor, refund.refund_id, "amount_too_fine")
    try:
        with asking():
            answer = stripe_client().v1.refunds.create(
                {
                    "payment_intent": payment.provider_reference,
                    "amount": to_stripe(refund.amount_minor, refund.currency),
                    "metadata": {"order_id": refund.order_id, "refund_id": refund.refund_id},
                },
                for_account(payment.merchant, f"refund:{refund.refund_id}"),
            )
    except stripe.InvalidRequestError as error:
        return Repaid("", "FAILED", refund.amount_minor, refund.refund_id, error.code or "refused")
    return _repaid(answer)


def give_fee_back(refund: Refund, payment: Payment) -> int:
    """The platform's part of a refund, once, by an explicit amount: Stripe's own share would be rounded each time.

    Returns what has gone back: nothing if Stripe refuses, since an operator has given it back in the dashboard, say.
    Raises Unreachable.
    """
    import stripe

    due = refund.fee_minor - refund.fee_minor % step(refund.currency)
    if not due:
        return 0
    charge = payment.charge or get_intent(payment).charge
    if not charge or not charge.platform_fee_reference:
        return 0
    asked: ApplicationFeeRefundCreateParams = {
        "amount": to_stripe(due, refund.currency),
        "metadata": {"refund_id": refund.refund_id},
    }
    options = for_account("", f"fee:{refund.refund_id}")
    try:
        with asking():
            stripe_client().v1.application_fees.refunds.create(charge.platform_fee_reference, asked, options)
            return due
    except stripe.InvalidRequestError:
        return _fee_given_back(charge.platform_fee_reference, refund)


def _fee_given_back(fee_reference: str, refund: Refund) -> int:
    """What has gone back with this refund before."""
    with asking():
        found = stripe_client().v1.application_fees.refunds.list(fee_reference, {"limit": _MOST})
        mine = [one for one in found.auto_paging_iter() if _refund_id_of(one) == refund.refund_id]
        return sum(from_stripe(one.amount, one.currency) for one in mine)


def _refund_id_of(answer: "stripe.Refund | stripe.ApplicationFeeRefund") -> str:
    return str((answer.metadata.to_dict() if answer.metadata else {}).get("refund_id", ""))


def list_refunds(payment: Payment) -> list[Repaid]:
    """Every refund of a payment that Stripe knows, those made in its dashboard too. Raises Unreachable."""
    with asking():
        found = stripe_client().v1.refunds.list(
            {"payment_intent": payment.provider_reference, "limit": _MOST}, for_account(payment.merchant)
        )
        return [_repaid(one) for one in found.auto_paging_iter()]


def _repaid(answer: "stripe.Refund") -> Repaid:
    return Repaid(
        reference=answer.id,
        state=_REFUND_STATE[answer.status or "pending"],
        amount_minor=from_stripe(answer.amount, answer.currency),
        refund_id=_refund_id_of(answer),
        failure=getattr(answer, "failure_reason", None) or "",
    )


def list_disputes(payment: Payment) -> list[Dispute]:
    """What banks have taken back, or ask about, of a payment. Raises Unreachable."""
    with asking():
        found = stripe_client().v1.disputes.list(
            {"payment_intent": payment.provider_reference, "limit": _MOST}, for_account(payment.merchant)
        )
        return [_dispute(one, payment) for one in found.auto_paging_iter()]


def _dispute(answer: "stripe.Dispute", payment: Payment) -> Dispute:
    due = answer.evidence_details.due_by if answer.evidence_details else None
    moved = [from_stripe(booked.net, booked.currency) for booked in answer.balance_transactions]
    return Dispute(
        order_id=payment.order_id,
        dispute_id=answer.id,
        payment_id=payment.payment_id,
        amount_minor=from_stripe(answer.amount, answer.currency),
        currency=answer.currency.upper(),
        state=_DISPUTE_STATE[answer.status],
        reason=answer.reason,
        created_at=datetime.fromtimestamp(answer.created, UTC),
        answer_by=datetime.fromtimestamp(due, UTC) if due else None,
        withdrawn_minor=-sum(net for net in moved if net < 0),
        reinstated_minor=sum(net for net in moved if net > 0),
    )
