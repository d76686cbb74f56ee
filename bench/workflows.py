"""Walks a workflow's states as Step Functions would, so that each transition is counted on the path really taken."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parents[1] / "stepfunctions"
Payload = dict[str, Any]
Task = Callable[[str, Payload], Payload]
Wait = Callable[[str], None]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "StringEquals": lambda left, right: left == right,
    "BooleanEquals": lambda left, right: left is right,
    "NumericGreaterThan": lambda left, right: left > right,
}


def _chosen(state: Payload, payload: Payload) -> str:
    for choice in state["Choices"]:
        name = next(name for name in choice if name in _COMPARE)
        if _COMPARE[name](payload[choice["Variable"].removeprefix("$.")], choice[name]):
            return str(choice["Next"])
    return str(state["Default"])


def run(workflow: str, payload: Payload, task: Task, wait: Wait) -> int:
    """Run it to its end; returns the number of states that were entered, each a transition that AWS bills."""
    definition = json.loads((_FOLDER / f"{workflow}.asl.json").read_text())
    name, entered = definition["StartAt"], 0
    while True:
        state = definition["States"][name]
        entered += 1
        if state["Type"] == "Task":
            payload = task(state["Resource"].strip("${}"), payload)
        elif state["Type"] == "Wait":
            wait(payload[state["TimestampPath"].removeprefix("$.")])
        elif state["Type"] == "Choice":
            name = _chosen(state, payload)
            continue
        else:
            return entered
        name = state["Next"]
