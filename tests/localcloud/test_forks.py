"""Processes of functions are forked from one that has imported the package, and are as separate as on AWS."""

import json
import os
import signal
from pathlib import Path

import pytest

from tests.localcloud.conftest import Cloud
from tests.shop import wait_for


@pytest.fixture(scope="module")
def names(cloud: Cloud, sample: dict[str, str]) -> dict[str, str]:
    """Function names by the name in app.py; CloudFormation adds to them."""
    functions = cloud.client("lambda").list_functions()["Functions"]
    return {each["FunctionName"].split("-")[1].lower(): each["FunctionName"] for each in functions}


def call(cloud: Cloud, name: str) -> dict:
    """Call a function without a payload and return its answer."""
    answer: dict = json.load(cloud.client("lambda").invoke(FunctionName=name, Payload=b"{}")["Payload"])
    return answer


def parent_of(pid: int) -> int:
    """The process that a process was forked from."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_all_functions_of_a_package_are_forked_from_one_process(cloud: Cloud, names: dict[str, str]) -> None:
    pids = {call(cloud, names[name])["pid"] for name in ("whoami", "nap")}
    assert len(pids) == 2
    assert len({parent_of(pid) for pid in pids}) == 1


def test_each_process_has_the_name_and_log_of_its_own_function(cloud: Cloud, names: dict[str, str]) -> None:
    environment = call(cloud, names["whoami"])["env"]
    assert environment["AWS_LAMBDA_FUNCTION_NAME"] == names["whoami"]
    assert environment["AWS_LAMBDA_LOG_STREAM_NAME"]


def test_a_process_that_was_killed_is_replaced(cloud: Cloud, names: dict[str, str]) -> None:
    pid = call(cloud, names["whoami"])["pid"]
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not Path(f"/proc/{pid}").exists(), "the end of the process")  # or the call is its last
    assert call(cloud, names["whoami"])["pid"] != pid
