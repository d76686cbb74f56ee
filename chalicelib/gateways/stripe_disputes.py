"""Answering a bank that asks for money back, through Stripe."""

from typing import TYPE_CHECKING, cast

from chalicelib.domain.disputes import DisputeNotOpen
from chalicelib.domain.payments import Dispute, Payment
from chalicelib.gateways.stripe_client import asking, for_account, stripe_client

if TYPE_CHECKING:
    from stripe.params import DisputeUpdateParams, DisputeUpdateParamsEvidence


def answer(dispute: Dispute, payment: Payment, evidence: dict[str, str], *, is_final: bool) -> None:
    """Hand evidence over; a final answer goes to the bank and cannot be changed.

    Raises DisputeNotOpen, Unreachable, MerchantLost.
    """
    import stripe

    told: DisputeUpdateParams = {
        "evidence": cast("DisputeUpdateParamsEvidence", evidence),  # its names are the rules' own
        "submit": is_final,
    }
    try:
        with asking():
            stripe_client().v1.disputes.update(dispute.dispute_id, told, for_account(payment.merchant))
    except stripe.InvalidRequestError as error:  # answered or decided this very moment
        raise DisputeNotOpen() from error
