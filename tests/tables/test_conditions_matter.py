"""A condition that no test would miss is no condition: each is taken out once, and some test must fail."""

import subprocess
import sys

import pytest

from tests.tables.mutants import PROJECT, mutants


def test_the_conditions_are_found() -> None:
    modules = {mutant.module for mutant in mutants()}
    assert modules == {
        "accounts",
        "edits",
        "events",
        "marks",
        "orders",
        "payments",
        "people",
        "pools",
        "search",
        "tickets",
    }
    assert sum(1 for _ in mutants()) >= 30


@pytest.mark.usefixtures("_table")
def test_some_test_fails_without_any_single_condition() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.tables.mutants"], cwd=PROJECT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
