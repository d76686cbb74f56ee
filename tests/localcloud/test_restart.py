"""Everything is there after a stop and a start: code, rows, files, triggers, workflows, mails."""

import json
import uuid
from collections.abc import Callable
from pathlib import Path

from localstack import launcher
from tests.localcloud.conftest import Cloud, start_cloud
from tests.localcloud.deploying import deploy
from tests.localcloud.test_gateway import send


def start_again(state: Path, before: Cloud) -> Cloud:
    """Start a cloud on the data and the ports of a stopped one."""
    ports = before.running.settings.ports
    return Cloud(launcher.start(ports, state, deploy=False, seed=False, report=lambda _: None))


def exercise(cloud: Cloud, outputs: dict[str, str], eventually: Callable) -> None:
    """Use each part once."""
    run = uuid.uuid4().hex
    table = cloud.table("sample-table")
    table.put_item(Item={"pk": f"FACT#{run}", "sk": "1", "kind": "Fact"})
    cloud.client("sqs").send_message(QueueUrl=outputs["QueueUrl"], MessageBody=run)
    machine = cloud.client("stepfunctions")
    start = {"at": "2020-01-01T00:00:00Z", "key": run, "cards": []}
    execution = machine.start_execution(stateMachineArn=outputs["MachineArn"], input=json.dumps(start))

    def noted(kind: str) -> str:
        query = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": kind}}
        return json.dumps(table.query(**query)["Items"], default=str)

    eventually(lambda: run in noted("WORK"))
    eventually(lambda: run in noted("REACT"))
    eventually(lambda: machine.describe_execution(**_arn(execution))["status"] == "SUCCEEDED")
    engine = cloud.running.settings.engine_url
    assert send(f"{engine}/_aws/execute-api/{outputs['RestAPIId']}/api/hello/ada").status == 200


def _arn(execution: dict) -> dict[str, str]:
    return {"executionArn": execution["executionArn"]}


def test_workflow_waits_can_be_shortened(tmp_path: Path, eventually: Callable) -> None:
    cloud = start_cloud(tmp_path, wait_scale=0.01)
    try:
        states = cloud.client("stepfunctions")
        wait = {"Type": "Wait", "Seconds": 300, "End": True}
        machine = states.create_state_machine(
            name="waits",
            definition=json.dumps({"StartAt": "Wait", "States": {"Wait": wait}}),
            roleArn="arn:aws:iam::000000000000:role/none",
        )
        execution = states.start_execution(stateMachineArn=machine["stateMachineArn"])
        eventually(lambda: states.describe_execution(**_arn(execution))["status"] == "SUCCEEDED", 10)
    finally:
        cloud.running.stop()


def test_all_parts_work_again_after_a_restart(tmp_path: Path, packaged: Path, eventually: Callable) -> None:
    cloud = start_cloud(tmp_path)
    try:
        outputs = deploy(cloud, packaged)
        exercise(cloud, outputs, eventually)
        cloud.client("s3").put_object(Bucket="sample-files", Key="kept.txt", Body=b"kept")
    finally:
        cloud.running.stop()
    again = start_again(tmp_path, cloud)
    try:
        exercise(again, outputs, eventually)
        kept = again.client("s3").get_object(Bucket="sample-files", Key="kept.txt")
        assert kept["Body"].read() == b"kept"
        rules = again.client("events").list_rules()["Rules"]
        assert [rule["ScheduleExpression"] for rule in rules] == ["rate(1 minute)"]
        assert deploy(again, packaged, title="after")["RestAPIId"] == outputs["RestAPIId"]
    finally:
        again.running.stop()
