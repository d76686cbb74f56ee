"""Deploying a stage: data, functions, wiring, site. The same steps for the local cloud, LocalStack and AWS."""

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3

from infra import packaging, site, stacks
from infra.names import Names
from infra.settings import Stage
from infra.templates import data, wiring


@contextmanager
def _step(text: str) -> Iterator[None]:
    print(f"{text} …", end=" ", flush=True)
    started = time.monotonic()
    yield
    print(f"{time.monotonic() - started:.1f} s", flush=True)


def names_of(stage: Stage) -> Names:
    """The stage's names, with the account that the credentials belong to."""
    account = boto3.client("sts", region_name=stage.region).get_caller_identity()["Account"]
    return Names(stage.name, account, stage.region)


def deploy_data(names: Names, stage: Stage) -> str:
    """Table, buckets and secret; returns the stream's ARN."""
    stacks.deploy(names.stack("data"), data.template(names, stage))
    if stage.is_local:
        _local_extras(names, stage)
    return stacks.outputs(names.stack("data"))["StreamArn"]


def _local_extras(names: Names, stage: Stage) -> None:
    """What the local cloud's CloudFormation leaves out, and the test keys of the local Stripe."""
    dynamodb = boto3.client("dynamodb")
    specification: Any = {"AttributeName": "ttl", "Enabled": True}
    if dynamodb.describe_time_to_live(TableName=names.table)["TimeToLiveDescription"]["TimeToLiveStatus"] == "DISABLED":
        dynamodb.update_time_to_live(TableName=names.table, TimeToLiveSpecification=specification)
    set_secrets(names, {"stripe_secret_key": "sk_test_local", "stripe_webhook_secrets": "whsec_local"})
    boto3.client("ses").verify_email_identity(EmailAddress=stage.mail_sender.partition("<")[2].strip("> "))


def set_secrets(names: Names, given: dict[str, str]) -> None:
    """Add the operator's keys to the deployment's secret, keeping what is there."""
    client = boto3.client("secretsmanager")
    stored = json.loads(client.get_secret_value(SecretId=names.secret)["SecretString"])
    if stored | given != stored:
        client.put_secret_value(SecretId=names.secret, SecretString=json.dumps(stored | given))


def deploy_functions(names: Names, stage: Stage, *, distribution: str = "") -> str:
    """Package with Chalice, upload, deploy; returns the API's id."""
    out = packaging.package(names, stage, distribution=distribution)
    code = (out / "deployment.zip").read_bytes()
    key = f"functions/{hashlib.sha256(code).hexdigest()}.zip"
    boto3.client("s3").put_object(Bucket=names.artifacts_bucket, Key=key, Body=code)
    template = json.loads((out / "sam.json").read_text())
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = {"Bucket": names.artifacts_bucket, "Key": key}
    stacks.deploy(names.stack("app"), template, bucket=names.artifacts_bucket)
    return stacks.outputs(names.stack("app"))["RestAPIId"]


def connect(names: Names, stage: Stage, stream: str) -> None:
    """Queues, triggers, workflows, schedules, alarms around functions that exist."""
    template = wiring.template(names, stage)
    parameters = {"StreamArn": stream}
    stacks.deploy(names.stack("wiring"), template, parameters=parameters, bucket=names.artifacts_bucket)


def deploy(stage: Stage) -> None:
    """All of it, with progress."""
    os.environ.setdefault("AWS_DEFAULT_REGION", stage.region)
    names = names_of(stage)
    with _step("Data: table, buckets, secret"):
        stream = deploy_data(names, stage)
    with _step("Functions and API"):
        api = deploy_functions(names, stage)
    with _step("Queues, triggers, workflows, alarms"):
        connect(names, stage, stream)
    with _step("Pages and scripts"):
        site.upload(names.web_bucket)
    _write_outputs({"api_id": api, "web_bucket": names.web_bucket, "url": stage.base_url})


def _write_outputs(values: dict[str, str]) -> None:
    path = os.environ.get("FOYER_OUTPUTS")
    if path:
        Path(path).write_text(json.dumps(values, indent=1))
    else:
        print(json.dumps(values, indent=1))
