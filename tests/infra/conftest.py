"""What tests of the infrastructure share: a release's names and settings, and a switch for the slow checks."""

from dataclasses import replace

import pytest

from infra.names import Names
from infra.settings import Stage, read_stage

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark of checks before a release: minutes, and downloads from the package index."""
    config.addinivalue_line("markers", "release: a slow check before a release; run with -m release")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the slow checks out unless they are asked for by name."""
    if "release" in (config.option.markexpr or ""):
        return
    for item in items:
        if item.get_closest_marker("release"):
            item.add_marker(pytest.mark.skip(reason="a check before a release: run with -m release"))


@pytest.fixture
def names() -> Names:
    """The names of a stage on AWS."""
    return Names("release", "123456789012", "eu-central-1")


@pytest.fixture
def stage() -> Stage:
    """The settings of a stage on AWS."""
    return replace(read_stage("example"), name="release", certificate=CERTIFICATE)
