"""Queues, streams and workflows on the local cloud: partial failure, filters, retries by class, races."""

import json
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.localcloud.conftest import Cloud


def notes(cloud: Cloud, kind: str) -> list[dict]:
    """Return what the sample's functions noted."""
    query = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": kind}}
    return cloud.table("sample-table").query(**query)["Items"]


def test_only_the_failed_message_of_a_batch_comes_again_and_ends_in_the_dead_letters(
    cloud: Cloud, sample: dict[str, str], eventually: Callable
) -> None:
    run = uuid.uuid4().hex
    queue = cloud.client("sqs")
    bodies = [f"good-1-{run}", f"poison-{run}", f"good-2-{run}"]
    entries = [{"Id": str(n), "MessageBody": body} for n, body in enumerate(bodies)]
    queue.send_message_batch(QueueUrl=sample["QueueUrl"], Entries=entries)

    def dead() -> list[str]:
        answer = queue.receive_message(QueueUrl=sample["DeadLettersUrl"], MaxNumberOfMessages=10)
        return [message["Body"] for message in answer.get("Messages", []) if run in message["Body"]]

    assert eventually(dead, 25) == [f"poison-{run}"]
    done = [note["body"] for note in notes(cloud, "WORK") if run in note["body"]]
    assert sorted(done) == [f"good-1-{run}", f"good-2-{run}"]


def test_the_stream_filter_lets_only_new_facts_through(
    cloud: Cloud, sample: dict[str, str], eventually: Callable
) -> None:
    run = uuid.uuid4().hex
    table = cloud.table("sample-table")
    table.put_item(Item={"pk": f"OTHER#{run}", "sk": "1", "kind": "Other"})
    table.put_item(Item={"pk": f"FACT#{run}", "sk": "1", "kind": "Fact"})
    table.put_item(Item={"pk": f"FACT#{run}", "sk": "1", "kind": "Fact", "changed": True})
    table.put_item(Item={"pk": f"LAST#{run}", "sk": "1", "kind": "Fact"})

    def seen() -> list[str]:
        return [note["saw"] for note in notes(cloud, "REACT") if run in note["saw"]]

    eventually(lambda: f"LAST#{run}" in seen())
    assert seen() == [f"FACT#{run}", f"LAST#{run}"]


def test_a_workflow_waits_retries_and_catches_by_class_name(
    cloud: Cloud, sample: dict[str, str], eventually: Callable
) -> None:
    states = cloud.client("stepfunctions")
    run = uuid.uuid4().hex
    until = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 2))
    begun = time.time()
    execution = states.start_execution(
        stateMachineArn=sample["MachineArn"],
        name=run,
        input=json.dumps({"at": until, "key": run, "cards": [{"card": "a"}, {"card": "b"}]}),
    )["executionArn"]

    def ended() -> dict | None:
        description = states.describe_execution(executionArn=execution)
        return description if description["status"] != "RUNNING" else None

    result = eventually(ended, 30)
    assert result["status"] == "SUCCEEDED", result.get("cause")
    assert time.time() - begun >= 1
    for declined, untouched in json.loads(result["output"]):
        assert declined["error"]["Error"] == "CardDeclined"
        assert "error" not in untouched
    tries = cloud.table("sample-table").get_item(Key={"pk": f"FLAKY#{run}", "sk": "N"})["Item"]["n"]
    assert tries == 3


@pytest.mark.usefixtures("sample")
def test_threads_that_race_for_the_last_seats_sell_each_once(cloud: Cloud) -> None:
    run = uuid.uuid4().hex
    cloud.table("sample-table").put_item(Item={"pk": f"POOL#{run}", "sk": "SHARD", "kind": "Pool", "free": 20})
    client = cloud.client("dynamodb")

    def buy(n: int) -> bool:
        take = {
            "TableName": "sample-table",
            "Key": {"pk": {"S": f"POOL#{run}"}, "sk": {"S": "SHARD"}},
            "UpdateExpression": "SET #free = #free - :one",
            "ConditionExpression": "#free >= :one",
            "ExpressionAttributeNames": {"#free": "free"},
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
        order = {"pk": {"S": f"ORDER#{run}"}, "sk": {"S": f"{n:03}"}, "kind": {"S": "Order"}}
        put = {"TableName": "sample-table", "Item": order}
        try:
            client.transact_write_items(TransactItems=[{"Update": take}, {"Put": put}])
        except client.exceptions.TransactionCanceledException:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        sold = sum(pool.map(buy, range(60)))
    pool_row = cloud.table("sample-table").get_item(Key={"pk": f"POOL#{run}", "sk": "SHARD"})["Item"]
    assert (sold, pool_row["free"], len(notes(cloud, f"ORDER#{run}"))) == (20, 0, 20)
