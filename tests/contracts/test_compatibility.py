"""Clients of the last release: what would break them is found, and must be declared."""

import copy
import json
from typing import Any

import pytest

from infra.compatibility import DECLARED, PRESENT, RELEASED, breaks, read

Document = dict[str, Any]


@pytest.mark.req("API-6")
def test_nothing_breaks_that_was_not_declared() -> None:
    """A field that is gone breaks the box office of somebody who is asleep.

    If a break must be, say why in docs/api/breaks.json: the text of the break, and the reason. `python -m infra
    release` begins anew.
    """
    found, declared = breaks(read(RELEASED), read(PRESENT)), json.loads(DECLARED.read_text())
    assert [one for one in found if one not in declared] == []
    assert [one for one in declared if one not in found] == []
    assert all(declared.values())


def _document() -> Document:
    thing = {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"type": "string"},
            "state": {"type": "string", "enum": ["open", "closed"]},
            "size": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
            "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
        },
    }
    new = {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string", "maxLength": 20},
            "size": {"anyOf": [{"type": "integer", "maximum": 9}, {"type": "null"}]},
            "color": {"enum": ["red", "blue"]},
        },
    }
    operation = {
        "operationId": "make_thing",
        "parameters": [{"name": "limit", "in": "query", "required": False, "schema": {"type": "integer"}}],
        "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/New"}}}},
        "responses": {"201": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}},
    }
    return {"paths": {"/things": {"post": operation}}, "components": {"schemas": {"Thing": thing, "New": new}}}


OLD = _document()
POST = "paths./things.post"
NEW, THING = "components.schemas.New", "components.schemas.Thing"


def changed(path: str, value: Any) -> Document:
    """The document with something else at one place; without it for None."""
    document = copy.deepcopy(OLD)
    *way, last = path.split(".")
    place: Any = document
    for step in way:
        place = place[int(step) if isinstance(place, list) else step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (POST, None, "POST /things is gone"),
        (f"{POST}.operationId", "add_thing", "POST /things: is called add_thing, was make_thing"),
        (f"{POST}.parameters", [], "POST /things: limit is gone"),
        (f"{POST}.parameters.0.required", True, "POST /things: limit is needed now"),
        (f"{POST}.parameters.0.schema", {"type": "string"}, "POST /things: limit cannot be integer any more"),
        (f"{POST}.responses", {"200": {}}, "POST /things: does not answer 201 any more"),
        (f"{POST}.responses.201", {}, "POST /things: answers without a body now"),
        (f"{THING}.properties.state", None, "POST /things: answer.state is gone"),
        (f"{THING}.properties.state.enum", ["open"], "POST /things: answer.state cannot be 'closed' any more"),
        (f"{THING}.properties.id", {"type": "integer"}, "POST /things: answer.id may be integer now"),
        (f"{THING}.required", [], "POST /things: answer.id may be missing now"),
        (f"{NEW}.required", ["name", "size"], "POST /things: body.size is needed now"),
        (f"{NEW}.properties.color", None, "POST /things: body.color is gone"),
        (f"{NEW}.properties.color.enum", ["red"], "POST /things: body.color cannot be 'blue' any more"),
        (f"{NEW}.properties.name.maxLength", 10, "POST /things: body.name has a maxLength of 10 now"),
        (f"{NEW}.properties.name.minLength", 1, "POST /things: body.name has a minLength of 1 now"),
        (f"{NEW}.properties.name.pattern", "^x", "POST /things: body.name must match ^x now"),
        (f"{NEW}.properties.name.enum", ["x"], "POST /things: body.name can only be one of x now"),
        (f"{NEW}.properties.size.anyOf.0.maximum", 5, "POST /things: body.size has a maximum of 5 now"),
        (f"{NEW}.properties.size", {"type": "integer"}, "POST /things: body.size cannot be null any more"),
    ],
)
def test_each_kind_of_break_is_found(path: str, value: Any, said: str) -> None:
    assert breaks(OLD, changed(path, value)) == [said]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("paths./others", {"get": OLD["paths"]["/things"]["post"]}),
        (f"{THING}.properties.more", {"type": "string"}),
        (f"{THING}.properties.size", {"type": "integer"}),
        (f"{THING}.properties.state.enum", ["open", "closed", "lost"]),
        (f"{NEW}.properties.more", {"type": "string"}),
        (f"{NEW}.properties.name.maxLength", 40),
        (f"{NEW}.required", []),
        (f"{NEW}.properties.color.enum", ["red", "blue", "green"]),
    ],
)
def test_what_is_more_than_before_breaks_nobody(path: str, value: Any) -> None:
    assert breaks(OLD, changed(path, value)) == []
