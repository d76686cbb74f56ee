"""Stripe's own sandbox in the place of the local Stripe, for whoever puts its test keys into the environment.

    STRIPE_SECRET_KEY=sk_test_… STRIPE_PUBLISHABLE_KEY=pk_test_… make run

Stripe cannot reach a laptop: the return page asks what became of a payment, the reconciler finds the rest. Notices come
with `stripe listen --forward-to localhost:8000/api/stripe/webhook`, whose secret STRIPE_WEBHOOK_SECRET names.

PayPal's sandbox in the place of the local PayPal: the demo organizer is connected to this app of it.

    PAYPAL_CLIENT_ID=… PAYPAL_CLIENT_SECRET=… make run
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass

API = "https://api.stripe.com"
SCRIPT = "https://js.stripe.com/v3/"
PAYPAL_API = "https://api-m.sandbox.paypal.com"


@dataclass(frozen=True)
class Sandbox:
    """The keys of a Stripe account in test mode."""

    secret_key: str
    publishable_key: str
    webhook_secret: str


def read_sandbox(environment: Mapping[str, str] = os.environ) -> Sandbox | None:
    """The sandbox that the environment names, None without STRIPE_SECRET_KEY.

    Raises SystemExit for a key that moves real money: a laptop never charges anybody.
    """
    secret = environment.get("STRIPE_SECRET_KEY", "")
    if not secret:
        return None
    publishable = environment.get("STRIPE_PUBLISHABLE_KEY", "")
    if not secret.startswith(("sk_test_", "rk_test_")):
        raise SystemExit("STRIPE_SECRET_KEY is no test key. The local box office takes sk_test_… only.")
    if not publishable.startswith("pk_test_"):
        raise SystemExit("STRIPE_PUBLISHABLE_KEY has to be set, too: the pk_test_… of the same account.")
    return Sandbox(secret, publishable, environment.get("STRIPE_WEBHOOK_SECRET", ""))


def settings(sandbox: Sandbox) -> dict[str, str]:
    """What a stage says of Stripe when it is the sandbox."""
    return {"stripe_api": API, "stripe_script": SCRIPT, "stripe_publishable_key": sandbox.publishable_key}


def secrets(sandbox: Sandbox | None) -> dict[str, str]:
    """The operator's keys of a local deployment: the sandbox's, or those that the local Stripe knows."""
    if sandbox:
        return {
            "stripe_secret_key": sandbox.secret_key,
            "stripe_webhook_secrets": sandbox.webhook_secret,
            "stripe_thin_webhook_secrets": "",
        }
    return {
        "stripe_secret_key": "sk_test_local",
        "stripe_webhook_secrets": "whsec_local",
        "stripe_thin_webhook_secrets": "whsec_local_thin",
    }


@dataclass(frozen=True)
class PayPalSandbox:
    """The keys of an app in PayPal's sandbox. Live keys are not accepted by its address."""

    client_id: str
    client_secret: str


def read_paypal_sandbox(environment: Mapping[str, str] = os.environ) -> PayPalSandbox | None:
    """The app that the environment names, None without PAYPAL_CLIENT_ID. Raises SystemExit if its secret is missing."""
    client_id, secret = environment.get("PAYPAL_CLIENT_ID", ""), environment.get("PAYPAL_CLIENT_SECRET", "")
    if not client_id:
        return None
    if not secret:
        raise SystemExit("PAYPAL_CLIENT_SECRET has to be set, too: the secret of the same app in PayPal's sandbox.")
    return PayPalSandbox(client_id, secret)
