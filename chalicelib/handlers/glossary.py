"""What the fields of the API mean, with examples: each word once, in glossary.toml, wherever it stands.

Read when the API's document is made, never by a running function: a thousand texts in the models would be built anew
at every cold start. What a field or its type says of itself is kept; only what is silent gets its text from here.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

Schema = dict[str, Any]
_PATH = Path(__file__).with_suffix(".toml")
_SHOWN = frozenset({"example", "examples", "enum", "const"})
_INSIDE = ("items", "additionalProperties")


@cache
def words() -> Mapping[str, Mapping[str, list[Any]]]:
    """Model, `everywhere` or `path` → field → its text, and perhaps an example."""
    return tomllib.loads(_PATH.read_text(encoding="utf-8"))


def of_path(name: str) -> str:
    """What a parameter in an address means."""
    return str(words()["path"][name][0])


def explain(schemas: Mapping[str, Schema]) -> None:
    """Gives each property of these models, by their names, what it does not say of itself."""
    for model, schema in schemas.items():
        explain_fields(model, schema)


def explain_fields(model: str, schema: Schema) -> None:
    """Gives each property of one model what it does not say of itself: a description, and an example."""
    for name, said in schema.get("properties", {}).items():
        text, *examples = words().get(model, {}).get(name) or words()["everywhere"].get(name) or [""]
        if "$ref" in said:  # what is referred to has a text of its own
            continue
        if text:
            said.setdefault("description", text)
        if examples and not is_shown(said):
            said["examples"] = examples


def is_shown(schema: Schema) -> bool:
    """Whether a value is to be seen somewhere in this schema, or needs none to be understood."""
    if schema.get("type") == "boolean" or _SHOWN & set(schema) or schema.get("default"):
        return True
    parts = [*schema.get("anyOf", []), *(schema[key] for key in _INSIDE if isinstance(schema.get(key), dict))]
    return any(is_shown(part) for part in parts)
