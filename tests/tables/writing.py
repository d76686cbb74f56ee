"""Writing to the table, and standing on its wire: requests to DynamoDB that are counted, answered or lost.

The hooks are botocore's own (https://docs.aws.amazon.com/boto3/latest/guide/events.html) on the one client:
nothing of ours is replaced, what is simulated happens between us and DynamoDB.
"""

import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from chalicelib.kernel.facts import Fact
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.table import client
from tests.unit import making

CONFLICT = "TransactionConflict"


def write(*changes: Change | list[Change], facts: Sequence[Fact] = (), now: datetime = making.NOW) -> None:
    """Commit changes, given singly or in lists."""
    flat = [one for change in changes for one in (change if isinstance(change, list) else [change])]
    commit(flat, facts, now=now, by="test")


class _Body(io.BytesIO):
    def stream(self) -> Iterator[bytes]:
        yield self.read()


@dataclass
class Wire:
    """What went over the wire: each request's body as it was sent."""

    sent: list[dict[str, Any]] = field(default_factory=list)

    def tokens(self) -> set[str]:
        """The client request tokens of the transactions that were sent."""
        return {body["ClientRequestToken"] for body in self.sent}


def failure(kind: str, **more: Any) -> tuple[int, dict[str, Any]]:
    """DynamoDB's answer to a request that failed."""
    return 400, {"__type": f"com.amazonaws.dynamodb.v20120810#{kind}", "message": kind, **more}


def cancelled(*codes: str) -> tuple[int, dict[str, Any]]:
    """DynamoDB's answer to a transaction that was cancelled for these reasons, one for each of its items."""
    reasons = [{"Code": code, "Message": "" if code == "None" else code} for code in codes]
    return failure("TransactionCanceledException", CancellationReasons=reasons)


@contextmanager
def wire(operation: str, answers: Sequence[tuple[int, dict[str, Any]]] = (), neighbour: Any = None) -> Iterator[Wire]:
    """Record the requests of one operation of DynamoDB, or of another neighbour's client; the first of them get these
    answers and never arrive."""
    stands_on = neighbour or client()
    seen = Wire()
    waiting = list(answers)

    def intercept(request: Any, **_: Any) -> AWSResponse | None:
        seen.sent.append(json.loads(request.body))
        if not waiting:
            return None
        status, body = waiting.pop(0)
        return AWSResponse(request.url, status, HTTPHeaders(), _Body(json.dumps(body).encode()))

    service = stands_on.meta.service_model.service_name
    with _hook(f"before-send.{service}.{operation}", intercept, stands_on):
        yield seen


@contextmanager
def lost_answers(operation: str, times: int) -> Iterator[None]:
    """DynamoDB does the work but its first answers are lost on the way, so that the client asks again."""
    left = [times]

    def lose(**_: Any) -> float | None:
        left[0] -= 1
        return 0.0 if left[0] >= 0 else None

    with _hook(f"needs-retry.dynamodb.{operation}", lose):
        yield


@contextmanager
def _hook(event: str, handler: Callable[..., Any], stands_on: Any = None) -> Iterator[None]:
    emitter = (stands_on or client()).meta.events
    emitter.register_first(event, handler)
    try:
        yield
    finally:
        emitter.unregister(event, handler)


@contextmanager
def just_before(operation: str, act: Callable[[], object]) -> Iterator[None]:
    """Somebody else is a moment faster: `act` happens when the first request of this operation is about to leave."""
    waiting = [act]

    def be_faster(**_: Any) -> None:
        if waiting:
            waiting.pop()()

    with _hook(f"before-send.dynamodb.{operation}", be_faster):
        yield
        assert not waiting
