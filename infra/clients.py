"""The clients in clients/: what both are made of, the API's document cut down to what a program calls, and Python's.

The cut leaves out what a client would carry for nothing: routes that only a browser's cookie opens, the refusals that
all are one exception, headers, titles, and answers made sparse by `fields`, which have no type worth having.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from infra import python_client
from infra.packaging import PROJECT

BUILD = PROJECT / ".local" / "build" / "clients"
# What a box office hands out under /clients/.
PACKAGES = BUILD / "packages"
PYTHON = PROJECT / "clients" / "python"

Json = dict[str, Any]


def for_programs(document: Json) -> Json:
    """The document as clients are made from it."""
    schemas = document["components"]["schemas"]
    paths = {
        path: {method: _operation(operation, schemas) for method, operation in found.items() if _is_open(operation)}
        for path, found in document["paths"].items()
    }
    cut = {path: found for path, found in paths.items() if found}
    used = set(_reached(cut, schemas)) | set(_reached(schemas["Problem"], schemas)) | {"Problem"}
    kept = {name: schema for name, schema in schemas.items() if name in used}
    head = {key: document[key] for key in ("openapi", "info", "servers")}
    return _plain({**head, "paths": cut, "components": {"schemas": kept}})  # type: ignore[no-any-return]


def _is_open(operation: Json) -> bool:
    """Whether a key, an order's token or nothing at all opens it."""
    return bool(operation["security"] != [{"session": []}])


def _operation(operation: Json, schemas: Json) -> Json:
    kept = {key: operation[key] for key in ("operationId", "summary", "description", "tags")}
    kept["parameters"] = [one for one in operation["parameters"] if one["name"] != "fields"]
    kept["responses"] = {
        status: _answer(answer) for status, answer in operation["responses"].items() if status.startswith("2")
    }
    if "requestBody" in operation and not _says_nothing(operation["requestBody"], schemas):
        kept["requestBody"] = operation["requestBody"]
    return kept


def _answer(answer: Json) -> Json:
    content = {kind: found for kind, found in answer.get("content", {}).items() if kind == "application/json"}
    return {"description": answer["description"]} | ({"content": content} if content else {})


def _says_nothing(body: Json, schemas: Json) -> bool:
    """Whether it is an object without fields: the API takes no body at all for that."""
    reference = body["content"].get("application/json", {}).get("schema", {}).get("$ref", "")
    return bool(reference) and not schemas[reference.rpartition("/")[2]].get("properties")


def _reached(node: Any, schemas: Json, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The names of the schemas that a part of the document refers to, however far."""
    if isinstance(node, list):
        for one in node:
            yield from _reached(one, schemas, seen)
    elif isinstance(node, dict):
        name = str(node.get("$ref", "")).rpartition("/")[2]
        if name in schemas and name not in seen:
            yield name
            yield from _reached(schemas[name], schemas, seen | {name})
        for one in node.values():
            yield from _reached(one, schemas, seen)


def _plain(node: Any) -> Any:
    """Without titles that repeat the field's name; maps that limit their keys are maps.

    A pattern for keys is the server's to check: generators make `unknown` of it.
    """
    if isinstance(node, list):
        return [_plain(one) for one in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _plain(value) for key, value in node.items() if key != "title" or isinstance(value, dict)}
    if "patternProperties" in kept and "properties" not in kept:
        (kept["additionalProperties"],) = kept.pop("patternProperties").values()
    return kept


def make() -> None:
    """The cut document for the TypeScript generator (`npm run package`), and the Python client as a wheel."""
    document = for_programs(json.loads((PROJECT / "docs" / "openapi.json").read_text()))
    shutil.rmtree(BUILD, ignore_errors=True)
    PACKAGES.mkdir(parents=True)
    (BUILD / "openapi.json").write_text(json.dumps(document, ensure_ascii=False))
    (PYTHON / "foyer" / "models.py").write_text(python_client.models(document))
    (PYTHON / "foyer" / "routes.py").write_text(python_client.routes(document))
    uv = [sys.executable, "-m", "uv", "build", "--quiet", "--wheel", "--no-build-isolation", "--no-create-gitignore"]
    subprocess.run([*uv, "--python", sys.executable, "--out-dir", PACKAGES, PYTHON], check=True)
