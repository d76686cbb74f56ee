"""Which payment methods a buyer is offered: by currency, account, configuration and what the shop leaves out."""

from __future__ import annotations

from localstack.stripe import method_settings
from localstack.stripe.errors import Json, invalid
from localstack.stripe.payment_methods import TYPES
from localstack.stripe.state import PLATFORM, State


def types_for(state: State, account: str, currency: str, given: Json) -> list[str]:
    """`given` are the parameters of an intent, or the intent itself. Refuses an offer of nothing, as Stripe does."""
    offered = [
        name
        for name, kind in TYPES.items()
        if (kind.currencies is None or currency in kind.currencies)
        and (kind.manual_capture or given.get("capture_method") != "manual")
        and not (kind.redirects and _stays_on_the_page(given))
        and name not in (given.get("excluded_payment_method_types") or [])
        and (not given.get("allowed_payment_method_types") or name in given["allowed_payment_method_types"])
        and method_settings.is_on(state, account, name)
        and _is_capable(state, account, kind.capability)
    ]
    if not offered:
        raise invalid(
            "No valid payment method types for this Payment Intent. Please ensure that you have activated payment "
            "methods compatible with your chosen currency in your dashboard."
        )
    return offered


def _stays_on_the_page(given: Json) -> bool:
    return (given.get("automatic_payment_methods") or {}).get("allow_redirects") == "never"


def _is_capable(state: State, account: str, capability: str) -> bool:
    """An account that was never made here can do everything, so that a test needs no onboarding."""
    known = state.find(PLATFORM, account)
    if known is None:
        return True
    merchant = known["configuration"].get("merchant") or {}
    return bool((merchant.get("capabilities") or {}).get(capability, {}).get("status") == "active")
