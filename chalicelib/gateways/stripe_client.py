"""The connection to Stripe: one client a process, and Stripe's errors in our words."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.domain.merchants import CardsNotReady
from chalicelib.gateways.secrets import secret
from chalicelib.kernel.config import config
from chalicelib.kernel.errors import Unreachable

if TYPE_CHECKING:
    from stripe import RequestOptions, StripeClient

# Stripe will not act for this account any more: it has disconnected us, was closed, or was never ours.
_LOST = frozenset({"account_invalid", "platform_account_required"})


class PaymentsNotSetUp(Unreachable):
    """This box office cannot take card payments yet: its operator has to set the Stripe keys."""


class MerchantLost(CardsNotReady):
    """Stripe does not act for this organizer's account any more: card payments are paused."""


def is_set_up() -> bool:
    """Whether the operator has set Stripe's keys."""
    return bool(secret("stripe_secret_key"))


@cache
def stripe_client() -> "StripeClient":
    """Raises PaymentsNotSetUp. Every call names its account: `for_account`."""
    import stripe

    key = secret("stripe_secret_key")
    if not key:
        raise PaymentsNotSetUp()
    return stripe.StripeClient(
        key,
        base_addresses={"api": config().stripe_api},
        max_network_retries=2,
        # Three tries and the pauses between them end before API Gateway (29 s) and the function (28 s) give up.
        http_client=stripe.RequestsClient(timeout=7),
    )


def for_account(stripe_account: str, idempotency_key: str = "") -> "RequestOptions":
    """Whose call it is; empty is the deployment's own account. A key makes that a repeated call works once."""
    options: RequestOptions = {}
    if stripe_account:
        options["stripe_account"] = stripe_account
    if idempotency_key:
        options["idempotency_key"] = idempotency_key
    return options


@contextmanager
def asking() -> Iterator[None]:
    """Around a call: raises Unreachable for what may work later, MerchantLost for an account that is gone."""
    import stripe

    try:
        yield
    except (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError) as error:
        raise Unreachable() from error
    except stripe.PermissionError as error:
        told = error.error.code if error.error else None  # the exception itself has none
        raise (MerchantLost() if told in _LOST else Unreachable()) from error
