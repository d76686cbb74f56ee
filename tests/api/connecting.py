"""What tests of money begin with: a shop whose Stripe account is set up, on the local Stripe and its control."""

from typing import Any

import requests

from localstack.launcher import Running
from tests.api.mailed import mailed_token
from tests.resilience.stripe_side import StripeSide
from tests.shop import PASSWORD, Shop, wait_for

OPERATOR = "operator@foyer.example"
ACCOUNT = "/account/payments"


def control(cloud: Running, what: str, **body: Any) -> dict[str, Any]:
    """Tell the local Stripe what happens next: see localstack/stripe/control.py."""
    return StripeSide(cloud.settings.stripe_url).tell(what, **body)  # type: ignore[no-any-return]


def asked(cloud: Running, method: str, path: str) -> list[dict[str, Any]]:
    """What the local Stripe was asked so far."""
    return [entry for entry in StripeSide(cloud.settings.stripe_url).requests(path) if entry["method"] == method]


def at_organizer(shop: Shop) -> str:
    """Where the shop's organizer is connected to a Stripe account of its own."""
    return f"/organizers/{shop.organizer_id}/payments"


def settings(shop: Shop, at: str = ACCOUNT) -> dict[str, Any]:
    """How the shop is paid."""
    return shop.get(at)  # type: ignore[no-any-return]


def connect(shop: Shop, dashboard: str = "express", at: str = ACCOUNT) -> str:
    """Begin to connect; the Stripe account's id."""
    shop.post(f"{at}/connect", {"dashboard": dashboard, "country": "DE"})
    account: str = settings(shop, at)["stripe_account"]
    assert account.startswith("acct_")
    return account


def connected(shop: Shop, dashboard: str = "express", at: str = ACCOUNT) -> str:
    """A Stripe account that can charge: set up at Stripe, and seen here."""
    account = connect(shop, dashboard, at)
    control(shop.cloud, "accounts", account=account, onboard="finish")
    assert shop.post(f"{at}/refresh", {})["status"] == "ready"
    return account


def until(shop: Shop, status: str, at: str = ACCOUNT) -> dict[str, Any]:
    """Wait for what Stripe tells by itself."""
    return wait_for(lambda: found if (found := settings(shop, at))["status"] == status else None, status)


def operator(cloud: Running) -> Shop:
    """The member whom the deployment's settings name; signed up by whoever asks first."""
    shop = Shop(cloud, requests.Session(), OPERATOR)
    credentials = {"email": OPERATOR, "password": PASSWORD}
    if not shop.send("POST", "/sessions", credentials).ok:
        shop.post("/accounts", credentials | {"name": "The platform", "your_name": "Olga Operator"})
        shop.post("/me/email-confirmation", {"token": mailed_token(shop, "Confirm your e-mail")})
    return shop


def refusal(response: requests.Response) -> tuple[int, str]:
    """(status, code) of a request that was refused."""
    return response.status_code, response.json()["code"]
