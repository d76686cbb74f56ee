"""Holds every answer that a test sees against docs/openapi.json: its status, its type, its body."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import requests
from jsonschema import Draft202012Validator

_DOCUMENT = Path(__file__).parents[1] / "docs" / "openapi.json"


@cache
def _document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(_DOCUMENT.read_text())
    return loaded


@cache
def _operations() -> list[tuple[str, re.Pattern[str], dict[str, Any]]]:
    return [
        (method.upper(), re.compile(re.sub(r"{\w+}", "[^/]+", path)), operation)
        for path, methods in _document()["paths"].items()
        for method, operation in methods.items()
    ]


def check(response: requests.Response) -> None:
    """AssertionError for an answer that the document does not promise.

    What API Gateway answers before any function runs (an unknown route, ten megabytes) is not the document's.
    """
    path = requests.utils.urlparse(response.url).path.removeprefix("/api")
    method = str(response.request.method)
    for wanted, pattern, operation in _operations():
        if wanted == method and pattern.fullmatch(path):
            _check(f"{method} {path}", operation, response)
            return


def _check(name: str, operation: dict[str, Any], response: requests.Response) -> None:
    documented = operation["responses"].get(str(response.status_code))
    assert documented, f"{name} answered {response.status_code}, which is not documented: {response.text[:300]}"
    if documented.get("content"):
        content_type = response.headers["Content-Type"].partition(";")[0]
        assert content_type in documented["content"], f"{name}: {content_type}"
        content = documented["content"][content_type]
        schema = content["schema"] | {"components": _document()["components"]}
        errors = [error.message for error in Draft202012Validator(schema).iter_errors(response.json())]
        assert errors == [], f"{name}: {errors[:3]}"
