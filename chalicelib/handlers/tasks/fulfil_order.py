"""The tasks of the workflow `fulfil_order`, one function for each of its states."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.actions import fulfilment
from chalicelib.kernel import clock

functions = Blueprint(__name__)


@functions.lambda_function(name="issue_tickets")
def issue_tickets(payload: dict[str, Any], context: object) -> dict[str, Any]:
    """Write the tickets; repeated, it finds them written."""
    tickets = fulfilment.issue_tickets(payload["order_id"], clock.now())
    return {"order_id": payload["order_id"], "tickets": tickets}


@functions.lambda_function(name="draw_tickets")
def draw_tickets(payload: dict[str, Any], context: object) -> dict[str, Any]:
    """Draw the PDF and the calendar entry; repeated, it draws them as they are by then."""
    fulfilment.draw_tickets(payload["order_id"], clock.now())
    return {"order_id": payload["order_id"]}


@functions.lambda_function(name="send_confirmation")
def send_confirmation(payload: dict[str, Any], context: object) -> dict[str, Any]:
    """Hand the mail to its queue."""
    fulfilment.finish(payload["order_id"], clock.now())
    return {"order_id": payload["order_id"]}
