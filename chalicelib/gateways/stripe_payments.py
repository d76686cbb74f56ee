"""Stripe: payment intents, refunds and the signature of webhooks. The only module that knows its words."""

from functools import cache
from typing import TYPE_CHECKING, Any

from chalicelib.domain.payments import Intent, Payment, Refund
from chalicelib.gateways.secrets import secret
from chalicelib.kernel.config import config
from chalicelib.kernel.errors import Malformed, Unreachable

if TYPE_CHECKING:
    from stripe import StripeClient

_STATUS: dict[str, Any] = {"succeeded": "succeeded", "canceled": "cancelled", "processing": "processing"}


class PaymentsNotSetUp(Unreachable):
    """This box office cannot take card payments yet: its operator has to set the Stripe keys."""


class WrongSignature(Malformed):
    """The webhook was not signed with a secret of ours."""


@cache
def _stripe() -> "StripeClient":
    import stripe

    key = secret("stripe_secret_key")
    if not key:
        raise PaymentsNotSetUp()
    return stripe.StripeClient(
        key,
        base_addresses={"api": config().stripe_api},
        max_network_retries=2,
        # Three tries and the pauses between them end before API Gateway (29 s) and the function (28 s) give up.
        http_client=stripe.RequestsClient(timeout=7),
    )


def _intent(answer: Any) -> Intent:
    return Intent(
        reference=answer.id,
        status=_STATUS.get(answer.status, "open"),
        received_minor=answer.amount_received,
        currency=answer.currency.upper(),
        client_secret=answer.client_secret,
        order_id=answer.metadata.to_dict().get("order_id", ""),
    )


def open_intent(payment: Payment) -> Intent:
    """Start a payment. The same payment always gives the same intent, whatever was lost on the way back.

    Raises Unreachable.
    """
    import stripe

    try:
        return _intent(
            _stripe().v1.payment_intents.create(
                {
                    "amount": payment.amount_minor,
                    "currency": payment.currency.lower(),
                    "automatic_payment_methods": {"enabled": True},
                    "metadata": {"order_id": payment.order_id, "payment_id": payment.payment_id},
                },
                {"idempotency_key": payment.idempotency_key},
            )
        )
    except (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError) as error:
        raise Unreachable() from error


def get_intent(reference: str) -> Intent:
    """What Stripe says of a payment now. Raises Unreachable."""
    import stripe

    try:
        return _intent(_stripe().v1.payment_intents.retrieve(reference))
    except (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError) as error:
        raise Unreachable() from error


def cancel_intent(reference: str) -> Intent:
    """Ask Stripe to cancel. The answer says what became of it: a payment that was faster stays succeeded.

    Raises Unreachable.
    """
    import stripe

    try:
        return _intent(_stripe().v1.payment_intents.cancel(reference))
    except stripe.InvalidRequestError:
        return get_intent(reference)
    except (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError) as error:
        raise Unreachable() from error


def refund(refund: Refund, payment_reference: str) -> str:
    """Pay money back; returns Stripe's reference. Asking twice for the same refund pays once. Raises Unreachable."""
    import stripe

    try:
        answer = _stripe().v1.refunds.create(
            {
                "payment_intent": payment_reference,
                "amount": refund.amount_minor,
                "metadata": {"order_id": refund.order_id, "refund_id": refund.refund_id},
            },
            {"idempotency_key": f"refund:{refund.refund_id}"},
        )
    except (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError) as error:
        raise Unreachable() from error
    return answer.id


def read_webhook(body: bytes, signature: str) -> dict[str, Any]:
    """The notice in a webhook's body. Raises WrongSignature for one that no secret of ours has signed."""
    import stripe

    for key in filter(None, secret("stripe_webhook_secrets").split(",")):
        try:
            event = stripe.Webhook.construct_event(body, signature, key)
        except (stripe.SignatureVerificationError, ValueError):
            continue
        subject = event.data.object
        return {"id": event.id, "type": event.type, "object": subject.object, "reference": subject.id,
                "order_id": _order_of(subject)}  # fmt: skip
    raise WrongSignature()


def _order_of(subject: Any) -> str:
    metadata = getattr(subject, "metadata", None)
    return str(metadata.to_dict().get("order_id", "")) if metadata else ""
