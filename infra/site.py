"""The static site: the built pages and scripts, with the right types and caching."""

import json
import mimetypes
from pathlib import Path

import boto3

from infra.names import Names
from infra.packaging import PROJECT

_DIST = PROJECT / "web" / "dist"
_FOREVER = "public, max-age=31536000, immutable"
_SHORT = "public, max-age=60, stale-while-revalidate=600"


def _content_type(path: Path) -> str:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith("javascript") else kind


def _events_in(names: Names, list_name: str) -> list[str]:
    pages = (
        boto3.client("dynamodb")
        .get_paginator("query")
        .paginate(
            TableName=names.table,
            IndexName="by_owner",
            KeyConditionExpression="#owner = :list",
            ExpressionAttributeNames={"#owner": "owner"},
            ExpressionAttributeValues={":list": {"S": list_name}},
        )
    )
    return [item["owner_sk"]["S"].partition("#")[2] for page in pages for item in page["Items"]]


def publish_again(names: Names) -> int:
    """Ask for every published event's page to be written anew, since scripts have new names; returns how many."""
    queue = boto3.client("sqs").get_queue_url(QueueName=names.queue("pages"))["QueueUrl"]
    events = [event for list_name in ("LIVE", "UNLISTED") for event in _events_in(names, list_name)]
    for event in events:
        boto3.client("sqs").send_message(QueueUrl=queue, MessageBody=json.dumps({"event_id": event}))
    return len(events)


def upload(bucket: str) -> int:
    """Put everything in web/dist, and the API's document, into the web bucket; returns the number of files.

    Files under assets/ carry a hash in their name and never change; pages may be a minute old.
    """
    if not (_DIST / "manifest.json").exists():
        raise SystemExit("web/dist is empty: run `make web` first.")
    s3 = boto3.client("s3")
    files = [path for path in sorted(_DIST.rglob("*")) if path.is_file()]
    for path in files:
        key = path.relative_to(_DIST).as_posix()
        caching = _FOREVER if key.startswith("assets/") else _SHORT
        s3.put_object(
            Bucket=bucket, Key=key, Body=path.read_bytes(), ContentType=_content_type(path), CacheControl=caching
        )
    document = json.loads((PROJECT / "docs" / "openapi.json").read_text())
    body = json.dumps(document, ensure_ascii=False).encode()
    s3.put_object(Bucket=bucket, Key="openapi.json", Body=body, ContentType="application/json", CacheControl=_SHORT)
    return len(files) + 1
