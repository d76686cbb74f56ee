"""Packages and deploys the sample application as the product is deployed: Chalice, then CloudFormation."""

import copy
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tests.localcloud.conftest import Cloud

BUCKET = "sample-artifacts"
STACK = "sample"


def chalice() -> str:
    """Return Chalice's command beside this Python."""
    return str(Path(sys.executable).with_name("chalice"))


def package(project: Path) -> Path:
    """Run `chalice package` and return the folder with template and code."""
    command = [chalice(), "package", "--stage", "api", "--merge-template", "merge.json"]
    environment = os.environ | {"AWS_DEFAULT_REGION": "eu-central-1"}
    subprocess.run([*command, "packaged"], cwd=project, env=environment, check=True, capture_output=True)
    return project / "packaged"


def deploy(cloud: "Cloud", packaged: Path, title: str = "sample") -> dict[str, str]:
    """Create or update the stack and return its outputs; another title is a change of the API's body."""
    s3 = cloud.client("s3")
    if BUCKET not in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]:
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    key = f"{time.time_ns()}.zip"
    s3.upload_file(str(packaged / "deployment.zip"), BUCKET, key)
    template = with_code(json.loads((packaged / "sam.json").read_text()), key)
    template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["info"]["title"] = title
    s3.put_object(Bucket=BUCKET, Key="template.json", Body=json.dumps(template))
    return change_stack(cloud, f"{cloud.running.settings.engine_url}/{BUCKET}/template.json")


def with_code(template: dict, key: str) -> dict:
    """Return the template with every function's code in the bucket."""
    template = copy.deepcopy(template)
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = {"Bucket": BUCKET, "Key": key}
    return template


def change_stack(cloud: "Cloud", template_url: str) -> dict[str, str]:
    """Execute a change set and return the stack's outputs."""
    formation = cloud.client("cloudformation")
    try:
        formation.describe_stacks(StackName=STACK)
        kind = "UPDATE"
    except ClientError:
        kind = "CREATE"
    name = f"change-{time.time_ns()}"
    formation.create_change_set(
        StackName=STACK,
        ChangeSetName=name,
        ChangeSetType=kind,
        TemplateURL=template_url,
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        Parameters=[{"ParameterKey": "Greeting", "ParameterValue": "hallo"}],
    )
    often = {"Delay": 1, "MaxAttempts": 60}
    created = formation.get_waiter("change_set_create_complete")
    created.wait(StackName=STACK, ChangeSetName=name, WaiterConfig=often)
    formation.execute_change_set(StackName=STACK, ChangeSetName=name)
    finished = formation.get_waiter(f"stack_{kind.lower()}_complete")
    finished.wait(StackName=STACK, WaiterConfig=often)
    stack = formation.describe_stacks(StackName=STACK)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
