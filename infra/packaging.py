"""Making what is deployed: Chalice packages the functions, we add names and the API's own error texts."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chalice.utils import to_cfn_resource_name

from chalicelib.handlers.application import PATHS
from infra import chalice_config, trimming
from infra.functions import FUNCTIONS
from infra.gateway_problems import gateway_responses
from infra.names import Names
from infra.settings import Stage

PROJECT = Path(__file__).parents[1]


def merge_template(names: Names) -> dict[str, Any]:
    """What Chalice cannot say: the functions' names, a log group for each, the gateway's own answers."""
    resources: dict[str, Any] = {
        "RestAPI": {
            "Properties": {
                "DefinitionBody": {
                    "info": {"title": names.prefix},
                    "x-amazon-apigateway-gateway-responses": gateway_responses(),
                }
            }
        }
    }
    for function in FUNCTIONS:
        title = "APIHandler" if function.name == "api_handler" else to_cfn_resource_name(function.name)
        name = names.function(function.name)
        resources[title] = {"Properties": {"FunctionName": name}}
        resources[f"{title}Logs"] = {
            "Type": "AWS::Logs::LogGroup",
            "Properties": {"LogGroupName": f"/aws/lambda/{name}", "RetentionInDays": 30},
        }
    return {"Resources": resources}


def _stage_sources(build: Path, *, with_requirements: bool) -> Path:
    """A copy of what Chalice packages. The local cloud's functions import from the virtual environment, so their
    package holds our own code only: seconds instead of minutes."""
    source = build / "source"
    shutil.rmtree(build, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(PROJECT / "chalicelib", source / "chalicelib", ignore=ignored)
    shutil.copy(PROJECT / "app.py", source)
    requirements = (PROJECT / "requirements.txt").read_text() if with_requirements else ""
    (source / "requirements.txt").write_text(requirements)
    return source


def _add_paths(package: Path) -> None:
    """Tell the application that is deployed which modules each path's routes are in: see `Application`."""
    from app import app

    entry = zipfile.ZipInfo(PATHS.relative_to(PROJECT).as_posix())  # of 1980: equal code makes equal packages
    entry.external_attr = 0o644 << 16  # a function runs as somebody else
    with zipfile.ZipFile(package, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(entry, json.dumps(app.owners))


@contextmanager
def alone(names: Names) -> Iterator[None]:
    """Nobody else on this computer packages this stage meanwhile: they would write into the same folder."""
    lock = PROJECT / ".local" / "build" / f"{names.stage}.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def package(names: Names, stage: Stage, *, distribution: str = "", trimmed: bool = True) -> Path:
    """Run Chalice's packager; returns the folder with `sam.json` and `deployment.zip`."""
    build = PROJECT / ".local" / "build" / names.stage
    source = _stage_sources(build, with_requirements=not stage.is_local)
    chalice_config.write(source, names, stage, distribution)
    merge = build / "merge.json"
    merge.write_text(json.dumps(merge_template(names)))
    out = build / "out"
    command = [
        str(Path(sys.executable).with_name("chalice")),
        "package",
        "--stage",
        names.stage,
        "--merge-template",
        str(merge),
    ]
    environment = os.environ | {"AWS_DEFAULT_REGION": names.region}
    done = subprocess.run([*command, str(out)], cwd=source, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"Chalice could not package the functions:\n{done.stdout}\n{done.stderr}")
    _add_paths(out / "deployment.zip")
    if trimmed and not stage.is_local:
        requirements = (source / "requirements.txt").read_text()
        trimming.trim(out / "deployment.zip", requirements, trimming.services(source))
    return out
