"""The words of the API: every field says what it means and shows what it looks like, truly and once."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import app  # noqa: F401 - registers the routes
from chalicelib.handlers.glossary import is_shown, words
from chalicelib.handlers.openapi import document

Schema = dict[str, Any]
_SIMPLE = {"string", "integer", "number"}


@pytest.fixture(scope="module")
def api() -> Schema:
    return document()


def _said(schemas: dict[str, Schema]) -> Iterator[tuple[str, str, Schema]]:
    """Model, field and schema of what has to speak for itself; what refers to a model is explained there."""
    for model, schema in schemas.items():
        for name, field in schema.get("properties", {}).items():
            if "$ref" not in field:
                yield model, name, field


def _parameters(api: Schema) -> Iterator[tuple[str, Schema]]:
    for path, operations in api["paths"].items():
        for method, operation in operations.items():
            for parameter in operation.get("parameters", []):
                yield f"{method} {path} {parameter['name']}", parameter


def _is_simple(field: Schema) -> bool:
    return any(part.get("type") in _SIMPLE for part in [field, *field.get("anyOf", [])])


@pytest.mark.req("API-6")
def test_every_field_says_what_it_means(api: Schema) -> None:
    silent = [f"{model}.{name}" for model, name, field in _said(api["components"]["schemas"]) if not _text(field)]
    assert silent == [], "say it at the field, or in chalicelib/handlers/glossary.toml"


def _text(field: Schema) -> str:
    return str(field.get("description", ""))


@pytest.mark.req("API-6")
def test_every_field_of_a_simple_type_shows_a_value(api: Schema) -> None:
    fields = _said(api["components"]["schemas"])
    assert [f"{model}.{name}" for model, name, field in fields if _is_simple(field) and not is_shown(field)] == []


@pytest.mark.req("API-6")
def test_every_parameter_says_what_it_means(api: Schema) -> None:
    found = list(_parameters(api))
    assert len(found) > 200
    assert [place for place, one in found if not (_text(one) or _text(one["schema"]))] == []


def test_an_example_is_what_the_field_takes(api: Schema) -> None:
    """An example that is refused costs whoever copies it an evening."""
    wrong = [
        f"{model}.{name}: {example!r}"
        for model, name, field in _said(api["components"]["schemas"])
        for example in field.get("examples", [])
        if not Draft202012Validator(field | {"components": api["components"]}).is_valid(example)
    ]
    assert wrong == []


def test_a_text_is_one_sentence_or_two_and_ends_as_one(api: Schema) -> None:
    """Of every field, wherever its text stands: 'the id' is a label, and the name has said that already."""
    texts = [(f"{model}.{name}", _text(field)) for model, name, field in _said(api["components"]["schemas"])]
    assert [(place, text) for place, text in texts if not text.endswith((".", "…", "?", "`")) or len(text) > 200] == []


def test_the_glossary_holds_no_text_that_explains_nothing(api: Schema) -> None:
    """What no reader sees is kept up and believed all the same."""
    shown = {("path", one["name"], _text(one)) for _, one in _parameters(api) if one["in"] == "path"}
    for model, name, field in _said(api["components"]["schemas"]):
        shown |= {(model, name, _text(field)), ("everywhere", name, _text(field))}
    texts = [(model, name, said[0]) for model, fields in words().items() for name, said in fields.items()]
    assert [text for text in texts if text not in shown] == []


def test_what_a_model_says_differs_from_what_the_word_says_everywhere() -> None:
    everywhere = words()["everywhere"]
    same = [
        f"{model}.{name}"
        for model, fields in words().items()
        if model != "everywhere"
        for name, said in fields.items()
        if said == everywhere.get(name)
    ]
    assert same == []
