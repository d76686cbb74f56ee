"""Counts what an action costs, by listening to the AWS clients that the functions use."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from botocore.awsrequest import AWSResponse

from bench import units
from chalicelib.gateways.clients import aws
from chalicelib.tables import table

Item = dict[str, Any]
_LISTENED = ("s3", "sqs", "ses", "stepfunctions", "sts", "secretsmanager", "cloudfront")


@dataclass
class Counts:
    """What one action has used."""

    invocations: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    read_units: float = 0
    write_units: int = 0
    written_bytes: int = 0
    transitions: int = 0
    seconds: float = 0

    @property
    def dynamodb_calls(self) -> int:
        """Round trips to DynamoDB, one after the other."""
        return sum(number for call, number in self.calls.items() if call.startswith("dynamodb:"))


@dataclass
class Meter:
    """Listens to every client. What queues and workflows are given is kept here and not carried out."""

    counts: Counts = field(default_factory=Counts)
    facts: list[Item] = field(default_factory=list)
    messages: list[tuple[str, str]] = field(default_factory=list)
    executions: list[tuple[str, str]] = field(default_factory=list)
    _before: dict[table.Key, Item | None] = field(default_factory=dict)
    _writes: list[tuple[str, Item]] = field(default_factory=list)
    _asked: Item = field(default_factory=dict)
    _queue: str = ""

    def listen(self, plain_dynamodb: Any) -> None:
        """Listen to this process's clients; `plain_dynamodb` is one that is not counted."""
        self._plain = plain_dynamodb
        dynamodb = table.client().meta.events
        dynamodb.register_first("provide-client-params.dynamodb.*", self._see_request)
        dynamodb.register_last("after-call.dynamodb.*", self._see_answer)
        for service in _LISTENED:
            events = aws(service).meta.events
            events.register_first("provide-client-params.*.*", self._see_call)
            events.register_first("before-call.*.*", self._answer_instead)

    @contextmanager
    def action(self) -> Iterator[Counts]:
        """Count what happens inside; an action inside another is counted by itself alone."""
        outer, self.counts = self.counts, Counts()
        yield self.counts
        self.counts = outer

    @contextmanager
    def invocation(self, function: str) -> Iterator[None]:
        """One call of a function, with the CPU time of this process, which is the function's."""
        self.counts.invocations[function] += 1
        started = time.process_time()
        yield
        self.counts.seconds += time.process_time() - started

    def _see_request(self, params: Item, model: Any, **_: Any) -> None:
        self.counts.calls[f"dynamodb:{model.name}"] += 1
        self._asked = params
        self._writes = [pair for entry in params.get("TransactItems", []) for pair in entry.items()]
        self._before = {self._key(*write): self._image(self._key(*write)) for write in self._writes}

    def _see_answer(self, parsed: Item, model: Any, **_: Any) -> None:
        if "Error" in parsed:
            return
        if model.name == "TransactWriteItems":
            self._count_writes()
        else:
            self._count_reads(parsed, model.name)

    def _count_writes(self) -> None:
        for action, request in self._writes:
            key = self._key(action, request)
            after = self._image(key)
            self.counts.write_units += units.write_units(self._before[key], after, transactional=True)
            self.counts.written_bytes += units.item_bytes(after)
            if action == "Put" and request["Item"]["kind"]["S"] == "Fact":
                self.facts.append(request["Item"])

    def _count_reads(self, parsed: Item, operation: str) -> None:
        if operation == "BatchGetItem":
            found = [item for items in parsed["Responses"].values() for item in items]
            [request] = self._asked["RequestItems"].values()  # there is one table
            sizes = [units.item_bytes(item) for item in found] + [0] * (len(request["Keys"]) - len(found))
            consistent = bool(request.get("ConsistentRead"))
            self.counts.read_units += sum(units.read_units(size, consistent=consistent) for size in sizes)
            return
        index = self._asked.get("IndexName")
        found = parsed.get("Items", [parsed["Item"]] if "Item" in parsed else [])
        size = units.entry_bytes(found, index) if index else sum(units.item_bytes(item) for item in found)
        self.counts.read_units += units.read_units(size, consistent=bool(self._asked.get("ConsistentRead")))

    @staticmethod
    def _key(action: str, request: Item) -> table.Key:
        place = request["Item"] if action == "Put" else request["Key"]
        return place["pk"]["S"], place["sk"]["S"]

    def _image(self, key: table.Key) -> Item | None:
        pk, sk = key
        name = table.config().table
        answer = self._plain.get_item(TableName=name, Key={"pk": {"S": pk}, "sk": {"S": sk}}, ConsistentRead=True)
        return answer.get("Item")  # type: ignore[no-any-return]

    def _see_call(self, params: Item, model: Any, **_: Any) -> None:
        self.counts.calls[f"{model.service_model.endpoint_prefix}:{model.name}"] += 1
        if model.name == "GetQueueUrl":
            self._queue = params["QueueName"]
        elif model.name == "SendMessage":
            self.messages.append((params["QueueUrl"], params["MessageBody"]))
        elif model.name == "StartExecution":
            self.executions.append((params["stateMachineArn"].rpartition(":")[2], params["input"]))

    def _answer_instead(self, model: Any, **_: Any) -> tuple[AWSResponse, Item] | None:
        answers = {
            "GetQueueUrl": {"QueueUrl": self._queue},
            "SendMessage": {"MessageId": "counted"},
            "StartExecution": {"executionArn": "counted"},
        }
        answer = answers.get(model.name)
        return (AWSResponse("", 200, {}, None), answer) if answer else None
