"""What happens when a payment method is charged, and later when the charge is refunded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Decline:
    """Why the bank said no: the error code, the bank's own reason, the sentence for the buyer."""

    code: str
    decline_code: str | None
    message: str


@dataclass(frozen=True)
class Outcome:
    decline: Decline | None = None
    challenge: bool = False
    # Once its owner has agreed that it is kept, the bank does not ask again while they are away.
    challenge_ends: bool = False
    # It is kept without complaint, and declined whenever it is charged.
    declines_later: bool = False
    # The buyer leaves for the method's own page, whatever the shop would rather.
    redirect: bool = False
    settles: Literal["now", "later", "never"] = "now"
    refund: Literal["succeeds", "pending", "fails later"] = "succeeds"
    # The reason of the dispute that follows the charge; `inquiry` is one that takes no money yet.
    dispute: str | None = None
    # A dispute over a bank debit cannot be answered.
    dispute_is_final: bool = False
    fraud_warning: bool = False
    risk: Literal["normal", "elevated", "highest", "blocked", "not_assessed"] = "normal"
    # Is the money available at once, and not after two days?
    bypasses_pending: bool = False


def declined(decline_code: str, message: str = "Your card was declined.") -> Outcome:
    return Outcome(Decline("card_declined", decline_code, message))


BLOCKED = Decline("card_declined", "fraudulent", "Your card was declined.")
NOT_AUTHENTICATED = Decline(
    "payment_intent_authentication_failure",
    None,
    "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
)
SETUP_NOT_AUTHENTICATED = Decline(
    "setup_intent_authentication_failure",
    None,
    "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
)
AUTHENTICATION_REQUIRED = Decline(
    "authentication_required",
    "authentication_required",
    "Your card was declined. This transaction requires authentication.",
)
NOT_A_TEST_CARD = declined(
    "test_mode_live_card",
    "Your card was declined. Your request was in test mode, but used a non test (live) card. "
    "For a list of valid test cards, visit: https://stripe.com/docs/testing.",
)
