"""The layers: what may import what, checked by import-linter and by asking a fresh interpreter."""

import json
import subprocess
import sys
from pathlib import Path

from tests.contracts.reading import PROJECT

HEAVY = {"stripe", "fpdf", "boto3", "jinja2", "argon2", "cryptography", "icalendar", "segno", "requests", "zxcvbn"}


def test_a_layer_imports_only_what_stands_below_it() -> None:
    """A rule that reaches for the database cannot be tested without one; soon no rule can."""
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(command), "--no-cache"], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_start_of_every_function_loads_nothing_heavy() -> None:
    """Each of these costs 50 to 500 ms of every cold start; a buyer waits for it in front of an empty page."""
    script = "import app, json, sys; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert HEAVY & set(json.loads(done.stdout)) == set()
