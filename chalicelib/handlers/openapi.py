"""The OpenAPI 3.1 document, made from the typed routes. Built at package time, never at run time."""

import inspect
import re
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chalicelib.handlers.permissions import ORDER_HOLDER, PUBLIC
from chalicelib.handlers.problems import CONTENT_TYPE, InvalidInput, NotJson
from chalicelib.handlers.route import COOKIE, ROUTES, Route, ShortIdempotencyKey
from chalicelib.kernel.errors import Busy, Forbidden, Refusal, TooLarge, Unauthenticated, Unsupported
from chalicelib.kernel.once import KeyReused

_PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem details.",
    "required": ["type", "title", "status", "code", "request_id"],
    "properties": {
        "type": {"type": "string", "description": "Where the error is explained."},
        "title": {"type": "string", "description": "The error in one sentence, for people."},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "The error in one word, for programs."},
        "detail": {"type": "string"},
        "request_id": {"type": "string", "description": "Tell us this when you ask for help."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "The same key makes the same request safe to repeat. A UUID is best.",
    "schema": {"type": "string", "minLength": 16, "maxLength": 128},
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of the version that you read.",
    "schema": {"type": "string"},
}


def document() -> dict[str, Any]:
    """The whole API."""
    models = sorted({model for route in ROUTES for model in _models(route)}, key=lambda found: found[0].__name__)
    references, definitions = models_json_schema(models, ref_template="#/components/schemas/{model}")
    paths: dict[str, Any] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, references)
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
            "schemas": {**definitions.get("$defs", {}), "Problem": _PROBLEM},
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
                "order": {"type": "http", "scheme": "bearer", "description": "The token of one order."},
            },
        },
    }


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
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names
    ]
    if "query" in route.hints:
        for name, schema in route.hints["query"].model_json_schema()["properties"].items():
            found.append({"name": name, "in": "query", "required": False, "schema": schema})
    if route.method == "POST" and ("body" in route.hints or "once" in route.hints):
        found.append(_IDEMPOTENCY_KEY)
    if route.method == "PATCH" and "request" in route.hints:
        found.append(_IF_MATCH)
    return found


def _security(route: Route) -> list[dict[str, list[str]]]:
    if route.allow == PUBLIC:
        return []
    return [{"order": []}] if route.allow == ORDER_HOLDER else [{"session": []}]


def _refusals(route: Route) -> list[type[Refusal]]:
    found: list[type[Refusal]] = list(route.refusals)
    if route.most_bytes:
        found.append(TooLarge)
    if "body" in route.hints:
        found += [NotJson, InvalidInput, TooLarge, Unsupported]
    if "once" in route.hints:
        found += [ShortIdempotencyKey, KeyReused, Busy]
    if "query" in route.hints:
        found.append(InvalidInput)
    if route.allow != PUBLIC:
        found.append(Unauthenticated)
    if route.allow not in (PUBLIC, ORDER_HOLDER):
        found.append(Forbidden)
    return found


def _responses(route: Route, references: Any) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": "Done."}
    if route.body_model:
        schema = references[(route.body_model, "serialization")]
        answer["content"] = {"application/json": {"schema": schema}}
    responses = {str(route.answers): answer}
    by_status: dict[int, list[type[Refusal]]] = {}
    for refusal in dict.fromkeys(_refusals(route)):
        by_status.setdefault(refusal.status, []).append(refusal)
    for status, refusals in sorted(by_status.items()):
        text = "\n".join(f"- `{refusal.code()}`: {refusal.sentence()}" for refusal in refusals)
        content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        responses[str(status)] = {"description": text, "content": content}
    return responses
