"""The operators' other path: prepare, `chalice deploy`, connect. Chalice waits seconds for each function."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from infra.packaging import PROJECT
from localstack import launcher
from localstack.checks import free_ports
from localstack.launcher import Running
from tests.shop import Shop

pytestmark = pytest.mark.waits


def _copy(folder: Path) -> Path:
    """The project without its requirements: the local cloud's functions import from the virtual environment."""
    ignored = shutil.ignore_patterns("__pycache__", "deployed", "deployments")
    for part in ("chalicelib", "infra", "stepfunctions", "web/dist"):
        shutil.copytree(PROJECT / part, folder / part, ignore=ignored)
    (folder / "docs").mkdir()
    shutil.copy(PROJECT / "docs" / "openapi.json", folder / "docs")
    shutil.copy(PROJECT / "app.py", folder)
    (folder / "requirements.txt").write_text("")
    return folder


def _run(cloud: Running, folder: Path, *command: str) -> None:
    environment = os.environ | cloud.settings.child_environment()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _sells(cloud: Running) -> bool:
    shop = Shop.opened(cloud)
    event, product = shop.on_sale()
    order = shop.buyer().buy(event, product)
    return shop.scan(event, order["tickets"][0]["code"])["verdict"] == "admitted"


def test_chalice_deploys_deploys_again_and_deletes(tmp_path: Path) -> None:
    project = _copy(tmp_path / "project")
    chalice = str(Path(sys.executable).with_name("chalice"))
    cloud = launcher.start(free_ports(), tmp_path / "state", deploy=False, seed=False, report=lambda _: None)
    try:
        for _ in ("first", "again"):
            _run(cloud, project, sys.executable, "-m", "infra", "prepare", "--stage", "local")
            _run(cloud, project, chalice, "deploy", "--stage", "local")
            _run(cloud, project, sys.executable, "-m", "infra", "connect", "--stage", "local")
            assert _sells(cloud)
        _run(cloud, project, chalice, "delete", "--stage", "local")
        assert requests.get(f"{cloud.url}/api/me", timeout=10).status_code == 404
    finally:
        cloud.stop()
