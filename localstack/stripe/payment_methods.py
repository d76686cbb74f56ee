"""Payment methods: the small table of kinds this server accepts, and what each will do when charged."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from localstack.stripe import cards
from localstack.stripe.call import Call
from localstack.stripe.cards import Decline, Outcome
from localstack.stripe.errors import ApiError, Json, card_error, invalid
from localstack.stripe.shapes import new_object

# Published test accounts: https://docs.stripe.com/payments/sepa-debit
_IBAN_FAILS = "DE62370400440532013001"
_DEBIT_REFUSED = Decline("payment_intent_payment_attempt_failed", None, "The debit was refused by the bank.")


@dataclass(frozen=True)
class PaymentMethodType:
    """`describe` checks what the buyer gave and returns what is shown of it; `outcome` reads what is kept."""

    describe: Callable[[Call, Json], Json]
    outcome: Callable[[Json], Outcome]
    currencies: frozenset[str] | None = None


def _card(call: Call, given: Json) -> Json:
    number = given.get("number", "").replace(" ", "")
    if not cards.passes_luhn(number):
        raise card_error("incorrect_number", "Your card number is incorrect.", param="number")
    _require_future(call, given)
    if not given.get("cvc", "123").isdigit() or not 3 <= len(given.get("cvc", "123")) <= 4:
        raise card_error("invalid_cvc", "Your card's security code is invalid.", param="cvc")
    brand = cards.BY_NUMBER[number].brand if number in cards.BY_NUMBER else "visa"
    return {
        "brand": brand,
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "unchecked"},
        "country": "US",
        "display_brand": brand,
        "exp_month": given["exp_month"],
        "exp_year": _full_year(given["exp_year"]),
        "fingerprint": hashlib.sha256(number.encode()).hexdigest()[:16],
        "funding": "credit",
        "generated_from": None,
        "last4": number[-4:],
        "networks": {"available": [brand], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


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


def _card_outcome(kept: Json) -> Outcome:
    card = cards.BY_NUMBER.get(kept["number"].replace(" ", ""))
    return card.outcome if card else cards.NOT_A_TEST_CARD


def _sepa_debit(call: Call, given: Json) -> Json:
    iban = given["iban"].replace(" ", "").upper()
    return {
        "bank_code": iban[4:12],
        "branch_code": None,
        "country": iban[:2],
        "fingerprint": hashlib.sha256(iban.encode()).hexdigest()[:16],
        "generated_from": {"charge": None, "setup_attempt": None},
        "last4": iban[-4:],
    }


def _sepa_outcome(kept: Json) -> Outcome:
    if kept["iban"].replace(" ", "").upper() == _IBAN_FAILS:
        return Outcome(_DEBIT_REFUSED, settles="fails later")
    return Outcome(settles="later")


TYPES = {
    "card": PaymentMethodType(_card, _card_outcome),
    "sepa_debit": PaymentMethodType(_sepa_debit, _sepa_outcome, frozenset({"eur"})),
}


def types_for(currency: str) -> list[str]:
    return [name for name, kind in TYPES.items() if kind.currencies is None or currency in kind.currencies]


def create(call: Call) -> Json:
    return make(call, call.params)


def retrieve(call: Call) -> Json:
    return call.get("payment_method", "payment_method")


def make(call: Call, given: dict[str, Any]) -> Json:
    """A payment method from what a buyer typed; the secret part stays out of the object."""
    kind = given.get("type", "")
    if kind not in TYPES:
        raise invalid(f"The payment method type '{kind}' is not served by the local Stripe.", param="type")
    if kind not in given:
        raise invalid(f"Missing required param: {kind}.", code="parameter_missing", param=kind)
    method = new_object(
        "payment_method",
        call.state.now(),
        type=kind,
        allow_redisplay="unspecified",
        billing_details=_billing_details(given.get("billing_details") or {}),
        metadata=given.get("metadata") or {},
        **{kind: TYPES[kind].describe(call, given[kind])},
    )
    call.state.private[method["id"]] = {"type": kind, **given[kind]}
    return call.state.put(call.account, method)


def _billing_details(given: Json) -> Json:
    blank: Json = {"address": None, "email": None, "name": None, "phone": None, "tax_id": None}
    return blank | given


def find(call: Call, method_id: str) -> Json:
    """The method with this id; the published names (`pm_card_visa`) make a new one at each use."""
    card = cards.BY_TOKEN.get(method_id)
    if card is None:
        return call.state.get(call.account, "payment_method", method_id, "payment_method")
    year = datetime.fromtimestamp(call.state.now(), UTC).year + 4
    typed = {"number": card.number, "exp_month": 12, "exp_year": year, "cvc": "123"}
    return make(call, {"type": "card", "card": typed})


def outcome(call: Call, method: Json) -> Outcome:
    kept = call.state.private[method["id"]]
    return TYPES[kept["type"]].outcome(kept)
