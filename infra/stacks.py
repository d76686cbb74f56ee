"""Creating and updating CloudFormation stacks: upload, change set, wait, and say what went wrong."""

import json
import time
from typing import Any

import boto3
from botocore.exceptions import ClientError, WaiterError

_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_WHOLE_TEMPLATE_BYTES = 51_200


def _exists(cloudformation: Any, stack: str) -> bool:
    try:
        found = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError:
        return False
    return bool(found["StackStatus"] != "REVIEW_IN_PROGRESS")


def outputs(stack: str) -> dict[str, str]:
    """A stack's outputs by name."""
    found = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}


def _template(template: dict[str, Any], stack: str, bucket: str | None) -> dict[str, str]:
    body = json.dumps(template)
    if len(body) < _WHOLE_TEMPLATE_BYTES or not bucket:
        return {"TemplateBody": body}
    key = f"templates/{stack}-{int(time.time())}.json"
    s3 = boto3.client("s3")
    s3.put_object(Bucket=bucket, Key=key, Body=body.encode())
    return {"TemplateURL": f"{s3.meta.endpoint_url}/{bucket}/{key}"}


def deploy(
    stack: str, template: dict[str, Any], *, parameters: dict[str, str] | None = None, bucket: str | None = None
) -> bool:
    """Bring a stack to its template; returns whether anything changed. Raises SystemExit with the stack's reasons."""
    cloudformation = boto3.client("cloudformation")
    updating = _exists(cloudformation, stack)
    change_set = f"deploy-{time.time_ns()}"
    cloudformation.create_change_set(
        StackName=stack,
        ChangeSetName=change_set,
        ChangeSetType="UPDATE" if updating else "CREATE",
        Capabilities=_CAPABILITIES,
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in (parameters or {}).items()],
        **_template(template, stack, bucket),
    )
    pause = {"Delay": 1, "MaxAttempts": 900}
    try:
        cloudformation.get_waiter("change_set_create_complete").wait(
            StackName=stack, ChangeSetName=change_set, WaiterConfig=pause
        )
    except WaiterError:
        reason = cloudformation.describe_change_set(StackName=stack, ChangeSetName=change_set).get("StatusReason", "")
        cloudformation.delete_change_set(StackName=stack, ChangeSetName=change_set)
        if "didn't contain changes" in reason or "No updates" in reason:
            return False
        raise SystemExit(f"CloudFormation refuses the stack {stack}: {reason}") from None
    cloudformation.execute_change_set(StackName=stack, ChangeSetName=change_set)
    try:
        kind = "stack_update_complete" if updating else "stack_create_complete"
        cloudformation.get_waiter(kind).wait(StackName=stack, WaiterConfig=pause)
    except WaiterError:
        raise SystemExit(f"The stack {stack} failed:\n{_reasons(cloudformation, stack)}") from None
    return True


def _reasons(cloudformation: Any, stack: str) -> str:
    events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"].endswith("FAILED")]
    return "\n".join(
        f"  {event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}" for event in failed[:10]
    )


def delete(stack: str) -> None:
    """Delete a stack and wait until it is gone."""
    cloudformation = boto3.client("cloudformation")
    cloudformation.delete_stack(StackName=stack)
    cloudformation.get_waiter("stack_delete_complete").wait(StackName=stack, WaiterConfig={"Delay": 2})
