"""Failures on demand. They stand between client and API, so the API itself does not know of them."""

from __future__ import annotations

from dataclasses import dataclass

from localstack.stripe.errors import ApiError
from localstack.stripe.patterns import matches
from localstack.stripe.state import State

KINDS = ("500_before", "500_after", "429", "timeout_after", "slow")


@dataclass(frozen=True)
class Fault:
    """What goes wrong, and for how long.

    `500_before` and `429` do no work; `500_after` and `timeout_after` do it and lose the answer; `slow` waits.
    """

    kind: str
    seconds: float


def add(state: State, match: str, kind: str, times: int, seconds: float, skip: int = 0, account: str = "") -> None:
    row = {"match": match, "kind": kind, "left": times, "seconds": seconds, "skip": skip, "account": account}
    state.faults.append(row)


def take(state: State, method: str, path: str, template: str, account: str) -> Fault | None:
    """The first fault for `METHOD /path`, used up by one.

    It may name the operation (`POST /v1/payment_intents/{id}`) or the address, where `*` stands for anything.
    """
    for row in state.faults:
        names = (f"{method} {template}", f"{method} {path}")
        if not row["left"] or row["account"] not in ("", account) or not _is_named(row["match"], names):
            continue
        if row["skip"]:
            row["skip"] -= 1
            continue
        row["left"] -= 1
        return Fault(row["kind"], row["seconds"])
    return None


def _is_named(pattern: str, names: tuple[str, str]) -> bool:
    operation, address = names
    return pattern == operation or ("{" not in pattern and matches(address, pattern))


def internal_error() -> ApiError:
    return ApiError(500, "api_error", "An unknown error occurred. (Injected by the local Stripe.)")


def rate_limited() -> ApiError:
    message = "Request rate limit exceeded. (Injected by the local Stripe.)"
    return ApiError(429, "invalid_request_error", message, code="rate_limit")
