"""The links that lead an organizer to the page of onboarding, and back."""

from __future__ import annotations

from localstack.stripe import accounts, thin_events
from localstack.stripe.call import Call
from localstack.stripe.errors import Json, invalid
from localstack.stripe.instants import instant
from localstack.stripe.shapes import token
from localstack.stripe.state import PLATFORM, State

LIVES_SECONDS = 600


def create(call: Call) -> Json:
    account = accounts.find(call, call.params["account"], "account")
    use_case = call.params["use_case"]
    details = use_case.get(use_case["type"])
    if details is None:
        param = f"use_case[{use_case['type']}]"
        raise invalid(f"Missing required param: {param}.", code="parameter_missing", param=param)
    url = make(call, account, details.get("return_url"), use_case["type"], details.get("refresh_url"))
    now = call.state.now()
    return {
        "object": "v2.core.account_link",
        "account": account["id"],
        "created": instant(now),
        "expires_at": instant(now + LIVES_SECONDS),
        "livemode": False,
        "url": url,
        "use_case": use_case,
    }


def make(call: Call, account: Json, return_url: str | None, use_case: str, refresh_url: str | None = None) -> str:
    """The address of the page; a new link ends the one before."""
    key = token(24)
    call.state.private[account["id"]] = {
        "onboarding": key,
        "use_case": use_case,
        "return_url": return_url,
        "refresh_url": refresh_url,
        "expires_at": call.state.now() + LIVES_SECONDS,
        "used": False,
    }
    return f"{call.base_url}/onboarding/{account['id']}/{key}"


def find_by_link(state: State, account_id: str, key: str) -> Json | None:
    account = state.find(PLATFORM, account_id)
    return account if state.private.get(account_id, {}).get("onboarding") == key else None


def is_over(state: State, account_id: str) -> bool:
    """A link can be opened once and for ten minutes; afterwards Stripe leads to `refresh_url`."""
    link = state.private[account_id]
    return bool(link["used"] or state.now() > link["expires_at"])


def returned(call: Call, account: Json) -> None:
    """The organizer comes back from the page, whatever was done there."""
    link = call.state.private[account["id"]]
    link["used"] = True
    data = {
        "account_id": account["id"],
        "configurations": account["applied_configurations"],
        "use_case": link["use_case"],
    }
    thin_events.record(call, "v2.core.account_link.returned", account["id"], data)
