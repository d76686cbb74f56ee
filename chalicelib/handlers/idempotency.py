"""The Idempotency-Key header: the same key makes the same request safe to repeat.

Most POSTs take a `Once` and write its mark in their own transaction. The others of members and keys keep their answer
here. docs/decisions/0024-idempotency.md says which need neither.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from chalice.app import Response

from chalicelib.actions import replays
from chalicelib.domain.accounts import Caller
from chalicelib.handlers import problems
from chalicelib.handlers.wire import Request, Route
from chalicelib.kernel import ids
from chalicelib.kernel.errors import Refusal
from chalicelib.kernel.once import Once

HEADER = "idempotency-key"
_KEY_LENGTHS = range(16, 129)


class ShortIdempotencyKey(problems.InvalidInput):
    """An Idempotency-Key needs 16 to 128 characters; a UUID is best."""


def once_of(declared: Route, request: Request, caller: Caller, path_values: dict[str, str]) -> Once:
    """The request's key within its caller, route and path; one by chance if it has none. Raises ShortIdempotencyKey."""
    key = request.headers.get(HEADER) or ids.random("key")
    if len(key) not in _KEY_LENGTHS:
        raise ShortIdempotencyKey(**{"Idempotency-Key": "must have 16 to 128 characters"})
    who = f"{caller.account_id}:{caller.user_id}"
    scope = f"{who}:{declared.function.__name__}:{json.dumps(path_values, sort_keys=True)}"
    return Once(scope, key, hashlib.sha256(request.body).hexdigest()[:32])


def once_only(once: Once, now: datetime, carry_out: Callable[[], Response]) -> Response:
    """Carry a request out, or answer as before. A refusal has done nothing: its key is free again."""
    earlier = replays.begin(once, now)
    if earlier:
        return Response(earlier["body"], json.loads(earlier["headers"]), int(earlier["status"]))
    try:
        answer = carry_out()
    except Refusal:
        replays.forget(once, now)
        raise
    replays.keep(once, _kept(answer), now)
    return answer


def _kept(answer: Any) -> dict[str, str]:
    return {"status": str(answer.status_code), "headers": json.dumps(answer.headers), "body": answer.body}
