"""What tests of the infrastructure share: a release's names and settings, and a browser."""

import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Playwright

from infra.names import Names
from infra.settings import Stage, read_stage

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"


@pytest.fixture
def names() -> Names:
    """The names of a stage on AWS."""
    return Names("release", "123456789012", "eu-central-1")


@pytest.fixture
def stage() -> Stage:
    """The settings of a stage on AWS."""
    return replace(read_stage("example"), name="release", certificate=CERTIFICATE)


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """A browser with a camera that shows a picture of its own."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
    yield browser
    browser.close()
