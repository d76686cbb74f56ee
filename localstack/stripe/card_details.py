"""What is shown of a card, checked as a bank's form checks it: number, expiry, security code, wallet."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from localstack.stripe import cards
from localstack.stripe.call import Call
from localstack.stripe.errors import ApiError, Json, card_error, invalid
from localstack.stripe.outcomes import NOT_A_TEST_CARD, Outcome

# A wallet gives a token in place of the number. The names are our own: a real token is made by the device.
_WALLETS = {"tok_applePay": "apple_pay", "tok_googlePay": "google_pay"}
_WALLET_CARD = "4242424242424242"
_UNKNOWN = cards.Card("", "", "", NOT_A_TEST_CARD)


def describe(call: Call, given: Json) -> Json:
    wallet = _wallet(given)
    number = _WALLET_CARD if wallet else given.get("number", "").replace(" ", "")
    if not wallet:
        _require_valid(call, number, given)
    card = cards.BY_NUMBER.get(number, _UNKNOWN)
    year = datetime.fromtimestamp(call.state.now(), UTC).year + 4
    return {
        "brand": card.brand,
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "unchecked"},
        "country": card.country,
        "display_brand": card.brand,
        "exp_month": given.get("exp_month", 12),
        "exp_year": _full_year(given.get("exp_year", year)),
        # A wallet pays with a number of the device's own, so the same card has another fingerprint there.
        "fingerprint": fingerprint(f"{wallet['type'] if wallet else ''}{number}"),
        "funding": card.funding,
        "generated_from": None,
        "last4": number[-4:],
        "networks": {"available": [card.brand], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": wallet,
    }


def fingerprint(number: str) -> str:
    """The same for the same number, for ever, and nothing to be learnt from it."""
    return hashlib.sha256(number.encode()).hexdigest()[:16]


def _wallet(given: Json) -> Json | None:
    if "token" not in given:
        return None
    kind = _WALLETS.get(given["token"])
    if kind is None:
        raise invalid(f"No such token: '{given['token']}'", code="resource_missing", param="card[token]")
    return {"type": kind, "dynamic_last4": "4242", kind: {}}


def _require_valid(call: Call, number: str, given: Json) -> None:
    if not cards.passes_luhn(number):
        raise card_error("incorrect_number", "Your card number is incorrect.", param="number")
    _require_future(call, given)
    cvc = given.get("cvc", "123")
    if not cvc.isdigit() or not 3 <= len(cvc) <= 4:
        raise card_error("invalid_cvc", "Your card's security code is invalid.", param="cvc")


def _full_year(year: int) -> int:
    return year + 2000 if year < 100 else year


def _require_future(call: Call, given: Json) -> None:
    for name in ("exp_month", "exp_year"):
        if name not in given:
            param = f"card[{name}]"
            raise invalid(f"Missing required param: {param}.", code="parameter_missing", param=param)
    now = datetime.fromtimestamp(call.state.now(), UTC)
    month, year = given["exp_month"], _full_year(given["exp_year"])
    if not 1 <= month <= 12:
        raise _invalid_expiry("month")
    if year < now.year or year > now.year + 50:
        raise _invalid_expiry("year")
    if (year, month) < (now.year, now.month):
        raise _invalid_expiry("month")


def _invalid_expiry(part: str) -> ApiError:
    return card_error(f"invalid_expiry_{part}", f"Your card's expiration {part} is invalid.", param=f"exp_{part}")


def outcome(kept: Json) -> Outcome:
    if "token" in kept:
        return cards.BY_NUMBER[_WALLET_CARD].outcome
    return cards.BY_NUMBER.get(kept["number"].replace(" ", ""), _UNKNOWN).outcome
