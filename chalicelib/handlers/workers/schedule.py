"""What the clock starts."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.actions import reconciling, sweeping
from chalicelib.handlers.logs import count
from chalicelib.handlers.workers.edge import EachDueRow
from chalicelib.kernel import clock

functions = Blueprint(__name__)


@functions.lambda_function(name="sweep")
def sweep(event: dict[str, Any], context: object) -> dict[str, int]:
    """Each minute: end blocks, carry out releases, and take up orders whose own workflow was lost."""
    each_row = EachDueRow()
    taken_up = sweeping.sweep(clock.now(), each_row)
    if taken_up:
        count("OrdersTakenUp", taken_up)
    each_row.check()
    return {"taken_up": taken_up}


@functions.lambda_function(name="reconcile")
def reconcile(event: dict[str, Any], context: object) -> dict[str, int]:
    """Every ten minutes: compare the ledger with the payment provider's own books; the gauge has to read 0."""
    each_row = EachDueRow()
    unmatched = reconciling.reconcile_all(clock.now(), each_row)
    count("UnmatchedMoney", len(unmatched))
    each_row.check()
    return {"unmatched": len(unmatched)}
