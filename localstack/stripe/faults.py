"""Failures on demand. They stand between client and API, so the API itself does not know of them."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from localstack.stripe.errors import ApiError
from localstack.stripe.state import State

KINDS = ("500_before", "500_after", "429", "timeout_after", "slow")


@dataclass(frozen=True)
class Fault:
    """What goes wrong, and for how long.

    `500_before` and `429` do no work; `500_after` and `timeout_after` do it and lose the answer; `slow` waits.
    """

    kind: str
    seconds: float


def add(state: State, match: str, kind: str, times: int, seconds: float) -> None:
    state.faults.append({"match": match, "kind": kind, "left": times, "seconds": seconds})


def take(state: State, method: str, path: str) -> Fault | None:
    """The first fault that matches `METHOD /path` (`*` stands for anything), used up by one."""
    for row in state.faults:
        if row["left"] > 0 and fnmatchcase(f"{method} {path}", row["match"]):
            row["left"] -= 1
            return Fault(row["kind"], row["seconds"])
    return None


def internal_error() -> ApiError:
    return ApiError(500, "api_error", "An unknown error occurred. (Injected by the local Stripe.)")


def rate_limited() -> ApiError:
    message = "Request rate limit exceeded. (Injected by the local Stripe.)"
    return ApiError(429, "invalid_request_error", message, code="rate_limit")
