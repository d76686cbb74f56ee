"""A tiny Chalice app that exercises every road the product takes through the local cloud."""

import os
import time

import boto3
from chalice import Chalice, CORSConfig, Response

app = Chalice(app_name="sample")
app.api.binary_types = ["application/pdf"]
app.debug = False
ANYWHERE = CORSConfig(allow_origin="https://shop.example", max_age=600)


class CardDeclined(Exception):
    """The card was declined."""


class NetworkBusy(Exception):
    """Try again."""


def _table():
    return boto3.resource("dynamodb").Table(os.environ["TABLE"])


def _note(pk: str, **values) -> None:
    _table().put_item(Item={"pk": pk, "sk": str(time.time_ns()), "kind": "Note", **values})


@app.route("/hello/{name}", cors=ANYWHERE)
def hello(name):
    return {"hello": name, "pid": os.getpid(), "query": app.current_request.query_params}


@app.route("/echo", methods=["POST"], content_types=["application/json"])
def echo():
    return {"length": len(app.current_request.raw_body)}


@app.route("/slow")
def slow():
    time.sleep(0.5)
    return {"pid": os.getpid()}


@app.route("/paper")
def paper():
    return Response(b"%PDF-1.7 \xff\x00", headers={"Content-Type": "application/pdf"})


@app.route("/huge")
def huge():
    return {"x": "x" * (7 * 1024 * 1024)}


@app.lambda_function(name="raises")
def raises(event, context):
    raise CardDeclined("declined: " + event.get("card", ""))


@app.lambda_function(name="whoami")
def whoami(event, context):
    return {"pid": os.getpid(), "env": dict(os.environ), "request_id": context.aws_request_id}


@app.lambda_function(name="nap")
def nap(event, context):
    time.sleep(0.5)
    return {"pid": os.getpid()}


@app.lambda_function(name="flaky")
def flaky(event, context):
    """Fails twice for each key, then works."""
    row = _table().update_item(
        Key={"pk": "FLAKY#" + event["key"], "sk": "N"},
        UpdateExpression="ADD n :one",
        ExpressionAttributeValues={":one": 1},
        ReturnValues="ALL_NEW",
    )["Attributes"]
    if row["n"] < 3:
        raise NetworkBusy("busy")
    return {"tries": int(row["n"])}


@app.lambda_function(name="work")
def work(event, context):
    """An SQS worker that reports the messages it could not do."""
    failures = []
    for record in event["Records"]:
        if "poison" in record["body"]:
            failures.append({"itemIdentifier": record["messageId"]})
        else:
            _note("WORK", body=record["body"])
    return {"batchItemFailures": failures}


@app.lambda_function(name="react")
def react(event, context):
    for record in event["Records"]:
        image = record["dynamodb"].get("NewImage", {})
        _note("REACT", saw=image["pk"]["S"], event=record["eventName"])


@app.lambda_function(name="tick")
def tick(event, context):
    _note("TICK")
