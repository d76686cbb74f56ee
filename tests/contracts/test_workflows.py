"""The workflows: short enough to read, and no step without a limit, a second try and a way out."""

import json
from typing import Any

import pytest

from infra.functions import WORKFLOWS, tasks_of
from tests.contracts.reading import PROJECT

FOLDER = PROJECT / "stepfunctions"
PERSONAL = ("email", "name", "phone", "address", "holder", "buyer")


def definition(workflow: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{workflow}.asl.json").read_text())  # type: ignore[no-any-return]


STATES = [
    pytest.param(workflow, name, state, id=f"{workflow}: {name}")
    for workflow in WORKFLOWS
    for name, state in definition(workflow)["States"].items()
]
TASKS = [found for found in STATES if found.values[2]["Type"] == "Task"]  # type: ignore[index]


def test_every_file_is_a_workflow_and_the_other_way_round() -> None:
    assert {path.name.partition(".")[0] for path in FOLDER.glob("*.asl.json")} == set(WORKFLOWS)


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_a_workflow_can_be_read_at_a_sitting(workflow: str) -> None:
    assert len((FOLDER / f"{workflow}.asl.json").read_text().splitlines()) <= 120


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_a_workflow_says_what_it_is_for(workflow: str) -> None:
    assert definition(workflow)["Comment"].endswith(".")


@pytest.mark.parametrize(("workflow", "name", "state"), TASKS)
def test_a_task_calls_a_function_of_its_workflow(workflow: str, name: str, state: dict[str, Any]) -> None:
    assert state["Resource"].strip("${}") in tasks_of(workflow)


@pytest.mark.parametrize(("workflow", "name", "state"), TASKS)
def test_a_task_has_a_time_limit(workflow: str, name: str, state: dict[str, Any]) -> None:
    """A function that never answers held an order for a year: that is how long an execution may wait."""
    assert 0 < state["TimeoutSeconds"] <= 300


@pytest.mark.parametrize(("workflow", "name", "state"), TASKS)
def test_a_task_is_tried_again_at_random_intervals(workflow: str, name: str, state: dict[str, Any]) -> None:
    """Without jitter ten thousand holds that end in one minute come back in the same second, again and again."""
    for retry in state["Retry"]:
        assert retry["JitterStrategy"] == "FULL"
        assert retry["MaxAttempts"] >= 3
        assert retry["BackoffRate"] > 1
    assert ["States.ALL"] in [retry["ErrorEquals"] for retry in state["Retry"]]


@pytest.mark.parametrize(("workflow", "name", "state"), TASKS)
def test_a_task_that_gives_up_is_recorded(workflow: str, name: str, state: dict[str, Any]) -> None:
    """A workflow that simply ends leaves an order that nobody looks at."""
    states = definition(workflow)["States"]
    [catch] = state["Catch"]
    assert catch["ErrorEquals"] == ["States.ALL"]
    after = states[catch["Next"]]
    assert after.get("Resource") == "${record_failure}" or after["Type"] == "Fail"


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_a_failure_ends_the_execution_as_failed_so_that_the_alarm_rings(workflow: str) -> None:
    states = definition(workflow)["States"]
    [recorder] = [state for state in states.values() if state.get("Resource") == "${record_failure}"]
    assert states[recorder["Next"]]["Type"] == "Fail"


@pytest.mark.parametrize(("workflow", "name", "state"), STATES)
def test_a_state_is_named_as_a_sentence(workflow: str, name: str, state: dict[str, Any]) -> None:
    assert " " in name
    assert name[0].isupper()


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_every_state_can_be_reached_and_every_next_exists(workflow: str) -> None:
    states = definition(workflow)["States"]
    reached, waiting = set(), [definition(workflow)["StartAt"]]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += _next(states[name])
    assert reached == set(states)


def _next(state: dict[str, Any]) -> list[str]:
    ways = [state, *state.get("Choices", []), *state.get("Catch", [])]
    return [way["Next"] for way in ways if "Next" in way] + ([state["Default"]] if "Default" in state else [])


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_no_personal_word_stands_in_a_workflow(workflow: str) -> None:
    """Histories keep every input and output for ninety days, and nothing in them can be erased."""
    paths = [word for state in definition(workflow)["States"].values() for word in _paths(state)]
    assert paths
    assert [path for path in paths if any(word in path.lower() for word in PERSONAL)] == []


def _paths(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [path for inner in value.values() for path in _paths(inner)]
    if isinstance(value, list):
        return [path for inner in value for path in _paths(inner)]
    return [value] if isinstance(value, str) and value.startswith("$.") else []
