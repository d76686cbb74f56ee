"""Messages to our own queues: ids only, never personal data."""

import json
from functools import cache
from typing import Any

from chalicelib.gateways.clients import aws
from chalicelib.kernel.config import config


@cache
def _url(name: str) -> str:
    url: str = aws("sqs").get_queue_url(QueueName=config().queue(name))["QueueUrl"]
    return url


def send(queue: str, message: dict[str, Any], *, delay_seconds: int = 0) -> None:
    """Hand a message to a worker; it may arrive twice and in any order."""
    aws("sqs").send_message(QueueUrl=_url(queue), MessageBody=json.dumps(message), DelaySeconds=delay_seconds)
