"""Payment methods: the small table of kinds this server accepts, and what each will do when charged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from localstack.stripe import card_details, cards, debits
from localstack.stripe.call import Call
from localstack.stripe.errors import Json, invalid
from localstack.stripe.outcomes import Outcome
from localstack.stripe.shapes import new_object


@dataclass(frozen=True)
class PaymentMethodType:
    """`describe` checks what the buyer gave and returns what is shown of it; `outcome` reads what is kept."""

    describe: Callable[[Call, Json], Json]
    outcome: Callable[[Json], Outcome]
    capability: str
    currencies: frozenset[str] | None = None
    redirects: bool = False
    manual_capture: bool = True
    # What a shop must tell of the buyer, as paths of `billing_details`.
    needs: tuple[str, ...] = ()


def _nothing(call: Call, given: Json) -> Json:
    return {}


def _leaves(kept: Json) -> Outcome:
    return Outcome(redirect=True, risk="not_assessed")


_KLARNA = frozenset("aud cad chf czk dkk eur gbp nok nzd pln ron sek usd".split())
_AFTERPAY = frozenset("aud cad gbp nzd usd".split())
TYPES = {
    "card": PaymentMethodType(card_details.describe, card_details.outcome, "card_payments"),
    "sepa_debit": PaymentMethodType(
        debits.describe_sepa, debits.outcome, "sepa_debit_payments", frozenset({"eur"}),
        manual_capture=False, needs=("name", "email"),
    ),
    "us_bank_account": PaymentMethodType(
        debits.describe_ach, debits.outcome, "ach_debit_payments", frozenset({"usd"}),
        manual_capture=False, needs=("name",),
    ),
    # [M] Which details of the buyer the two require beyond these.
    "klarna": PaymentMethodType(
        _nothing, _leaves, "klarna_payments", _KLARNA, redirects=True, needs=("email", "address.country")
    ),
    "afterpay_clearpay": PaymentMethodType(
        _nothing, _leaves, "afterpay_clearpay_payments", _AFTERPAY, redirects=True, needs=("email", "address.country")
    ),
}  # fmt: skip


def create(call: Call) -> Json:
    return make(call, call.params)


def retrieve(call: Call) -> Json:
    return call.get("payment_method", "payment_method")


def make(call: Call, given: dict[str, Any]) -> Json:
    """A payment method from what a buyer typed; the secret part stays out of the object."""
    kind = given.get("type", "")
    if kind not in TYPES:
        raise invalid(f"The payment method type '{kind}' is not served by the local Stripe.", param="type")
    details = given.get(kind, {})
    if not details and not TYPES[kind].redirects:
        raise invalid(f"Missing required param: {kind}.", code="parameter_missing", param=kind)
    billing = _billing_details(given.get("billing_details") or {})
    _require_told(kind, billing)
    method = new_object(
        "payment_method",
        call.state.now(),
        type=kind,
        allow_redisplay="unspecified",
        billing_details=billing,
        metadata=given.get("metadata") or {},
        **{kind: TYPES[kind].describe(call, details)},
    )
    call.state.private[method["id"]] = {"type": kind, **details}
    return call.state.put(call.account, method)


def _billing_details(given: Json) -> Json:
    blank: Json = {"address": None, "email": None, "name": None, "phone": None, "tax_id": None}
    return blank | given


def _require_told(kind: str, billing: Json) -> None:
    for path in TYPES[kind].needs:
        name, _, part = path.partition(".")
        told = billing[name] if not part else (billing[name] or {}).get(part)
        if not told:
            param = f"billing_details[{name}]" + (f"[{part}]" if part else "")
            raise invalid(f"Missing required param: {param}.", code="parameter_missing", param=param)


def find(call: Call, method_id: str) -> Json:
    """The method with this id; the published names (`pm_card_visa`) make a new one at each use."""
    if account := debits.BY_TOKEN.get(method_id):
        return make(call, debits.typed(account))
    card = cards.BY_TOKEN.get(method_id)
    if card is None:
        return call.state.get(call.account, "payment_method", method_id, "payment_method")
    year = datetime.fromtimestamp(call.state.now(), UTC).year + 4
    typed = {"number": card.number, "exp_month": 12, "exp_year": year, "cvc": "123"}
    return make(call, {"type": "card", "card": typed})


def outcome(call: Call, method: Json) -> Outcome:
    kept = call.state.private[method["id"]]
    return TYPES[kept["type"]].outcome(kept)
