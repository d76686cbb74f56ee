"""The tasks of the workflow `cancel_event`. Each works for less than its time and says where the next goes on."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.actions import mass_refunds
from chalicelib.handlers.workers.edge import EachDueRow
from chalicelib.kernel import clock

functions = Blueprint(__name__)

_SECONDS = 30
_FIRST_PAUSE, _LONGEST_PAUSE = 2, 60


@functions.lambda_function(name="list_cancelled_orders")
def list_cancelled_orders(payload: dict[str, Any], context: object) -> dict[str, Any]:
    """Note which orders have to be cancelled; repeated, it finds them noted."""
    cursor, found = mass_refunds.list_orders(payload["event_id"], payload["cursor"], clock.now(), _SECONDS)
    found += payload["found"] if payload["cursor"] else 0
    return {"event_id": payload["event_id"], "cursor": cursor, "found": found, "pause": _FIRST_PAUSE}


@functions.lambda_function(name="cancel_orders")
def cancel_orders(payload: dict[str, Any], context: object) -> dict[str, Any]:
    """Cancel some of them and give their money back; repeated, it goes on where nothing is done yet.

    An order that cannot be read stops no other: it is logged, and its result says so.
    """
    event_id = payload["event_id"]
    cursor = mass_refunds.cancel_some(event_id, payload["cursor"], clock.now(), _SECONDS, EachDueRow())
    waiting = 0 if cursor else mass_refunds.count_waiting(event_id)
    pause = min(payload["pause"] * 2, _LONGEST_PAUSE) if waiting else payload["pause"]
    return {"event_id": event_id, "cursor": cursor, "found": 0, "waiting": waiting, "pause": pause}


@functions.lambda_function(name="finish_cancellation")
def finish_cancellation(payload: dict[str, Any], context: object) -> dict[str, str]:
    """Every order has a result."""
    mass_refunds.finish(payload["event_id"], clock.now())
    return {"event_id": payload["event_id"]}
