"""Messages to our own queues: ids only, never personal data."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from chalicelib.gateways.clients import aws
from chalicelib.kernel.config import config

_IN_A_CALL = 10  # SQS takes no more


class NotAllSent(Exception):
    """SQS has not taken every message."""


@cache
def _url(name: str) -> str:
    url: str = aws("sqs").get_queue_url(QueueName=config().queue(name))["QueueUrl"]
    return url


def send(queue: str, message: dict[str, Any], *, delay_seconds: int = 0) -> None:
    """Hand a message to a worker; it may arrive twice and in any order."""
    aws("sqs").send_message(QueueUrl=_url(queue), MessageBody=json.dumps(message), DelaySeconds=delay_seconds)


def send_all(queue: str, messages: Sequence[dict[str, Any]]) -> None:
    """Hand over many messages, ten at a time. Raises NotAllSent: sending them all again is the way out."""
    for start in range(0, len(messages), _IN_A_CALL):
        entries = [
            {"Id": str(place), "MessageBody": json.dumps(message)}
            for place, message in enumerate(messages[start : start + _IN_A_CALL])
        ]
        if aws("sqs").send_message_batch(QueueUrl=_url(queue), Entries=entries).get("Failed"):
            raise NotAllSent(queue)
