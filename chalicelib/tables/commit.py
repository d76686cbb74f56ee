"""The only place that writes what counts: one transaction of rows and the facts that they caused.

Each change carries the refusal that its failed condition *means*. Conflicts with other transactions are
tried again with jitter and end as Busy; whatever else goes wrong is a bug and rises as it is.
"""

import random
import time
from collections.abc import Sequence
from datetime import datetime

from botocore.exceptions import ConnectionError as NoConnection
from botocore.exceptions import HTTPClientError
from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.kernel import ids
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.facts import Fact
from chalicelib.kernel.trail import current
from chalicelib.tables import origins
from chalicelib.tables.changes import Change
from chalicelib.tables.differences import differences
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


def commit(changes: Sequence[Change], facts: Sequence[Fact], *, now: datetime, by: str) -> None:
    """Write all of it or nothing. `by` is who caused it: a user id, or the name of the worker.

    Raises the refusal of the first change whose condition failed, Busy when other writers were always faster.
    A transaction may have been done although its answer was lost: the client request token makes the
    retry of the same call harmless for ten minutes, as DynamoDB promises.
    """
    token = ids.random("t")[:36]
    rows = [FactRow.recording(fact, now, by) for fact in facts]
    _follow_trail(rows, changes, now, by)
    told = [Change("put", row, RuntimeError, FactRow.pk.does_not_exist()) for row in rows]
    ordered = sorted([*changes, *told], key=lambda change: _ORDER[change.action])
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


def _follow_trail(facts: Sequence[FactRow], changes: Sequence[Change], now: datetime, by: str) -> None:
    """Let facts say from where they were asked for. Buyers and workers leave no trail: whose address would it be?"""
    trail = current()
    if not trail or not facts or not by.startswith(("usr_", "key_")):
        return
    origin = trail.origin()
    origins.remember(origin, by, now)
    for place, fact in enumerate(facts):
        fact.follow(trail, origin, differences(changes) if place == 0 else [])


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
