"""Stripe's webhooks: whose signature, about which payment."""

from dataclasses import dataclass
from typing import Any

from chalicelib.gateways.secrets import secret
from chalicelib.kernel.errors import Malformed


class WrongSignature(Malformed):
    """The webhook was not signed with a secret of ours."""


@dataclass(frozen=True)
class Notice:
    """Something has happened at Stripe: to this order's payment or a kept card, as far as it tells, on this account."""

    notice_id: str
    type: str
    account: str
    order_id: str
    card_id: str
    payment_reference: str
    reference: str


def read_webhook(body: bytes, signature: str) -> Notice:
    """The notice in a webhook's body. Raises WrongSignature for one that no secret of ours has signed.

    Several secrets may be valid at once: one for each endpoint, and while one is being replaced.
    """
    import stripe

    for key in filter(None, secret("stripe_webhook_secrets").split(",")):
        try:
            event = stripe.Webhook.construct_event(body, signature, key)
        except (stripe.SignatureVerificationError, ValueError):
            continue
        return _notice(event)
    raise WrongSignature()


def _notice(event: Any) -> Notice:
    subject = event.data.object
    intent = subject.id if subject.object == "payment_intent" else getattr(subject, "payment_intent", None)
    metadata = getattr(subject, "metadata", None)
    told = metadata.to_dict() if metadata else {}
    return Notice(
        notice_id=event.id,
        type=event.type,
        account=getattr(event, "account", None) or "",
        order_id=str(told.get("order_id", "")),
        card_id=str(told.get("card_id", "")),
        payment_reference=(intent if isinstance(intent, str) else getattr(intent, "id", "")) or "",
        reference=getattr(subject, "id", "") or "",
    )
