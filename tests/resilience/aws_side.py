"""The cloud as an operator stands before it: queues, workflows, functions, rows, and time turned back."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import boto3

from chalicelib.kernel import clock
from infra.functions import FUNCTIONS
from infra.names import Names
from localstack.launcher import Running
from localstack.settings import ACCOUNT, REGION
from tests.shop import PATIENCE_SECONDS, wait_for

NAMES = Names("local", ACCOUNT, REGION)


@dataclass(frozen=True)
class AwsSide:
    """One running cloud; its clients are built with their addresses, so that two clouds can stand side by side."""

    cloud: Running

    def client(self, service: str) -> Any:
        """A boto3 client of this cloud's engine."""
        return boto3.client(service, **self._access)

    @property
    def _access(self) -> dict[str, str]:
        return {
            "endpoint_url": self.cloud.settings.engine_url,
            "region_name": REGION,
            "aws_access_key_id": ACCOUNT,
            "aws_secret_access_key": "test",
        }

    @cached_property
    def table(self) -> Any:
        """The one table."""
        return boto3.resource("dynamodb", **self._access).Table(NAMES.table)

    @cached_property
    def _sqs(self) -> Any:
        return self.client("sqs")

    def _url(self, queue: str) -> str:
        url: str = self._sqs.get_queue_url(QueueName=NAMES.queue(queue))["QueueUrl"]
        return url

    def send(self, queue: str, text: str) -> None:
        """Put any text into a queue."""
        self._sqs.send_message(QueueUrl=self._url(queue), MessageBody=text)

    def dead_letters(self, queue: str) -> list[str]:
        """What has failed for good, left where it is."""
        url = self._url(f"{queue}-dead")
        answer = self._sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
        return [message["Body"] for message in answer.get("Messages", [])]

    def empty(self, queue: str) -> None:
        """Throw away what lies in a queue."""
        self._sqs.purge_queue(QueueUrl=self._url(queue))

    def hurry(self, queue: str, seconds: int) -> int:
        """Let a failed message come again after so many seconds; returns how many it was before."""
        url = self._url(queue)
        attributes = self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"]
        self._sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": str(seconds)})
        return int(attributes["VisibilityTimeout"])

    @contextmanager
    def paused(self, worker: str) -> Iterator[None]:
        """A worker that sees none of its queue's messages, of the same name, for the length of the block.

        What it had in its hands before is done when the block begins: a message about what was would else be acted on
        as of what is.
        """
        functions = self.client("lambda")
        [trigger] = functions.list_event_source_mappings(FunctionName=NAMES.function(worker))["EventSourceMappings"]
        functions.update_event_source_mapping(UUID=trigger["UUID"], Enabled=False)
        try:
            self._wait_until_idle(worker)
            yield
        finally:
            functions.update_event_source_mapping(UUID=trigger["UUID"], Enabled=True)

    def _wait_until_idle(self, queue: str) -> None:
        """Return when no message of the queue is in a worker's hands, nor was a moment ago: a poll may be under way."""

        def idle() -> bool:
            return not self._count(queue, "ApproximateNumberOfMessagesNotVisible")

        wait_for(lambda: idle() and not time.sleep(0.2) and idle(), f"the end of what the worker of {queue} does")

    def waiting(self, queue: str) -> int:
        """How many messages are in a queue or in a worker's hands."""
        return self._count(queue, "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")

    def _count(self, queue: str, *names: str) -> int:
        found = self._sqs.get_queue_attributes(QueueUrl=self._url(queue), AttributeNames=list(names))["Attributes"]
        return sum(int(found[name]) for name in names)

    def wait_until_quiet(self, *queues: str, seconds: float = PATIENCE_SECONDS) -> None:
        """Return when these queues are empty."""
        wait_for(lambda: not any(self.waiting(queue) for queue in queues), f"the end of {queues}", seconds)

    def start(self, workflow: str, name: str, order_id: str) -> str:
        """Start a workflow for an order; returns the execution's ARN."""
        arn = NAMES.arn("states", f"stateMachine:{NAMES.workflow(workflow)}")
        states = self.client("stepfunctions")
        payload = {"order_id": order_id, "expires_at": self.row(order_id)["expires_at"]}
        started = states.start_execution(stateMachineArn=arn, name=name, input=json.dumps(payload))
        return str(started["executionArn"])

    def executions(self, workflow: str, order_id: str) -> dict[str, str]:
        """The runs of a workflow for one order: name → status."""
        arn = NAMES.arn("states", f"stateMachine:{NAMES.workflow(workflow)}")
        found = self.client("stepfunctions").list_executions(stateMachineArn=arn)["executions"]
        return {run["name"]: run["status"] for run in found if run["name"].startswith(order_id)}

    def wait_until_held(self, order_id: str) -> None:
        """Return when the workflow that will end the order's hold is waiting for that moment."""
        arn = NAMES.arn("states", f"execution:{NAMES.workflow('expire_reservation')}:{order_id}")
        states = self.client("stepfunctions")

        def waits() -> bool:
            if order_id not in self.executions("expire_reservation", order_id):
                return False
            history = states.get_execution_history(executionArn=arn)["events"]
            return any(event["type"] == "WaitStateEntered" for event in history)

        wait_for(waits, "the workflow's wait")

    def unschedule(self, function: str) -> None:
        """From now on nobody calls a function by the clock."""
        events, arn = self.client("events"), NAMES.arn("lambda", f"function:{NAMES.function(function)}")
        for rule in events.list_rule_names_by_target(TargetArn=arn)["RuleNames"]:
            events.disable_rule(Name=rule)

    def sweep(self) -> int:
        """Call the minute's sweep now; returns how many orders it took up."""
        answer = self.client("lambda").invoke(FunctionName=NAMES.function("sweep"), Payload=b"{}")
        return int(json.loads(answer["Payload"].read())["taken_up"])

    def turn_back(self, order_id: str, to: datetime) -> None:
        """As if an order's hold had ended at `to`, and the cloud had been away since; one that is over stays so."""
        row = self.row(order_id)
        if "due" not in row:
            return
        due = f"{clock.to_text(to)[:16]}#{_shard_of(row)}"
        with suppress(self.table.meta.client.exceptions.ConditionalCheckFailedException):  # it has ended meanwhile
            self.table.update_item(
                Key={"pk": f"ORDER#{order_id}", "sk": "META"},
                UpdateExpression="SET expires_at = :at, due = :due",
                ConditionExpression="due = :seen",
                ExpressionAttributeValues={":at": clock.to_text(to), ":due": due, ":seen": row["due"]},
            )
        self.table.delete_item(Key={"pk": "SWEEP", "sk": "META"})

    def row(self, order_id: str) -> dict[str, Any]:
        """The order as it is stored."""
        key = {"pk": f"ORDER#{order_id}", "sk": "META"}
        row: dict[str, Any] = self.table.get_item(Key=key, ConsistentRead=True)["Item"]
        return row

    def log_lines(self) -> list[tuple[str, str]]:
        """(function, line) of everything that any function has logged."""
        logs = self.client("logs")
        found = []
        for function in FUNCTIONS:
            group = f"/aws/lambda/{NAMES.function(function.name)}"
            found += [(function.name, line) for each in _events(logs, group) for line in each["message"].splitlines()]
        return found


def _events(logs: Any, group: str) -> list[dict[str, Any]]:
    """All events of a log group. The engine answers with the first ten thousand and no token for the rest, so the next
    are asked for by their time.
    """
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    since = 0
    while True:
        page = logs.filter_log_events(logGroupName=group, startTime=since)["events"]
        read = {(each["timestamp"], each["logStreamName"], each["message"]): each for each in page}
        if read.keys() <= found.keys():
            return list(found.values())
        found |= read
        since = page[-1]["timestamp"]


def _shard_of(row: dict[str, Any]) -> str:
    return str(row["due"]).partition("#")[2]
