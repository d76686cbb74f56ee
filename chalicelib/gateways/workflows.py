"""Starting Step Functions. The execution's name is its idempotency key."""

import json
from functools import cache

from chalicelib.gateways.clients import aws
from chalicelib.kernel.config import config


@cache
def _arn(workflow: str) -> str:
    account = aws("sts").get_caller_identity()["Account"]
    region = aws("stepfunctions").meta.region_name
    name = f"foyer-{config().stage}-{workflow.replace('_', '-')}"
    return f"arn:aws:states:{region}:{account}:stateMachine:{name}"


def start(workflow: str, name: str, payload: dict[str, str]) -> None:
    """Start a workflow once: a second start of the same name is what we wanted already.

    AWS answers a repeat of the same name and input with the running execution, the local engine (and AWS, for a
    finished one) with ExecutionAlreadyExists: both mean that it was started.
    """
    states = aws("stepfunctions")
    try:
        states.start_execution(stateMachineArn=_arn(workflow), name=name, input=json.dumps(payload))
    except states.exceptions.ExecutionAlreadyExists:
        return
