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
from botocore.exceptions import ClientError

from chalicelib.gateways import secrets
from chalicelib.kernel import edge
from infra import chalice_config, packaging, sandbox, site, stacks
from infra.names import Names
from infra.settings import Stage
from infra.templates import dashboard, data, web, wiring


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
    set_secrets(names, sandbox.secrets(sandbox.read_sandbox()))
    boto3.client("ses").verify_email_identity(EmailAddress=stage.mail_sender.partition("<")[2].strip("> "))


def set_secrets(names: Names, given: dict[str, str]) -> None:
    """Add the operator's keys to the deployment's secret, keeping what is there."""
    client = boto3.client("secretsmanager")
    stored = json.loads(client.get_secret_value(SecretId=names.secret)["SecretString"])
    if stored | given != stored:
        client.put_secret_value(SecretId=names.secret, SecretString=json.dumps(stored | given))


def edge_key(names: Names) -> str:
    """What CloudFront tells the API, so that it knows who has called."""
    stored = boto3.client("secretsmanager").get_secret_value(SecretId=names.secret)["SecretString"]
    return secrets.derived(json.loads(stored)["root"], edge.PURPOSE).hex()


def deploy_functions(names: Names, stage: Stage, *, distribution: str = "") -> str:
    """Package with Chalice, upload, deploy; returns the API's id."""
    with packaging.alone(names):
        out = packaging.package(names, stage, distribution=distribution)
        code = (out / "deployment.zip").read_bytes()
        template = json.loads((out / "sam.json").read_text())
    key = f"functions/{hashlib.sha256(code).hexdigest()}.zip"
    boto3.client("s3").put_object(Bucket=names.artifacts_bucket, Key=key, Body=code)
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = {"Bucket": names.artifacts_bucket, "Key": key}
    stacks.deploy(names.stack("app"), template, bucket=names.artifacts_bucket)
    return stacks.outputs(names.stack("app"))["RestAPIId"]


def connect(names: Names, stage: Stage, stream: str, api_name: str) -> None:
    """Queues, triggers, workflows, schedules, alarms and the dashboard around functions that exist."""
    template = wiring.template(names, stage)
    template["Resources"]["Dashboard"] = dashboard.resource(names, api_name)
    parameters = {"StreamArn": stream}
    stacks.deploy(names.stack("wiring"), template, parameters=parameters, bucket=names.artifacts_bucket)


def known_distribution(names: Names) -> str:
    """The id of the stage's CloudFront distribution, "" before there is one."""
    try:
        return stacks.outputs(names.stack("web"))["DistributionId"]
    except ClientError:
        return ""


def deploy_web(names: Names, stage: Stage, api: str) -> dict[str, str]:
    """CloudFront before pages and API; returns the distribution's id and domain."""
    page = packaging.PROJECT / "web" / "dist" / "404.html"
    if not page.exists():
        raise SystemExit("web/dist is empty: run `make web` first.")
    template = web.template(names, stage, page.read_text())
    parameters = {"ApiId": api, "EdgeKey": edge_key(names)}
    stacks.deploy(names.stack("web"), template, parameters=parameters, bucket=names.artifacts_bucket)
    return stacks.outputs(names.stack("web"))


def _surround(names: Names, stage: Stage, *, api: str, api_name: str, stream: str) -> str:
    """All that stands around functions that exist; returns the distribution's id.

    The local cloud has none: its front door takes CloudFront's place.
    """
    outputs = {"api_id": api, "web_bucket": names.web_bucket, "url": stage.base_url}
    with _step("Queues, triggers, workflows, alarms"):
        connect(names, stage, stream, api_name)
    if stage.is_local:
        outputs["edge_key"] = edge_key(names)
    else:
        with _step("CloudFront"):
            outputs |= deploy_web(names, stage, api)
    with _step("Pages and scripts"):
        site.upload(names.web_bucket)
        site.publish_again(names)
    _write_outputs(outputs)
    return outputs.get("DistributionId", "")


def deploy(stage: Stage) -> None:
    """All of it, with progress."""
    os.environ.setdefault("AWS_DEFAULT_REGION", stage.region)
    names = names_of(stage)
    known = known_distribution(names)
    with _step("Data: table, buckets, secret"):
        stream = deploy_data(names, stage)
    with _step("Functions and API"):
        api = deploy_functions(names, stage, distribution=known)
    distribution = _surround(names, stage, api=api, api_name=names.prefix, stream=stream)
    if distribution != known:
        # The first time only: the functions came before CloudFront and could not know whose cache to clear.
        with _step("Functions, told their distribution"):
            deploy_functions(names, stage, distribution=distribution)


def prepare(stage: Stage) -> None:
    """What `chalice deploy` needs: the data stack, and .chalice/config.json with a policy for each function."""
    os.environ.setdefault("AWS_DEFAULT_REGION", stage.region)
    names = names_of(stage)
    with _step("Data: table, buckets, secret"):
        deploy_data(names, stage)
    with _step("Chalice's configuration and policies"):
        chalice_config.write(packaging.PROJECT, names, stage, known_distribution(names))


def connect_deployed(stage: Stage) -> None:
    """What `chalice deploy` leaves out: queues, triggers, workflows, alarms, CloudFront, pages."""
    os.environ.setdefault("AWS_DEFAULT_REGION", stage.region)
    names = names_of(stage)
    known = known_distribution(names)
    stream = stacks.outputs(names.stack("data"))["StreamArn"]
    # Chalice by itself names the API after the application alone.
    if _surround(names, stage, api=_chalice_api(names), api_name="foyer", stream=stream) != known:
        print("Run `prepare` and `chalice deploy` once more: the functions do not know their distribution yet.")


def _chalice_api(names: Names) -> str:
    path = packaging.PROJECT / ".chalice" / "deployed" / f"{names.stage}.json"
    if not path.exists():
        raise SystemExit(f"Chalice has not deployed yet: run `chalice deploy --stage {names.stage}` first.")
    deployed = json.loads(path.read_text())["resources"]
    return next(str(each["rest_api_id"]) for each in deployed if each["resource_type"] == "rest_api")


def _write_outputs(values: dict[str, str]) -> None:
    path = os.environ.get("FOYER_OUTPUTS")
    if path:
        Path(path).write_text(json.dumps(values, indent=1))
    else:
        print(json.dumps(values, indent=1))
