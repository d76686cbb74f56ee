"""What the clock starts."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.actions import sweeping
from chalicelib.handlers.logs import count
from chalicelib.kernel import clock

functions = Blueprint(__name__)


@functions.lambda_function(name="sweep")
def sweep(event: dict[str, Any], context: object) -> dict[str, int]:
    """Each minute: end blocks, carry out releases, and take up orders whose own workflow was lost."""
    taken_up = sweeping.sweep(clock.now())
    if taken_up:
        count("OrdersTakenUp", taken_up)
    return {"taken_up": taken_up}
