"""The OpenAPI 3.1 document, made from the typed routes. Built at package time, never at run time."""

import inspect
import re
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chalicelib.domain.factors import MfaRequired
from chalicelib.domain.permissions import OPERATOR, ORDER_HOLDER, PUBLIC, SIGNED_IN
from chalicelib.domain.rates import RateLimited
from chalicelib.domain.replays import StillRunning
from chalicelib.handlers.callers import COOKIE
from chalicelib.handlers.fields import SPARSE_TYPE, item_of
from chalicelib.handlers.glossary import explain, explain_fields, of_path
from chalicelib.handlers.idempotency import ShortIdempotencyKey
from chalicelib.handlers.models.common import ListQuery, SparseQuery
from chalicelib.handlers.openapi_shared import HEADERS, IDEMPOTENCY_KEY, IF_MATCH, PROBLEM
from chalicelib.handlers.problems import CONTENT_TYPE, InvalidInput, NotJson
from chalicelib.handlers.route import ROUTES
from chalicelib.handlers.wire import Route
from chalicelib.kernel.errors import Busy, Forbidden, Refusal, StaleCheck, TooLarge, Unauthenticated, Unsupported
from chalicelib.kernel.once import KeyReused
from chalicelib.tables.lists import WrongCursor

_PASSING = frozenset({429, 503})


def document() -> dict[str, Any]:
    """The whole API."""
    models = sorted({model for route in ROUTES for model in _models(route)}, key=lambda found: found[0].__name__)
    references, definitions = models_json_schema(models, ref_template="#/components/schemas/{model}")
    paths: dict[str, Any] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, references)
    schemas = definitions.get("$defs", {})
    explain(schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Foyer",
            "version": "1",
            "summary": "Sell tickets, take money, admit people.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api"}],
        "paths": paths,
        "components": {
            "schemas": {**schemas, **_sparse_schemas(schemas), "Problem": PROBLEM},
            "headers": HEADERS,
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
                "key": {"type": "http", "scheme": "bearer", "description": "An API key of the account."},
                "order": {"type": "http", "scheme": "bearer", "description": "The token of one order."},
            },
        },
    }


def _is_sparse(route: Route) -> bool:
    return "query" in route.hints and issubclass(route.hints["query"], SparseQuery)


def _sparse_name(answer: type[BaseModel]) -> str:
    return f"Sparse{answer.__name__}"


def _sparse_schemas(schemas: dict[str, Any]) -> dict[str, Any]:
    """The lists whose items need not have any field."""
    found: dict[str, Any] = {}
    for model in (route.body_model for route in ROUTES if _is_sparse(route)):
        if model:
            whole, item = schemas[model.__name__], schemas[item_of(model).__name__]
            some = {key: value for key, value in item.items() if key != "required"}
            items = whole["properties"]["items"] | {"items": some | {"title": f"Sparse{item['title']}"}}
            found[_sparse_name(model)] = whole | {
                "title": _sparse_name(model),
                "properties": whole["properties"] | {"items": items},
            }
    return found


def _models(route: Route) -> list[tuple[type[BaseModel], Any]]:
    found: list[tuple[type[BaseModel], Any]] = []
    if "body" in route.hints:
        found.append((route.hints["body"], "validation"))
    if route.body_model:
        found.append((route.body_model, "serialization"))
    return found


def _operation(route: Route, references: Any) -> dict[str, Any]:
    summary, _, description = (inspect.getdoc(route.function) or "").partition("\n\n")
    operation: dict[str, Any] = {
        "operationId": route.function.__name__,
        "summary": summary,
        "description": (description + f"\n\nAllowed: `{route.allow}`.").strip(),
        "tags": [route.tag],
        "parameters": _parameters(route),
        "responses": _responses(route, references),
        "security": _security(route),
    }
    if "body" in route.hints:
        schema = references[(route.hints["body"], "validation")]
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if route.most_bytes:
        schema = {"type": "string", "format": "binary", "maxLength": route.most_bytes}
        operation["requestBody"] = {"required": True, "content": {"application/octet-stream": {"schema": schema}}}
    return operation


def _parameters(route: Route) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)}", route.path)
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "description": of_path(name), "schema": {"type": "string"}}
        for name in names
    ]
    if "query" in route.hints:
        query = route.hints["query"].model_json_schema()
        explain_fields(route.hints["query"].__name__, query)
        for name, schema in query["properties"].items():
            found.append({"name": name, "in": "query", "required": False, "schema": schema})
    if "once" in route.hints or route.keeps_answers:
        found.append(IDEMPOTENCY_KEY)
    if StaleCheck in route.refusals:
        found.append(IF_MATCH)
    return found


def _security(route: Route) -> list[dict[str, list[str]]]:
    if route.allow == PUBLIC:
        return []
    if route.allow == ORDER_HOLDER:
        return [{"order": []}]
    return [{"session": []}] if route.allow in (SIGNED_IN, OPERATOR) else [{"session": []}, {"key": []}]


def _refusals(route: Route) -> list[type[Refusal]]:
    found: list[type[Refusal]] = list(route.refusals)
    if route.limited:
        found.append(RateLimited)
    if route.most_bytes:
        found.append(TooLarge)
    if "body" in route.hints:
        found += [NotJson, InvalidInput, TooLarge, Unsupported]
    if "once" in route.hints:
        found += [ShortIdempotencyKey, KeyReused, Busy]
    if route.keeps_answers:
        found += [ShortIdempotencyKey, KeyReused, StillRunning, Busy]
    if "query" in route.hints:
        found.append(InvalidInput)
        if issubclass(route.hints["query"], ListQuery):
            found.append(WrongCursor)
    if route.allow != PUBLIC:
        found.append(Unauthenticated)
    if route.allow not in (PUBLIC, ORDER_HOLDER):
        found.append(Forbidden)
    if route.allow not in (PUBLIC, ORDER_HOLDER, SIGNED_IN):
        found.append(MfaRequired)
    return found


def _responses(route: Route, references: Any) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": "Done.", "headers": _headers(route, route.answers)}
    if route.body_model:
        schema = references[(route.body_model, "serialization")]
        answer["content"] = {"application/json": {"schema": schema}}
        if _is_sparse(route):
            sparse = {"$ref": f"#/components/schemas/{_sparse_name(route.body_model)}"}
            answer["content"][SPARSE_TYPE] = {"schema": sparse}
    responses = {str(route.answers): answer}
    by_status: dict[int, list[type[Refusal]]] = {}
    for refusal in dict.fromkeys(_refusals(route)):
        by_status.setdefault(refusal.status, []).append(refusal)
    for status, refusals in sorted(by_status.items()):
        text = "\n".join(f"- `{refusal.code()}`: {refusal.sentence()}" for refusal in refusals)
        content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        responses[str(status)] = {"description": text, "content": content}
        if status in _PASSING:
            responses[str(status)]["headers"] = _headers(route, status)
    return responses


def _headers(route: Route, status: int) -> dict[str, Any]:
    # Every refusal carries the first three as well: said once for each, they would be half of the document.
    names = ["X-Request-Id"]
    if route.limited:
        names += ["RateLimit-Policy", "RateLimit"]
    if status in _PASSING:
        names.append("Retry-After")
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
