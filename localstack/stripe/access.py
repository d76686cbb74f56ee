"""Who calls: test keys only, and the account that the call is for."""

from __future__ import annotations

import base64
import binascii

from aiohttp import web

from localstack.stripe.errors import forbidden, no_access, unauthorized
from localstack.stripe.state import PLATFORM, State


def key_of(request: web.Request, params: dict[str, str]) -> str:
    """The API key from a bearer token, from basic authentication, or, as browsers send it, from `key`."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and value:
        return value.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            raise unauthorized("Invalid basic authentication.") from None
    if "key" in params:
        return params["key"]
    raise unauthorized(
        "You did not provide an API key. You need to provide your API key in the Authorization header, using "
        "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
    )


def is_publishable(key: str) -> bool:
    """Whether the key is for browsers; any but a test key is refused, so no live key is ever used here."""
    if key.startswith("pk_test_"):
        return True
    if key.startswith("sk_test_"):
        return False
    raise unauthorized(f"Invalid API Key provided: {key[:8]}{'*' * 8}. The local Stripe takes test keys only.")


def require_browser_may(publishable: bool, browser_operation: bool) -> None:
    if publishable and not browser_operation:
        raise forbidden(
            "This API call cannot be made with a publishable API key. Please use a secret API key. You can "
            "find a list of your API keys at https://dashboard.stripe.com/account/apikeys.",
            code="secret_key_required",
        )


def account_of(request: web.Request, state: State) -> str:
    account = request.headers.get("Stripe-Account") or request.headers.get("Stripe-Context") or PLATFORM
    if not account.startswith("acct_") or account in state.revoked:
        raise no_access(account)
    return account
