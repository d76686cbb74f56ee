"""Money that comes and goes by hand: by bank transfer, in cash, on account. People note it; nobody can be asked."""

from dataclasses import replace

from chalicelib.domain.payments import Dispute, Intent, Payment, Refund, Repaid


def open_intent(payment: Payment) -> Intent:
    """Nothing to start: the buyer pays by the organizer's instructions."""
    return get_intent(payment)


def get_intent(payment: Payment) -> Intent:
    """What was noted."""
    is_paid = payment.state == "SUCCEEDED"
    return Intent(
        reference=payment.payment_id,
        status="succeeded" if is_paid else "cancelled" if payment.state == "CANCELLED" else "open",
        received_minor=payment.amount_minor if is_paid else 0,
        currency=payment.currency,
        client_secret="",
        order_id=payment.order_id,
    )


def capture_intent(payment: Payment) -> Intent:
    """There is nothing to take but what was noted."""
    return get_intent(payment)


def cancel_intent(payment: Payment) -> Intent:
    """What was paid stays paid; what was not will not be waited for."""
    intent = get_intent(payment)
    return intent if intent.status == "succeeded" else get_intent(_cancelled(payment))


def _cancelled(payment: Payment) -> Payment:
    return replace(payment, state="CANCELLED")


def refund(refund: Refund, payment: Payment) -> Repaid:
    """Whoever notes it has handed the money back, or is about to."""
    return Repaid(refund.refund_id, "SUCCEEDED", refund.amount_minor, refund.refund_id)


def give_fee_back(refund: Refund, payment: Payment) -> int:
    """Nothing is kept of what is paid by hand."""
    return 0


def list_refunds(payment: Payment) -> list[Repaid]:
    """Nobody but us knows."""
    return []


def list_disputes(payment: Payment) -> list[Dispute]:
    """Cash is not disputed."""
    return []
