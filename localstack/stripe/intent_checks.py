"""What an amount and a fee must be before an intent is made or changed."""

from __future__ import annotations

from localstack.stripe.call import Call
from localstack.stripe.errors import invalid

_MINIMUMS = {"usd": 50, "eur": 50, "gbp": 30, "jpy": 50, "chf": 50, "cad": 50, "aud": 50}
_MAXIMUM = 99_999_999
# Amounts that these must be a multiple of. [M] In which words Stripe says so.
# https://docs.stripe.com/currencies#special-cases and #three-decimal
_STEPS = {"isk": 100, "ugx": 100, "bhd": 10, "jod": 10, "kwd": 10, "omr": 10, "tnd": 10}


def require_amount(amount: int, currency: str) -> None:
    if len(currency) != 3 or not currency.isalpha():
        raise invalid(f"Invalid currency: {currency}.", param="currency")
    if amount < 1:
        message = "This value must be greater than or equal to 1."
        raise invalid(message, code="parameter_invalid_integer", param="amount")
    minimum = _MINIMUMS.get(currency, 1)
    if amount < minimum:
        message = f"Amount must be at least {minimum} in the smallest unit of {currency}."
        raise invalid(message, code="amount_too_small", param="amount")
    if amount > _MAXIMUM:
        message = "Amount must be no more than 999999.99 in the units of the currency."
        raise invalid(message, code="amount_too_large", param="amount")
    require_whole(amount, currency)


def require_whole(amount: int, currency: str) -> None:
    step = _STEPS.get(currency, 1)
    if amount % step:
        raise invalid(f"Amounts in {currency} must be multiples of {step}.", param="amount")


def require_fee_allowed(call: Call) -> None:
    fee = call.params.get("application_fee_amount")
    if fee in (None, ""):
        return
    if fee < 1:
        message = "This value must be greater than or equal to 1."
        raise invalid(message, code="parameter_invalid_integer", param="application_fee_amount")
    if not call.connected:
        raise invalid(
            "Can only apply an application_fee_amount when the PaymentIntent is attempting a direct payment "
            "(using an OAuth key or Stripe-Account header) or destination payment (using "
            "`transfer_data[destination]`).",
            param="application_fee_amount",
        )
