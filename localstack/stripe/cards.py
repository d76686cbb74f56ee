"""Stripe's published test cards and what each of them does.

Numbers and names: https://docs.stripe.com/testing
"""

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
    """What happens when a payment method is charged, and later when it is refunded."""

    decline: Decline | None = None
    challenge: bool = False
    settles: Literal["now", "later", "fails later"] = "now"
    refund: Literal["succeeds", "pending", "fails later"] = "succeeds"
    disputed: bool = False


@dataclass(frozen=True)
class Card:
    number: str
    brand: str
    token: str
    says: str
    outcome: Outcome = Outcome()


def _declined(decline_code: str, message: str = "Your card was declined.") -> Outcome:
    return Outcome(Decline("card_declined", decline_code, message))


EXPIRED = Decline("expired_card", None, "Your card has expired.")
WRONG_CVC = Decline("incorrect_cvc", None, "Your card's security code is incorrect.")
PROCESSING = Decline(
    "processing_error", None, "An error occurred while processing your card. Try again in a little bit."
)
NOT_A_TEST_CARD = _declined(
    "test_mode_live_card",
    "Your card was declined. Your request was in test mode, but used a non test (live) card. "
    "For a list of valid test cards, visit: https://stripe.com/docs/testing.",
)

CARDS = (
    Card("4242424242424242", "visa", "pm_card_visa", "Succeeds"),
    Card("5555555555554444", "mastercard", "pm_card_mastercard", "Succeeds"),
    Card("4000000000000002", "visa", "pm_card_visa_chargeDeclined", "Declined", _declined("generic_decline")),
    Card(
        "4000000000009995",
        "visa",
        "pm_card_visa_chargeDeclinedInsufficientFunds",
        "Insufficient funds",
        _declined("insufficient_funds", "Your card has insufficient funds."),
    ),
    Card("4000000000000069", "visa", "pm_card_chargeDeclinedExpiredCard", "Expired", Outcome(EXPIRED)),
    Card("4000000000000127", "visa", "pm_card_chargeDeclinedIncorrectCvc", "Wrong CVC", Outcome(WRONG_CVC)),
    Card(
        "4000000000000119",
        "visa",
        "pm_card_chargeDeclinedProcessingError",
        "Processing error",
        Outcome(PROCESSING),
    ),
    Card(
        "4000002500003155",
        "visa",
        "pm_card_authenticationRequiredOnSetup",
        "Asks for 3-D Secure",
        Outcome(challenge=True),
    ),
    Card(
        "4000002760003184",
        "visa",
        "pm_card_authenticationRequired",
        "Always asks for 3-D Secure",
        Outcome(challenge=True),
    ),
    Card(
        "4000008260003178",
        "visa",
        "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
        "3-D Secure, then insufficient funds",
        Outcome(_declined("insufficient_funds", "Your card has insufficient funds.").decline, challenge=True),
    ),
    Card(
        "4000000000007726",
        "visa",
        "pm_card_pendingRefund",
        "Refund is pending first",
        Outcome(refund="pending"),
    ),
    Card("4000000000005126", "visa", "pm_card_refundFail", "Refund fails later", Outcome(refund="fails later")),
    Card("4000000000000259", "visa", "pm_card_createDispute", "Disputed as fraudulent", Outcome(disputed=True)),
)

BY_NUMBER = {card.number: card for card in CARDS}
# The short names are the ones in older documentation; both are accepted.
BY_TOKEN = {card.token: card for card in CARDS} | {
    card.token.replace("pm_card_visa_", "pm_card_"): card for card in CARDS
}


def passes_luhn(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[1::2]]
    return number.isdigit() and len(number) >= 12 and (sum(digits[::2]) + sum(doubled)) % 10 == 0
