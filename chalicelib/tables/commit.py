"""The only place that writes: one transaction of rows and the facts that they caused.

Each change carries the refusal that its failed condition *means*. Conflicts with other transactions are
tried again with jitter and end as Busy; whatever else goes wrong is a bug and rises as it is.
"""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from botocore.exceptions import ConnectionError as NoConnection
from botocore.exceptions import HTTPClientError
from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.kernel import ids
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.facts import Fact
from chalicelib.tables.facts import FactRow
from chalicelib.tables.table import Row, client

ATTEMPTS = 6
FIRST_PAUSE_SECONDS = 0.02
_TRANSIENT = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
_THROTTLED = frozenset(
    {"ThrottlingException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
     "RequestLimitExceeded", "InternalServerError"}
)  # fmt: skip

# PynamoDB sends checks, deletes, puts and updates in this order, and the reasons come back in it.
_ORDER: dict[str, int] = {"check": 0, "delete": 1, "put": 2, "update": 3}


@dataclass(frozen=True)
class Change:
    """One item of a transaction. `refusal` is raised when `condition` fails."""

    action: Literal["check", "delete", "put", "update"]
    row: Row
    refusal: type[Exception]
    condition: Condition | None = None
    updates: tuple[Action, ...] = ()


def put_new(row: Row, refusal: type[Exception]) -> Change:
    """Write a row that must not exist yet."""
    return Change("put", row, refusal, type(row).pk.does_not_exist())


def put_edited(row: Row, refusal: type[Exception]) -> Change:
    """Write a row that carries a version attribute: PynamoDB adds the condition that nobody was faster."""
    return Change("put", row, refusal)


def update(row: Row, refusal: type[Exception], condition: Condition, *updates: Action) -> Change:
    """Change some attributes of the row at this row's key, if `condition` holds."""
    return Change("update", row, refusal, condition, updates)


def commit(changes: Sequence[Change], facts: Sequence[Fact], *, now: datetime, by: str) -> None:
    """Write all of it or nothing. `by` is who caused it: a user id, or the name of the worker.

    Raises the refusal of the first change whose condition failed, Busy when other writers were always faster.
    A transaction may have been done although its answer was lost: the client request token makes the
    retry of the same call harmless for ten minutes, as DynamoDB promises.
    """
    token = ids.random("t")[:36]
    rows = [FactRow.recording(fact, now, by) for fact in facts]
    ordered = sorted(
        [*changes, *(Change("put", row, RuntimeError, FactRow.pk.does_not_exist()) for row in rows)],
        key=lambda change: _ORDER[change.action],
    )
    for attempt in range(ATTEMPTS):
        try:
            _write(ordered, token)
            return
        except TransactWriteError as error:
            if not _is_transient(error, ordered):
                raise
        if attempt + 1 < ATTEMPTS:
            time.sleep(random.uniform(0.5, 1.5) * FIRST_PAUSE_SECONDS * 2**attempt)
    raise Busy()


def _write(changes: Sequence[Change], token: str) -> None:
    client()
    with TransactWrite(connection=Row._get_connection().connection, client_request_token=token) as transaction:
        for change in changes:
            if change.action == "put":
                transaction.save(change.row, condition=change.condition)
            elif change.action == "update":
                transaction.update(change.row, actions=list(change.updates), condition=change.condition)
            elif change.action == "delete":
                # Only the condition that is stated: PynamoDB's own compares the version of a row that was not read.
                transaction.delete(change.row, condition=change.condition, add_version_condition=False)
            else:
                transaction.condition_check(type(change.row), change.row.pk, change.row.sk, change.condition)


def _is_transient(error: TransactWriteError, changes: Sequence[Change]) -> bool:
    """Whether trying again may help. Raises the refusal of a failed condition."""
    if isinstance(error.cause, NoConnection | HTTPClientError):
        return True  # no answer came; whether or not it was done, the token makes asking again harmless
    reasons = error.cancellation_reasons
    for reason, change in zip(reasons, changes, strict=False):
        if reason and reason.code == "ConditionalCheckFailed":
            raise change.refusal() from error
    if any(reason and reason.code in _TRANSIENT for reason in reasons):
        return True
    return error.cause_response_code in _THROTTLED
