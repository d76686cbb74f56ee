"""One boto3 client for each AWS service and process, made when it is first needed."""

from functools import cache
from typing import Any


@cache
def aws(service: str) -> Any:
    """The client of `service`, with time-outs that fit a request of a few seconds."""
    import boto3
    from botocore.config import Config

    settings = Config(connect_timeout=2, read_timeout=10, retries={"mode": "standard", "max_attempts": 3})
    return boto3.client(service, config=settings)  # type: ignore[call-overload]
