"""A stage as it would be deployed."""

import pytest

from infra.settings import Stage, read_stage


@pytest.fixture(scope="module")
def stage() -> Stage:
    return read_stage("example", alarm_email="ops@example.com")
