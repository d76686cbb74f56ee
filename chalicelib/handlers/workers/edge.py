"""The edge of every worker: messages and due rows one by one, so that one that fails stops no other."""

import json
from collections.abc import Callable
from dataclasses import dataclass
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


class DueRowsFailed(Exception):
    """Some of what was due could not be done: the log says which, and the function's alarm rings."""


@dataclass
class EachDueRow:
    """An attempt of the sweep: what fails is logged by its id and counted, and the rest goes on."""

    failed: int = 0

    def __call__(self, id_: str, work: Callable[[], int | None]) -> int | None:
        """What the work answers, None when it failed."""
        try:
            return work()
        except Exception:  # the edge: the row stays due
            logger().exception("due row failed", extra={"due": id_})
            count("DueRowsFailed")
            self.failed += 1
            return None

    def check(self) -> None:
        """Raises DueRowsFailed, once everything else is done."""
        if self.failed:
            raise DueRowsFailed(f"{self.failed} of what was due failed")
