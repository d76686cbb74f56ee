"""The clients in clients/ have a method for every route that a program may call, and carry the API's version."""

import inspect
import json
import re
import tomllib
from typing import Any

import pytest
from foyer import Foyer

from infra import clients
from tests.contracts.reading import PROJECT

FOLDER = PROJECT / "clients"

pytestmark = pytest.mark.req("API-7")


def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PROJECT / "docs" / "openapi.json").read_text())
    return found


def operations(of: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for found in of["paths"].values() for operation in found.values()]


def for_programs() -> set[str]:
    """Routes that not only a browser's cookie opens."""
    return {one["operationId"] for one in operations(document()) if one["security"] != [{"session": []}]}


def camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda match: match[1].upper(), name)


def test_python_has_a_method_for_each_route_of_programs() -> None:
    methods = {name for name, _ in inspect.getmembers(Foyer, inspect.isfunction) if not name.startswith("_")}
    assert len(for_programs()) > 150
    assert methods == for_programs() | {"call", "close"}


def test_typescript_has_a_method_for_each_route_of_programs() -> None:
    text = (FOLDER / "typescript" / "dist" / "generated" / "sdk.gen.d.ts").read_text()
    methods = set(re.findall(r"^    (\w+)<ThrowOnError", text, re.MULTILINE))
    assert methods == {camel(name) for name in for_programs()}


def test_an_edit_of_a_version_and_a_repeatable_post_can_be_said_in_python() -> None:
    wanted = {"If-Match": "version", "Idempotency-Key": "idempotency_key"}
    for operation in operations(clients.for_programs(document())):
        taken = inspect.signature(getattr(Foyer, operation["operationId"])).parameters
        named = {one["name"] for one in operation["parameters"]}
        assert {word for header, word in wanted.items() if header in named} == set(taken) & set(wanted.values())


def test_what_clients_are_made_of_has_no_loose_ends() -> None:
    cut = clients.for_programs(document())
    referred = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(cut)))
    assert referred | {"Problem"} == set(cut["components"]["schemas"])
    assert "patternProperties" not in json.dumps(cut)


def test_clients_carry_the_version_of_the_api() -> None:
    python = tomllib.loads((FOLDER / "python" / "pyproject.toml").read_text())["project"]["version"]
    typescript = json.loads((FOLDER / "typescript" / "package.json").read_text())["version"]
    assert python == typescript
    assert f"/foyer-{python}-py3-none-any.whl" in (FOLDER / "python" / "README.md").read_text()
    assert f"/foyer-{typescript}.tgz" in (FOLDER / "typescript" / "README.md").read_text()
    assert python.partition(".")[0] == document()["info"]["version"]
