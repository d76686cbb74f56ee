"""`Idempotency-Key`: the same request answered once, replayed after, refused when it differs.

https://docs.stripe.com/api/idempotent_requests
"""

from __future__ import annotations

import hashlib

from localstack.stripe.errors import ApiError, Json
from localstack.stripe.state import State


def name_of(account: str, key: str) -> str:
    return f"{account}/{key}"


def fingerprint(method: str, path: str, body: str) -> str:
    return hashlib.sha256(f"{method} {path}\n{body}".encode()).hexdigest()


def replay(state: State, name: str, request: str) -> Json | None:
    """The answer remembered under `name`, or None for a key not seen; errors for a wrong or busy key."""
    key = name.partition("/")[2]
    if name in state.in_flight:
        raise ApiError(
            409,
            "idempotency_error",
            "There is currently another in-progress request using this Idempotent Key (that probably means "
            f"you submitted twice, and the other request is still going through): {key}. Please try again later.",
            code="idempotency_key_in_use",
        )
    answer = state.answers.get(name)
    if answer and answer["request"] != request:
        raise ApiError(
            400,
            "idempotency_error",
            "Keys for idempotent requests can only be used with the same parameters they were first used "
            f"with. Try using a key other than '{key}' if you meant to execute a different request.",
        )
    return answer


def remember(state: State, name: str, request: str, status: int, body: Json, request_id: str) -> None:
    state.answers[name] = {"request": request, "status": status, "body": body, "request_id": request_id}
