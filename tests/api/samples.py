"""The smallest body that each route accepts, made from the API's own document."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"
_BY_FORMAT = {"date-time": "2031-06-01T18:00:00Z", "date": "2031-06-01", "email": "ada@example.com"}

# What the document cannot say: fields that only make sense together, moments that must be over.
_TOGETHER: dict[str, dict[str, Any]] = {
    "PersonEdits": {"name": "Ada"},
    "EventEdits": {"title": {"en": "Later"}},
    "NewQuestion": {"label": {"en": "Diet?"}, "kind": "text", "scope": "order"},
    "NewProduct": {"price_minor": 100, "capacity": 5},
    "PoolEdits": {"capacity": 5},
    "NewDates": {"count": 2},
    "NewRefund": {"everything": True},
    "What": {"everything": True},
    "Stretch": {"since": "2026-01-01T00:00:00Z", "until": "2026-01-02T00:00:00Z"},
    "SecondStep": {"code": "123456"},
    "FreshProof": {"password": "wrong password"},
    "PaymentIn": {"received_at": "2026-01-01T00:00:00Z"},
}


@cache
def document() -> Any:
    """The document of the API."""
    return json.loads(_DOCUMENT.read_text())


def body_of(method: str, path: str) -> Any:
    """A body for this route, None for a route that takes none."""
    operation = document()["paths"][path][method.lower()]
    if "requestBody" not in operation:
        return None
    return sample(operation["requestBody"]["content"]["application/json"]["schema"])


def sample(schema: dict[str, Any]) -> Any:
    """The smallest value that this schema allows: an example of its author, or whatever fits."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        found = sample(document()["components"]["schemas"][name])
        return found | _TOGETHER[name] if name in _TOGETHER else found
    for given in ("const", "default"):
        if given in schema:
            return schema[given]
    for several in ("examples", "enum"):
        if schema.get(several):
            return schema[several][0]
    for either in ("anyOf", "oneOf", "allOf"):
        if either in schema:
            return sample(schema[either][0])
    return _by_type(schema)


def _by_type(schema: dict[str, Any]) -> Any:
    kind = schema.get("type", "object")
    if kind == "object":
        needed = {name: sample(schema["properties"][name]) for name in schema.get("required", [])}
        return needed or ({"en": "Ada"} if schema.get("minProperties") else {})
    if kind == "array":
        return [sample(schema["items"])] * schema.get("minItems", 0)
    if kind == "integer":
        return max(schema.get("minimum", 1), schema.get("exclusiveMinimum", 0) + 1)
    if kind == "number":
        return 1.0
    if kind == "boolean":
        return True
    if kind == "string":
        return _BY_FORMAT.get(schema.get("format", ""), "a" * max(8, schema.get("minLength", 1)))
    return None
