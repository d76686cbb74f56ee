"""The edge of every worker: messages one by one, failures told apart, so that one bad message stops no other."""

import json
from collections.abc import Callable
from typing import Any

from chalicelib.handlers.logs import count, logger


def each_message(event: dict[str, Any], work: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Do `work` for each SQS message; what failed comes again and ends in the dead-letter queue."""
    failed = []
    for record in event.get("Records", []):
        logger().structure_logs(append=False, message_id=record["messageId"])
        try:
            work(json.loads(record["body"]))
        except Exception:  # the edge: the queue tries again
            logger().exception("message failed")
            count("MessagesFailed")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
