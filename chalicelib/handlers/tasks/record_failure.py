"""The task that every workflow ends with when a step has given up."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.actions import failures, mass_refunds
from chalicelib.handlers.logs import count
from chalicelib.kernel import clock

functions = Blueprint(__name__)


@functions.lambda_function(name="record_failure")
def record_failure(payload: dict[str, Any], context: object) -> dict[str, str]:
    """Write down that a workflow failed, so that people see it on the order or event and an alarm rings."""
    count("WorkflowsFailed")
    if "event_id" in payload:
        mass_refunds.stop(payload["event_id"], payload["error"], clock.now())
        return {"event_id": payload["event_id"]}
    failures.record(payload["order_id"], payload["workflow"], payload["error"], clock.now())
    return {"order_id": payload["order_id"]}
