"""New API objects that carry every attribute the SDK's class declares, empty where Stripe's would be."""

from __future__ import annotations

import secrets
import string
from functools import cache
from types import NoneType
from typing import Any, ClassVar, Literal, Union, get_args, get_origin

import stripe
import stripe.v2.core
from stripe._stripe_object import UntypedStripeObject

from localstack.stripe.errors import Json

# kind of object → the SDK's class and the prefix of its ids
KINDS: dict[str, tuple[type, str]] = {
    "payment_intent": (stripe.PaymentIntent, "pi"),
    "payment_method": (stripe.PaymentMethod, "pm"),
    "charge": (stripe.Charge, "ch"),
    "balance_transaction": (stripe.BalanceTransaction, "txn"),
    "refund": (stripe.Refund, "re"),
    "application_fee": (stripe.ApplicationFee, "fee"),
    "fee_refund": (stripe.ApplicationFeeRefund, "fr"),
    "dispute": (stripe.Dispute, "dp"),
    "event": (stripe.Event, "evt"),
    "v2.core.account": (stripe.v2.core.Account, "acct"),
}
KIND_OF_PREFIX = {prefix: kind for kind, (_, prefix) in KINDS.items()}

_ALPHABET = string.ascii_letters + string.digits


def token(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def new_id(kind: str) -> str:
    return f"{KINDS[kind][1]}_{token(16) if kind == 'v2.core.account' else '3' + token(23)}"


def new_object(kind: str, created: int, **attributes: Any) -> Json:
    """An object of `kind` with a fresh id, the time, and `attributes`."""
    blank = {name: _empty(hint) for name, hint in _attributes(kind).items()}
    known = {"id": new_id(kind), "object": kind, "created": created}
    return {name: value for name, value in (blank | known | attributes).items() if name != "deleted"}


@cache
def _attributes(kind: str) -> dict[str, Any]:
    annotations: dict[str, Any] = KINDS[kind][0].__annotations__
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
