"""What tests of the infrastructure share: a release's names and settings."""

from dataclasses import replace

import pytest

from infra.names import Names
from infra.settings import Stage, read_stage

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"


@pytest.fixture
def names() -> Names:
    """The names of a stage on AWS."""
    return Names("release", "123456789012", "eu-central-1")


@pytest.fixture
def stage() -> Stage:
    """The settings of a stage on AWS."""
    return replace(read_stage("example"), name="release", certificate=CERTIFICATE)
