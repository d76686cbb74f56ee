"""New API objects that carry every attribute the SDK's class declares, empty where Stripe's would be."""

from __future__ import annotations

import secrets
import string
from functools import cache
from types import NoneType
from typing import Any, ClassVar, Literal, Union, get_args, get_origin

import stripe
import stripe.radar
import stripe.v2.core
from stripe._stripe_object import UntypedStripeObject

from localstack.stripe.errors import Json

# kind of object → the SDK's class and the prefix of its ids
KINDS: dict[str, tuple[type, str]] = {
    "payment_intent": (stripe.PaymentIntent, "pi"),
    "payment_method": (stripe.PaymentMethod, "pm"),
    "setup_intent": (stripe.SetupIntent, "seti"),
    "customer": (stripe.Customer, "cus"),
    "charge": (stripe.Charge, "ch"),
    "balance_transaction": (stripe.BalanceTransaction, "txn"),
    "refund": (stripe.Refund, "re"),
    "application_fee": (stripe.ApplicationFee, "fee"),
    "fee_refund": (stripe.ApplicationFeeRefund, "fr"),
    "dispute": (stripe.Dispute, "dp"),
    "payout": (stripe.Payout, "po"),
    "review": (stripe.Review, "prv"),
    "radar.early_fraud_warning": (stripe.radar.EarlyFraudWarning, "issfr"),
    "payment_method_domain": (stripe.PaymentMethodDomain, "pmd"),
    "payment_method_configuration": (stripe.PaymentMethodConfiguration, "pmc"),
    "event": (stripe.Event, "evt"),
    "v2.core.event": (stripe.v2.core.Event, "evt"),
    "v2.core.account": (stripe.v2.core.Account, "acct"),
}

_ALPHABET = string.ascii_letters + string.digits


def token(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def new_id(kind: str) -> str:
    return f"{KINDS[kind][1]}_{token(16) if kind == 'v2.core.account' else '3' + token(23)}"


def kinds_of(object_id: str) -> list[str]:
    """The kinds of object that an id can name, by its prefix."""
    return [kind for kind, (_, prefix) in KINDS.items() if prefix == object_id.partition("_")[0]]


def blank_of(declared: type) -> Json:
    """Every attribute that a class of the SDK declares, empty."""
    return {name: _empty(hint) for name, hint in _attributes(declared).items()}


def new_object(kind: str, created: int | str, **attributes: Any) -> Json:
    """An object of `kind` with a fresh id, the time, and `attributes`."""
    known = {"id": new_id(kind), "object": kind, "created": created}
    return {name: value for name, value in (blank_of(KINDS[kind][0]) | known | attributes).items() if name != "deleted"}


@cache
def _attributes(declared: type) -> dict[str, Any]:
    annotations: dict[str, Any] = declared.__annotations__
    return {
        name: hint
        for name, hint in annotations.items()
        if get_origin(hint) is not ClassVar and not name.startswith("_")
    }


def _empty(hint: Any) -> Any:
    origin: Any = get_origin(hint)
    if origin is Union and NoneType in get_args(hint):
        return None
    if origin is list:
        return []
    if origin in (dict, UntypedStripeObject):
        return {}
    if origin is Literal:
        return get_args(hint)[0]
    return {bool: False, int: 0, str: ""}.get(hint)
