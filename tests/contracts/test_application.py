"""A deployed API imports what its first requests need, and answers all of them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import app as whole
from tests.contracts.reading import PROJECT

# A process of its own: Chalice can register a blueprint once.
_INSTANCE = """
import json, pathlib, sys
from chalicelib.handlers import application
application.PATHS = pathlib.Path(sys.argv[1])
from app import app
failing = set(json.loads(sys.argv[3]))
real = application.import_module
application.import_module = lambda name: (failing.remove(name), 1 / 0) if name in failing else real(name)
steps = []
for path in json.loads(sys.argv[2]):
    try:
        app.prepare(path)
    except ZeroDivisionError:
        pass
    steps.append({path: sorted(methods) for path, methods in app.routes.items()})
print(json.dumps({"routes": steps, "functions": len(app.pure_lambda_functions), "imported": sorted(sys.modules)}))
"""


@pytest.fixture
def asked(tmp_path: Path) -> Any:
    """What a new instance knows after each of these paths was asked for; each of `failing` cannot be read at first."""

    def ask(*paths: str, failing: list[str] | None = None) -> Any:
        known = tmp_path / "paths.json"
        known.write_text(json.dumps(whole.app.owners))
        given = [str(known), json.dumps(paths), json.dumps(failing or [])]
        command = [sys.executable, "-c", _INSTANCE, *given]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    return ask


def known(path: str) -> list[str]:
    return sorted(whole.app.routes[path])


def test_every_path_has_an_owner() -> None:
    owning = {module for modules in whole.app.owners.values() for module in modules}
    assert set(whole.app.owners) == set(whole.app.routes)
    assert owning == {f"chalicelib.handlers.{noun}" for noun in whole.NOUNS}


def test_every_path_is_answered_by_every_method_once_it_is_asked_for(asked: Any) -> None:
    paths = sorted(whole.app.owners)
    steps = asked(*paths, *paths)["routes"]
    for path, routes in zip(paths, steps, strict=False):
        assert routes[path] == known(path)
    assert steps[-1] == {path: known(path) for path in paths}


def test_a_new_instance_imports_what_it_is_asked_for(asked: Any) -> None:
    one = asked("/me")
    assert one["routes"][0]["/me"] == known("/me")
    assert one["functions"] == 0, "a worker starts at its own module"
    assert "chalicelib.handlers.accounts" in one["imported"]
    others = {f"chalicelib.handlers.{name}" for name in ("checkout", "events", "workers", "tasks")}
    assert others.isdisjoint(one["imported"])


def test_a_path_that_nobody_has_changes_nothing(asked: Any) -> None:
    assert asked("/nowhere", "")["routes"] == [{}, {}]


def test_what_could_not_be_imported_is_tried_again(asked: Any) -> None:
    first, second = asked("/me", "/me", failing=["chalicelib.handlers.accounts"])["routes"]
    assert first == {}
    assert second["/me"] == known("/me")
