"""The workers that tell programs outside what has happened."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from chalice.app import Blueprint

from chalicelib.actions import delivering, telling_outside
from chalicelib.actions.delivering import Asked
from chalicelib.actions.telling_outside import Stretch
from chalicelib.handlers.logs import count, logger
from chalicelib.handlers.workers.edge import each_message
from chalicelib.kernel import clock

functions = Blueprint(__name__)


@functions.lambda_function(name="webhooks")
def webhooks(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Facts of accounts that have endpoints: one message for each endpoint that listens. Parts of replays, too."""
    return each_message(event, _spread)


def _spread(message: dict[str, Any]) -> None:
    if "replay" in message:
        since, until = clock.from_text(message["since"]), clock.from_text(message["until"])
        telling_outside.go_on_replaying(Stretch(**message | {"since": since, "until": until}))
    else:
        telling_outside.tell(message)


@functions.lambda_function(name="deliveries")
def deliveries(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Single deliveries, those of a batch side by side: one endpoint that hangs holds none of the others up."""
    records = event.get("Records", [])
    with ThreadPoolExecutor(max(1, len(records))) as threads:
        tries = [threads.submit(_deliver, record["body"]) for record in records]
    failed = []
    # Logs and metrics are written by this one thread: they are not made for several.
    for record, tried in zip(records, tries, strict=True):
        if error := tried.exception():
            logger().error("message failed", exc_info=error, extra={"message_id": record["messageId"]})
            count("MessagesFailed")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def _deliver(body: str) -> None:
    delivering.deliver(Asked(**json.loads(body)), clock.now())
