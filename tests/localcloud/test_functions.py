"""Functions on the local cloud behave as on AWS: errors, logs, parallel calls, environment."""

import base64
import json
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from ministack.core import lambda_runtime

from localstack.fixes import lambda_pool
from tests.localcloud.conftest import Cloud


@pytest.fixture(scope="module")
def names(cloud: Cloud, sample: dict[str, str]) -> dict[str, str]:
    """Function names by the name in app.py; CloudFormation adds to them."""
    functions = cloud.client("lambda").list_functions()["Functions"]
    return {each["FunctionName"].split("-")[1].lower(): each["FunctionName"] for each in functions}


def call(cloud: Cloud, name: str, payload: dict) -> dict:
    """Call a function and return its answer."""
    answer = cloud.client("lambda").invoke(FunctionName=name, Payload=json.dumps(payload), LogType="Tail")
    body = json.load(answer["Payload"])
    log = base64.b64decode(answer.get("LogResult", "")).decode()
    return {"body": body, "error": answer.get("FunctionError"), "log": log}


def test_an_error_carries_its_class_its_message_and_its_stack(cloud: Cloud, names: dict[str, str]) -> None:
    answer = call(cloud, names["raises"], {"card": "0002"})
    assert answer["error"] == "Unhandled"
    assert answer["body"]["errorType"] == "CardDeclined"
    assert answer["body"]["errorMessage"] == "declined: 0002"
    assert any("in raises" in line for line in answer["body"]["stackTrace"])


def quickest(cloud: Cloud, name: str) -> float:
    """The seconds of the quickest of many calls: what all wait for is in it, what the machine does besides is not."""
    lengths = []
    for _ in range(20):
        begun = time.monotonic()
        call(cloud, name, {})
        lengths.append(time.monotonic() - begun)
    return min(lengths)


def test_a_function_that_raised_answers_the_next_call_at_once(cloud: Cloud, names: dict[str, str]) -> None:
    assert quickest(cloud, names["raises"]) < 0.15


def test_a_silent_call_waits_for_no_log(cloud: Cloud, names: dict[str, str]) -> None:
    """MiniStack waits 50 ms for a line that may follow."""
    assert quickest(cloud, names["whoami"]) < 0.045


def test_a_call_logs_its_traceback_and_not_that_of_the_call_before(cloud: Cloud, names: dict[str, str]) -> None:
    call(cloud, names["raises"], {"card": "first"})
    second = call(cloud, names["raises"], {"card": "second"})
    assert "declined: second" in second["log"]
    assert "declined: first" not in second["log"]
    assert "end-of-call" not in second["log"]


def test_functions_of_one_archive_share_its_folder(cloud: Cloud, names: dict[str, str]) -> None:
    folder = Path(call(cloud, names["whoami"], {})["body"]["env"]["LAMBDA_TASK_ROOT"])
    call(cloud, names["nap"], {})
    assert [path.name for path in folder.parent.glob("code-*")].count(folder.name) == 1
    assert list((folder / "__pycache__").glob("app.*.pyc"))


def test_the_same_process_serves_calls_in_turn(cloud: Cloud, names: dict[str, str]) -> None:
    processes = {call(cloud, names["whoami"], {})["body"]["pid"] for _ in range(5)}
    assert len(processes) == 1


def test_calls_at_once_run_in_parallel_up_to_the_ceiling(cloud: Cloud, names: dict[str, str]) -> None:
    lengths = []
    for _ in range(3):  # the first round starts the processes
        begun = time.monotonic()
        with ThreadPoolExecutor(12) as pool:
            answers = list(pool.map(lambda _: call(cloud, names["nap"], {}), range(12)))
        lengths.append(time.monotonic() - begun)
    processes = {answer["body"]["pid"] for answer in answers}
    assert len(processes) == cloud.running.settings.lambda_workers == 4
    assert min(lengths) < 12 * 0.5 * 0.6


def test_idle_processes_go_but_the_one_behind_the_api_stays() -> None:
    lambda_pool.apply()
    for name, handler in (("api", "app.app"), ("worker", "app.work")):
        arn = f"arn:aws:lambda:eu-central-1:000000000000:function:{name}"
        config = {"FunctionArn": arn, "Handler": handler, "Runtime": "python3.11"}
        for worker in [lambda_runtime.acquire_worker(name, config, b"")[0] for _ in range(2)]:
            lambda_runtime.release_worker(worker)
            worker.last_used = 0
    lambda_runtime.reap_idle_workers(ttl=60)
    left = [worker.func_name for pool in lambda_runtime._workers.values() for worker in pool]
    lambda_runtime.reset()
    assert left == ["api"]


def test_a_function_sees_the_engine_and_nothing_of_the_shell(cloud: Cloud, names: dict[str, str]) -> None:
    environment = call(cloud, names["whoami"], {})["body"]["env"]
    assert environment["AWS_ENDPOINT_URL"] == cloud.running.settings.engine_url
    assert environment["AWS_REGION"] == "eu-central-1"
    assert environment["TABLE"] == "sample-table"
    assert "PYTEST_CURRENT_TEST" not in environment


def test_an_import_error_shows_its_traceback(cloud: Cloud, names: dict[str, str], tmp_path: Path) -> None:
    archive = tmp_path / "broken.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("app.py", "import not_there\n")
    client = cloud.client("lambda")
    client.create_function(
        FunctionName="broken",
        Runtime="python3.11",
        Role="arn:aws:iam::000000000000:role/none",
        Handler="app.handler",
        Code={"ZipFile": archive.read_bytes()},
    )
    answer = call(cloud, "broken", {})
    assert answer["error"]
    assert "ModuleNotFoundError" in answer["body"]["errorMessage"]
    assert "line 1" in answer["body"]["errorMessage"]
    client.delete_function(FunctionName="broken")
