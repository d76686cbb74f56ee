"""A condition that no test would miss is no condition: each is taken out once, and some test must fail."""

import re
import subprocess
import sys

import pytest

from tests.tables.mutants import HAND_ON, PROJECT, TABLES, mutants

# Rates are counted without a condition.
WITHOUT = {*HAND_ON, "rates"}


def test_the_conditions_are_found() -> None:
    found = list(mutants())
    writing = {
        path.stem
        for path in (PROJECT / TABLES).glob("*.py")
        if re.search(r"\b(update|put_new|put_edited)\(", path.read_text()) and path.stem not in WITHOUT
    }
    assert writing <= {mutant.module for mutant in found}
    assert len(found) >= 80


def test_every_module_with_a_condition_has_tests_of_its_own() -> None:
    assert [mutant.tests for mutant in mutants() if not (PROJECT / mutant.tests).exists()] == []


@pytest.mark.usefixtures("_table")
def test_some_test_fails_without_any_single_condition() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.tables.mutants"], cwd=PROJECT, capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
