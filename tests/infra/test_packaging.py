"""What is deployed, as Chalice and we have packaged it."""

import json
import zipfile

import pytest

import app as application
from chalicelib.handlers.application import PATHS
from infra.packaging import PROJECT

_PATHS = PATHS.relative_to(PROJECT).as_posix()


@pytest.mark.usefixtures("cloud")
def test_it_says_where_its_routes_are() -> None:
    """Without, it would import all handlers before its first answer, and no other test would see it."""
    with zipfile.ZipFile(PROJECT / ".local" / "build" / "local" / "out" / "deployment.zip") as package:
        assert json.loads(package.read(_PATHS)) == application.app.owners
        entry = package.getinfo(_PATHS)
    assert entry.date_time == (1980, 1, 1, 0, 0, 0), "equal code makes an equal package"
    assert (entry.external_attr >> 16) & 0o444 == 0o444, "a function runs as somebody else"


def test_the_sources_hold_no_such_list() -> None:
    """There, everything is registered at once."""
    assert not PATHS.exists()
