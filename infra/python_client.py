"""Python source of the client in clients/python: models by datamodel-code-generator, a method for each route by us."""

import json
import keyword
import re
import textwrap
from typing import Any

from datamodel_code_generator import InputFileType, LiteralType, PythonVersion, generate
from datamodel_code_generator.enums import DataModelType
from datamodel_code_generator.format import Formatter

Json = dict[str, Any]

_HEAD = "Made by `make clients` from docs/openapi.json: do not edit."
_IMPORTS = "from typing import Literal, cast\n\nfrom foyer import models\nfrom foyer.client import Client\n"
_CLASS = '''class Foyer(Client):
    """A box office: one method for each route that a program may call."""
'''
_PRIMITIVES = {"string": "str", "integer": "int", "boolean": "bool"}


def models(document: Json) -> str:
    """A TypedDict for each schema: JSON as it comes, so a field or a state that a later version adds breaks nobody."""
    source = generate(
        json.dumps(document),
        input_file_type=InputFileType.OpenAPI,
        output_model_type=DataModelType.TypingTypedDict,
        target_python_version=PythonVersion.PY_311,
        enum_field_as_literal=LiteralType.All,
        collapse_root_models=True,
        use_standard_collections=True,
        use_union_operator=True,
        use_schema_description=True,
        use_field_description=True,
        use_single_line_docstring=True,
        use_closed_typed_dict=False,
        custom_file_header=f'"""What the API takes and gives. {_HEAD}"""\n',
        formatters=[Formatter.BUILTIN],
    )
    return str(source)


def routes(document: Json) -> str:
    """The class with all methods."""
    methods = [
        _method(method.upper(), path, operation)
        for path, found in document["paths"].items()
        for method, operation in found.items()
    ]
    return f'"""Every route as a method. {_HEAD}"""\n\n{_IMPORTS}\n\n{_CLASS}\n' + "\n".join(methods)


def _method(verb: str, path: str, operation: Json) -> str:
    parameters = operation["parameters"]
    places = re.findall(r"{(\w+)}", path)
    queries = {one["name"]: one["schema"] for one in parameters if one["in"] == "query"}
    headers = {one["name"] for one in parameters if one["in"] == "header"}
    body, answer = _body(operation), _answer(operation)
    taken = ["self", *(f"{name}: str" for name in places)] + ([f"body: {body}"] if body else [])
    named = [f"{_name(name)}: {_type(schema)} | None = None" for name, schema in queries.items()]
    given = [repr(verb), repr(path)]
    if places:
        given.append("places={" + ", ".join(f'"{name}": {name}' for name in places) + "}")
    if queries:
        given.append("query={" + ", ".join(f'"{name}": {_name(name)}' for name in queries) + "}")
    if body:
        given.append("body=body")
    if "If-Match" in headers:
        named.append("version: int")
        given.append("version=version")
    if "Idempotency-Key" in headers:
        named.append("idempotency_key: str | None = None")
        given.append("idempotency_key=idempotency_key")
    call = f"self.call({', '.join(given)})"
    says = textwrap.indent(f'"""{operation["summary"]}\n\n{operation["description"]}\n"""', "    ")
    does = f"    return cast({answer}, {call})" if answer != "None" else f"    {call}"
    signature = ", ".join(taken + (["*", *named] if named else []))
    return textwrap.indent(f"def {operation['operationId']}({signature}) -> {answer}:\n{says}\n{does}\n", "    ")


def _body(operation: Json) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        return _type(content["application/json"]["schema"])
    return "bytes" if content else ""


def _answer(operation: Json) -> str:
    (answer,) = operation["responses"].values()
    return _type(answer["content"]["application/json"]["schema"]) if "content" in answer else "None"


def _type(schema: Json) -> str:
    """A schema's type, without the null that leaving it out says as well."""
    if "$ref" in schema:
        return f"models.{schema['$ref'].rpartition('/')[2]}"
    if "anyOf" in schema:
        (schema,) = (one for one in schema["anyOf"] if one.get("type") != "null")
    if "enum" in schema:
        return f"Literal[{', '.join(map(repr, schema['enum']))}]"
    return _PRIMITIVES[schema["type"]]


def _name(name: str) -> str:
    """As a parameter of a function may be called."""
    return f"{name}_" if keyword.iskeyword(name) else name
