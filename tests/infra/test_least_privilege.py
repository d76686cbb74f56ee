"""Least privilege, proven: a cloud that enforces IAM sells tickets, and every function may do its own work only.

The local engine enforces IAM for all services that Foyer uses.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
import requests
from botocore.config import Config
from botocore.exceptions import ClientError

from infra.functions import FUNCTIONS, QUEUES, WORKFLOWS, Function
from infra.names import Names
from localstack import launcher
from localstack.checks import free_ports
from localstack.launcher import Running
from localstack.settings import ACCOUNT, REGION
from tests.shop import Shop, wait_for

NAMES = Names("local", ACCOUNT, REGION)
ROW = {"pk": {"S": "PROBE"}, "sk": {"S": "META"}}
MAIL = b"From: tickets@foyer.example\r\nTo: probe@example.com\r\n\r\nprobe"
Client = Callable[[str], Any]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A box office whose engine enforces IAM."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOYER_IAM", "1")
        running = launcher.start(free_ports(), tmp_path_factory.mktemp("guarded"), seed=False, report=lambda _: None)
        yield running
        running.stop()


def _client(running: Running, service: str, **credentials: str) -> Any:
    access = {"aws_access_key_id": ACCOUNT, "aws_secret_access_key": "test"} | credentials
    once = Config(retries={"max_attempts": 0})
    url = running.settings.engine_url
    return boto3.client(service, endpoint_url=url, region_name=REGION, config=once, **access)  # type: ignore[call-overload]


def _role(running: Running, function: str) -> str:
    found = _client(running, "lambda").get_function_configuration(FunctionName=NAMES.function(function))
    return str(found["Role"])


def _as_function(running: Running, function: str) -> Client:
    """Clients with the rights of a function's own role."""
    given = _client(running, "sts").assume_role(RoleArn=_role(running, function), RoleSessionName="probe")[
        "Credentials"
    ]
    credentials = {
        "aws_access_key_id": given["AccessKeyId"],
        "aws_secret_access_key": given["SecretAccessKey"],
        "aws_session_token": given["SessionToken"],
    }
    return lambda service: _client(running, service, **credentials)


def _probes(client: Client, running: Running) -> dict[str, Callable[[], Any]]:
    """One harmless call for each right that there is."""
    table, queues = NAMES.table, f"{running.settings.engine_url}/{ACCOUNT}"
    probes: dict[str, Callable[[], Any]] = {
        "read": lambda: client("dynamodb").get_item(TableName=table, Key=ROW),
        "write": lambda: client("dynamodb").put_item(TableName=table, Item=ROW),
        "secret": lambda: client("secretsmanager").get_secret_value(SecretId=NAMES.secret),
        "read_files": lambda: client("s3").list_objects_v2(Bucket=NAMES.files_bucket),
        "files": lambda: client("s3").put_object(Bucket=NAMES.files_bucket, Key="probe", Body=b""),
        "uploads": lambda: client("s3").put_object(Bucket=NAMES.files_bucket, Key="orders/o/answers/probe", Body=b""),
        "web": lambda: client("s3").put_object(Bucket=NAMES.web_bucket, Key="probe", Body=b""),
        "mail": lambda: client("ses").send_raw_email(RawMessage={"Data": MAIL}),
        "scan": lambda: client("dynamodb").scan(TableName=table),
        "change secret": lambda: client("secretsmanager").put_secret_value(SecretId=NAMES.secret, SecretString="{}"),
        "delete pages": lambda: client("s3").delete_object(Bucket=NAMES.web_bucket, Key="probe"),
        "see functions": lambda: client("lambda").list_functions(),
    }
    for queue in QUEUES:
        url = f"{queues}/{NAMES.queue(queue.name)}"
        # The longest delay there is: no worker sees these.
        probes[f"send {queue.name}"] = lambda url=url: client("sqs").send_message(
            QueueUrl=url, MessageBody="{}", DelaySeconds=900
        )
    for workflow in WORKFLOWS:
        arn = NAMES.arn("states", f"stateMachine:{NAMES.workflow(workflow)}")
        probes[f"start {workflow}"] = lambda arn=arn: client("stepfunctions").start_execution(
            stateMachineArn=arn, input="{}"
        )
    return probes


def _granted(function: Function) -> set[str]:
    sends = {f"send {queue}" for queue in function.sends}
    starts = {f"start {workflow}" for workflow in function.starts}
    implied = {"uploads"} if "files" in function.grants else set()  # whoever may write any file may write these
    implied |= {"delete pages"} if "web" in function.grants else set()  # an organizer's page can be taken away
    return {*function.grants, *implied, *sends, *starts} - {"stream"}


def _is_allowed(call: Callable[[], Any]) -> bool:
    try:
        call()
    except ClientError as error:
        if "AccessDenied" not in error.response["Error"]["Code"]:
            raise
        return False
    return True


def test_the_whole_story_runs_under_least_privilege(guarded: Running) -> None:
    shop = Shop.opened(guarded)
    event, product = shop.on_sale()
    buyer = shop.buyer()
    order = buyer.buy(event, product, 2)
    assert shop.scan(event, order["tickets"][0]["code"])["verdict"] == "admitted"
    assert shop.scan(event, order["tickets"][0]["code"])["verdict"] != "admitted"
    wait_for(buyer.mails, "the confirmation")
    assert wait_for(lambda: buyer.see(order, "/documents")["tickets_url"], "the ticket file")


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_function_may_do_what_it_is_granted_and_nothing_else(guarded: Running, function: Function) -> None:
    probes = _probes(_as_function(guarded, function.name), guarded)
    allowed = {right for right, call in probes.items() if _is_allowed(call)}
    assert allowed == _granted(function)


def test_without_its_grant_a_function_fails(guarded: Running) -> None:
    shop = Shop.opened(guarded)
    event, product = shop.on_sale()
    role = _role(guarded, "api_handler").rpartition("/")[2]
    iam = _client(guarded, "iam")
    (name,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
    policy = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    kept = [statement for statement in policy["Statement"] if "dynamodb:PutItem" not in statement["Action"]]
    iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=_document(kept))
    try:
        # Not through the shop: it takes documented answers only, and this one is nobody's plan.
        body = {"lines": [{"product_id": product, "quantity": 1}]}
        refused = requests.post(f"{shop.api}/public/events/{event}/orders", json=body, timeout=30)
        assert refused.status_code == 500
        assert "AccessDenied" not in refused.text, "the cause is for the log, not for the buyer"
    finally:
        iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=_document(policy["Statement"]))
    assert shop.buyer().try_reserve(event, product).status_code == 201


def _document(statements: list[dict[str, Any]]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
