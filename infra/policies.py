"""What each function may do in AWS: its own queues, workflows and buckets, and no action by wildcard."""

from collections.abc import Callable
from typing import Any

from infra.functions import Function, Grant
from infra.names import Names

Statement = dict[str, Any]


def _allow(actions: list[str], resources: list[str]) -> Statement:
    return {"Effect": "Allow", "Action": actions, "Resource": resources}


def _table(names: Names) -> list[str]:
    arn = names.arn("dynamodb", f"table/{names.table}")
    return [arn, f"{arn}/index/*"]


def _bucket(name: str) -> list[str]:
    return [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"]


_GRANTS: dict[Grant, Callable[[Names], Statement]] = {
    "read": lambda names: _allow(["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"], _table(names)),
    "write": lambda names: _allow(
        ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem"], _table(names)
    ),
    "secret": lambda names: _allow(
        ["secretsmanager:GetSecretValue"], [names.arn("secretsmanager", f"secret:{names.secret}-*")]
    ),
    "read_files": lambda names: _allow(["s3:GetObject", "s3:ListBucket"], _bucket(names.files_bucket)),
    "files": lambda names: _allow(["s3:PutObject"], _bucket(names.files_bucket)),
    "uploads": lambda names: _allow(["s3:PutObject"], [f"arn:aws:s3:::{names.files_bucket}/orders/*/answers/*"]),
    "web": lambda names: _allow(["s3:PutObject", "s3:DeleteObject"], _bucket(names.web_bucket)),
    # An identity may have a configuration set, which AWS checks as well; SES itself takes verified senders only.
    "mail": lambda names: _allow(["ses:SendRawEmail"], ["*"]),
    "stream": lambda names: _allow(
        ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
        [names.arn("dynamodb", f"table/{names.table}/stream/*")],
    ),
}


# Facts, and the links of the audit log's chain: written once, by whoever may write or by the function that seals.
_WRITTEN_ONCE = ["LOG#*", "AUDIT#*"]
_SEALS = "seals"


def _never(actions: list[str], keys: list[str], names: Names) -> Statement:
    denied = _allow(actions, _table(names)) | {"Effect": "Deny"}
    return denied | {"Condition": {"ForAnyValue:StringLike": {"dynamodb:LeadingKeys": keys}}}


def _append_only(function: Function, names: Names) -> list[Statement]:
    found = [_never(["dynamodb:UpdateItem", "dynamodb:DeleteItem"], _WRITTEN_ONCE, names)]
    if function.name != _SEALS:
        found.append(_never(["dynamodb:PutItem"], ["AUDIT#*"], names))
    return found


def policy(function: Function, names: Names) -> dict[str, Any]:
    """The policy document of one function."""
    statements = [_GRANTS[grant](names) for grant in sorted(function.grants)]
    if "write" in function.grants:
        statements += _append_only(function, names)
    if "web" in function.grants:
        arn = f"arn:aws:cloudfront::{names.account}:distribution/*"
        statements.append(_allow(["cloudfront:CreateInvalidation"], [arn]))
    if function.consumes:
        actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"]
        statements.append(_allow(actions, [names.arn("sqs", names.queue(function.consumes))]))
    if function.sends:
        queues = [names.arn("sqs", names.queue(queue)) for queue in function.sends]
        statements.append(_allow(["sqs:SendMessage", "sqs:GetQueueUrl"], queues))
    if function.starts:
        machines = [names.arn("states", f"stateMachine:{names.workflow(workflow)}") for workflow in function.starts]
        statements.append(_allow(["states:StartExecution"], machines))
    statements.append(
        _allow(
            ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            [names.arn("logs", f"log-group:/aws/lambda/{names.function(function.name)}:*")],
        )
    )
    return {"Version": "2012-10-17", "Statement": statements}
