"""The bench counts as DynamoDB and Step Functions do, and every action stays within its budget."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from bench import cost, idle, units, workflows
from bench.meter import Counts
from infra.packaging import PROJECT

KEYS = {"pk": {"S": "ORDER#1"}, "sk": {"S": "META"}, "kind": {"S": "Order"}}


def due(minute: str) -> dict[str, Any]:
    """A row that is due."""
    return KEYS | {"due": {"S": minute}, "due_sk": {"S": "1"}}


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": "Zürich"}, 7),
        ({"N": "1200"}, 2),
        ({"N": "-12345"}, 5),
        ({"BOOL": True}, 1),
        ({"L": [{"S": "a"}, {"S": "b"}]}, 7),
        ({"M": {"ab": {"S": "c"}}}, 7),
    ],
)
def test_values_weigh_what_dynamodb_says(value: dict[str, Any], size: int) -> None:
    assert units.value_bytes(value) == size


def test_a_write_in_a_transaction_counts_twice_and_its_index_entries_once() -> None:
    assert units.write_units(None, KEYS, transactional=False) == 1
    assert units.write_units(None, KEYS, transactional=True) == 2
    assert units.write_units(None, due("12:00"), transactional=True) == 3


def test_moving_an_index_entry_costs_a_delete_and_a_put() -> None:
    assert units.index_units(due("12:00"), due("12:10")) == 2
    assert units.index_units(due("12:00"), due("12:00") | {"state": {"S": "PAID"}}) == 0
    assert units.index_units(due("12:00"), KEYS) == 1


def test_a_larger_item_costs_by_the_kilobyte() -> None:
    large = KEYS | {"text": {"S": "x" * 1500}}
    assert units.write_units(KEYS, large, transactional=True) == 4
    assert units.write_units(large, KEYS, transactional=False) == 2
    assert units.read_units(4097, consistent=True) == 2
    assert units.read_units(0, consistent=False) == 0.5


def test_every_state_on_the_path_is_a_transition() -> None:
    waited: list[str] = []
    answers = iter([{"waits": True, "state": "RESERVED", "expires_at": "later"}, {"waits": False, "state": "PAID"}])
    given = {"order_id": "1", "expires_at": "soon"}
    entered = workflows.run("expire_reservation", given, lambda *_: next(answers), waited.append)
    assert (entered, waited) == (7, ["soon", "later"])


def test_a_figure_above_its_budget_is_named() -> None:
    used = Counts(write_units=15)
    assert cost.over_budget({"reserve": used}, {"reserve": {"write_units": 14}}) == [
        "reserve: 15 write_units, budget 14"
    ]
    assert cost.over_budget({}, {"reserve": {"write_units": 14}}) == ["reserve: no such action"]


def test_reserving_is_held_to_fourteen_units_and_three_round_trips() -> None:
    budget = json.loads(cost.BUDGETS.read_text())["reserve"]
    assert budget["write_units"] <= 14
    assert budget["round_trips"] <= 3


def test_an_idle_month_costs_less_than_a_ticket() -> None:
    assert sum(idle.month().values()) < 11


def test_every_action_stays_within_its_budget() -> None:
    command = [sys.executable, "-m", "bench.cost", "--check"]
    done = subprocess.run(command, cwd=PROJECT, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
