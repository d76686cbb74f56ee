"""A local cloud of its own for these tests, with the sample application deployed in it."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from localstack import launcher
from localstack.checks import free_ports
from localstack.launcher import Running
from localstack.settings import ACCOUNT, REGION
from tests.localcloud.deploying import deploy, package

SAMPLE = Path(__file__).parent / "sample"


@dataclass(frozen=True)
class Cloud:
    """A running local cloud and AWS clients for it."""

    running: Running

    def client(self, service: str) -> Any:
        """Return a boto3 client of the engine."""
        return boto3.client(service, **self._access)

    def table(self, name: str) -> Any:
        """Return a boto3 table of the engine."""
        return boto3.resource("dynamodb", **self._access).Table(name)

    @property
    def _access(self) -> dict[str, str]:
        return {
            "endpoint_url": self.running.settings.engine_url,
            "region_name": REGION,
            "aws_access_key_id": ACCOUNT,
            "aws_secret_access_key": "test",
        }


def start_cloud(state: Path, wait_scale: float = 1.0) -> Cloud:
    """Start a cloud without the product."""
    return Cloud(
        launcher.start(free_ports(), state, deploy=False, seed=False, wait_scale=wait_scale, report=lambda _: None)
    )


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """One cloud for all tests of this folder."""
    started = start_cloud(tmp_path_factory.mktemp("cloud"))
    yield started
    started.running.stop()


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample application, packaged by Chalice."""
    project = tmp_path_factory.mktemp("sample") / "project"
    shutil.copytree(SAMPLE, project)
    return package(project)


@pytest.fixture(scope="session")
def sample(cloud: Cloud, packaged: Path) -> dict[str, str]:
    """The outputs of the sample's stack."""
    return deploy(cloud, packaged)


@pytest.fixture
def eventually() -> Callable[..., Any]:
    """Wait for a condition that other processes bring about."""

    def wait(condition: Callable[[], Any], seconds: float = 15) -> Any:
        deadline = time.monotonic() + seconds
        while not (result := condition()):
            assert time.monotonic() < deadline, "It did not happen in time."
            time.sleep(0.1)
        return result

    return wait
