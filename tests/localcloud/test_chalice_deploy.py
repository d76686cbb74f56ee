"""`chalice deploy`, the operators' own way, works on the local cloud: deploy, second deploy, delete."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from localstack.settings import ACCOUNT, REGION
from tests.localcloud.conftest import SAMPLE, Cloud
from tests.localcloud.deploying import chalice
from tests.localcloud.test_gateway import send


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The sample's routes under another name; Chalice waits 5 s for each function, so without those."""
    folder = tmp_path / "project"
    shutil.copytree(SAMPLE, folder)
    config = folder / ".chalice" / "config.json"
    config.write_text(config.read_text().replace('"app_name": "sample"', '"app_name": "direct"'))
    app = folder / "app.py"
    app.write_text(app.read_text().partition("@app.lambda_function")[0])
    return folder


def run(cloud: Cloud, project: Path, *arguments: str) -> str:
    """Run Chalice's command against the local cloud."""
    access = {
        "AWS_ENDPOINT_URL": cloud.running.settings.engine_url,
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
    }
    command = [chalice(), *arguments, "--stage", "api"]
    done = subprocess.run(command, cwd=project, env=os.environ | access, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_deploys_deploys_again_and_deletes(cloud: Cloud, project: Path) -> None:
    run(cloud, project, "deploy")
    deployed = json.loads((project / ".chalice" / "deployed" / "api.json").read_text())["resources"]
    api_id = next(each["rest_api_id"] for each in deployed if each["resource_type"] == "rest_api")
    api = f"{cloud.running.settings.engine_url}/_aws/execute-api/{api_id}/api"
    assert json.loads(send(f"{api}/hello/ada").body)["hello"] == "ada"

    app = project / "app.py"
    app.write_text(app.read_text() + '\n\n@app.route("/second")\ndef second():\n    return {"second": True}\n')
    run(cloud, project, "deploy")
    assert json.loads(send(f"{api}/second").body) == {"second": True}
    assert send(f"{api}/hello/ada").status == 200

    run(cloud, project, "delete")
    assert send(f"{api}/hello/ada").status == 404
