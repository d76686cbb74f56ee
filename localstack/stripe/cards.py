"""Stripe's published test cards and what each of them does.

Numbers, names and countries: https://docs.stripe.com/testing and https://docs.stripe.com/radar/testing
"""

from __future__ import annotations

from dataclasses import dataclass

from localstack.stripe.outcomes import Decline, Outcome, declined

_SUCCEEDS = Outcome()


@dataclass(frozen=True)
class Card:
    number: str
    token: str
    says: str
    outcome: Outcome = _SUCCEEDS
    brand: str = "visa"
    country: str = "US"
    funding: str = "credit"


_NO_FUNDS = declined("insufficient_funds", "Your card has insufficient funds.")
_EXPIRED = Outcome(Decline("expired_card", None, "Your card has expired."))
_WRONG_CVC = Outcome(Decline("incorrect_cvc", None, "Your card's security code is incorrect."))
_BROKEN = Outcome(
    Decline("processing_error", None, "An error occurred while processing your card. Try again in a little bit.")
)
_KEPT_ONLY = Outcome(declined("generic_decline").decline, declines_later=True)
_BOTH = Outcome(_NO_FUNDS.decline, challenge=True)

CARDS = (
    Card("4242424242424242", "pm_card_visa", "Succeeds"),
    Card("5555555555554444", "pm_card_mastercard", "Succeeds", brand="mastercard"),
    Card("378282246310005", "pm_card_amex", "Succeeds", brand="amex"),
    Card("6011111111111117", "pm_card_discover", "Succeeds", brand="discover"),
    Card("3056930009020004", "pm_card_diners", "Succeeds", brand="diners"),
    Card("3566002020360505", "pm_card_jcb", "Succeeds", brand="jcb"),
    Card("6200000000000005", "pm_card_unionpay", "Succeeds", brand="unionpay"),
    Card("4000000760000002", "pm_card_br", "Succeeds, a card of Brazil", country="BR"),
    Card("4000056655665556", "pm_card_visa_debit", "Succeeds, a debit card", funding="debit"),
    Card("4000000000000077", "pm_card_bypassPending", "Money available at once", Outcome(bypasses_pending=True)),
    Card("4000000000000002", "pm_card_visa_chargeDeclined", "Declined", declined("generic_decline")),
    Card("4000000000009995", "pm_card_visa_chargeDeclinedInsufficientFunds", "Insufficient funds", _NO_FUNDS),
    Card("4000000000009987", "pm_card_visa_chargeDeclinedLostCard", "Reported lost", declined("lost_card")),
    Card("4000000000000069", "pm_card_chargeDeclinedExpiredCard", "Expired", _EXPIRED),
    Card("4000000000000127", "pm_card_chargeDeclinedIncorrectCvc", "Wrong CVC", _WRONG_CVC),
    Card("4000000000000119", "pm_card_chargeDeclinedProcessingError", "Processing error", _BROKEN),
    Card("4000000000000341", "pm_card_chargeCustomerFail", "Can be kept, then declines", _KEPT_ONLY),
    # [M] The countries of the 3-D Secure cards are read from the digits 7 to 9 of their numbers (ISO 3166).
    Card(
        "4000002500003155", "pm_card_authenticationRequiredOnSetup", "Asks for 3-D Secure",
        Outcome(challenge=True, challenge_ends=True), country="FR",
    ),
    Card(
        "4000002760003184", "pm_card_authenticationRequired", "Always asks for 3-D Secure",
        Outcome(challenge=True), country="DE",
    ),
    Card(
        "4000008260003178", "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
        "3-D Secure, then insufficient funds", _BOTH, country="GB",
    ),
    Card("4000000000009235", "pm_card_riskLevelElevated", "Elevated risk, reviewed", Outcome(risk="elevated")),
    Card("4000000000004954", "pm_card_riskLevelHighest", "Highest risk", Outcome(risk="highest")),
    Card("4100000000000019", "pm_card_chargeDeclinedFraudulent", "Always blocked", Outcome(risk="blocked")),
    Card("4000000000007726", "pm_card_pendingRefund", "Refund is pending first", Outcome(refund="pending")),
    Card("4000000000005126", "pm_card_refundFail", "Refund fails later", Outcome(refund="fails later")),
    Card("4000000000000259", "pm_card_createDispute", "Disputed as fraudulent", Outcome(dispute="fraudulent")),
    Card(
        "4000000000002685", "pm_card_createDisputeProductNotReceived", "Disputed as not received",
        Outcome(dispute="product_not_received"),
    ),
    Card("4000000000001976", "pm_card_createDisputeInquiry", "The bank inquires", Outcome(dispute="inquiry")),
    Card("4000000000005423", "pm_card_createIssuerFraudRecord", "Early fraud warning", Outcome(fraud_warning=True)),
    Card("4000002760000016", "pm_card_de", "Succeeds, from Germany", country="DE"),
    Card("4000002500000003", "pm_card_fr", "Succeeds, from France", country="FR"),
    Card("4000003720000005", "pm_card_ie", "Succeeds, from Ireland", country="IE"),
    Card("4000003800000008", "pm_card_it", "Succeeds, from Italy", country="IT"),
    Card("4000008260000000", "pm_card_gb", "Succeeds, from the United Kingdom", country="GB"),
    Card("4000003920000003", "pm_card_jp", "Succeeds, from Japan", country="JP"),
)  # fmt: skip

BY_NUMBER = {card.number: card for card in CARDS}
# The short names are the ones in older documentation; both are accepted.
BY_TOKEN = {card.token: card for card in CARDS} | {
    card.token.replace("pm_card_visa_", "pm_card_"): card for card in CARDS
}


def passes_luhn(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[1::2]]
    return number.isdigit() and len(number) >= 12 and (sum(digits[::2]) + sum(doubled)) % 10 == 0
