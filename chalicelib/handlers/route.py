"""The typed route: a function's signature is its contract.

    @route(routes, "POST", "/events", allow="events.edit", answers=201)
    def create_event(caller: Caller, body: NewEvent, once: Once) -> EventOut: ...

Path parameters are `str`, `body` and `query` pydantic models, `caller`, `once`, `now` and `request` are given
by the edge. Validation, permission, idempotency, errors and the OpenAPI document all follow from that.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from chalice.app import Blueprint, Response
from pydantic import BaseModel, ValidationError

from chalicelib.actions import accounts
from chalicelib.domain.accounts import NOBODY, Caller
from chalicelib.domain.orders import OrderNotFound
from chalicelib.gateways import signing
from chalicelib.handlers import problems
from chalicelib.handlers.logs import logger
from chalicelib.handlers.permissions import ORDER_HOLDER, PUBLIC, Access, may
from chalicelib.kernel import clock, ids
from chalicelib.kernel.errors import Forbidden, NotFound, Refusal, StaleCheck, TooLarge, Unauthenticated, Unsupported
from chalicelib.kernel.once import Once

COOKIE = "foyer_session"
_MOST_BYTES = 256 * 1024
_LONGEST_ID = 100
_KEY_LENGTHS = range(16, 129)


def read_version(request: "Request") -> int:
    """The version that If-Match names. Raises StaleCheck without one."""
    text = request.headers.get("if-match", "").removeprefix("W/").strip('"')
    if not text.isdecimal():
        raise StaleCheck()
    return int(text)


class ShortIdempotencyKey(problems.InvalidInput):
    """An Idempotency-Key needs 16 to 128 characters; a UUID is best."""


@dataclass(frozen=True)
class Request:
    """What came over the wire, for the few routes that need it raw."""

    headers: dict[str, str]
    body: bytes
    id: str


Body = TypeVar("Body", bound=BaseModel | None)


@dataclass(frozen=True)
class Answer(Generic[Body]):
    """A body with headers of its own."""

    body: Body
    headers: dict[str, str | list[str]]


@dataclass(frozen=True)
class Route:
    """One route as the OpenAPI document and the tests of permissions see it."""

    method: str
    path: str
    allow: Access
    answers: int
    function: Callable[..., Any]
    hints: dict[str, Any]
    refusals: tuple[type[Refusal], ...]
    tag: str
    most_bytes: int = 0

    @property
    def body_model(self) -> type[BaseModel] | None:
        """The model of the answer's body, None for a route that answers without one."""
        returned = self.hints["return"]
        found = get_args(returned)[0] if get_origin(returned) is Answer else returned
        return found if isinstance(found, type) and issubclass(found, BaseModel) else None


ROUTES: list[Route] = []


def route(
    blueprint: Blueprint,
    method: str,
    path: str,
    *,
    allow: Access,
    answers: int = 200,
    refusals: tuple[type[Refusal], ...] = (),
    most_bytes: int = 0,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function as a route. `allow` says who may call it: nobody by accident.

    `most_bytes` makes it take a raw body of that size at most; any other takes JSON or nothing.
    """

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        tag = function.__module__.rpartition(".")[2]
        declared = Route(method, path, allow, answers, function, get_type_hints(function), refusals, tag, most_bytes)
        ROUTES.append(declared)

        def view(**path_values: str) -> Response:
            return _serve(declared, blueprint.current_request, path_values)

        view.__name__ = function.__name__
        blueprint.route(path, methods=[method], content_types=["*/*"])(view)
        return function

    return register


def _serve(declared: Route, incoming: Any, path_values: dict[str, str]) -> Response:
    request = Request(
        headers={name.lower(): value for name, value in incoming.headers.items()},
        body=incoming.raw_body or b"",
        id=(incoming.context or {}).get("requestId") or ids.random("req"),
    )
    known: Any = {"request_id": request.id} | {n: v for n, v in path_values.items() if n == "order_id"}
    logger().structure_logs(append=False, **known)
    try:
        arguments = _arguments(declared, request, incoming.query_params or {}, path_values)
        return _answer(declared, declared.function(**arguments), request)
    except Refusal as refusal:
        logger().info("refused", extra={"code": refusal.code(), "route": declared.function.__name__})
        return problems.answer(refusal, request.id)
    except Exception as error:  # the edge: whatever is left is a bug
        return problems.unexpected(error, request.id)


def _arguments(declared: Route, request: Request, query: Any, path_values: dict[str, str]) -> dict[str, Any]:
    if len(request.body) > (declared.most_bytes or _MOST_BYTES):
        raise TooLarge()
    if any(len(value) > _LONGEST_ID for value in path_values.values()):
        raise NotFound()
    now = clock.now()
    caller = _caller(declared.allow, request, path_values, now)
    given: dict[str, Any] = {"caller": caller, "now": now, "request": request}
    arguments: dict[str, Any] = dict(path_values)
    for name, hint in declared.hints.items():
        if name in path_values or name == "return":
            continue
        if name == "once":
            arguments[name] = _once(declared, request, caller, path_values)
        elif name == "body":
            arguments[name] = _read_body(hint, request)
        elif name == "query":
            arguments[name] = _read_query(hint, query)
        else:
            arguments[name] = given[name]
    return arguments


def _read_body(model: type[BaseModel], request: Request) -> BaseModel:
    _check_is_json(request)
    try:
        return model.model_validate_json(request.body or b"{}", strict=True)
    except ValidationError as error:  # only of what was sent: an answer that does not fit its model is our bug
        raise problems.of_validation(error) from error


def _read_query(model: type[BaseModel], query: Any) -> BaseModel:
    try:
        return model.model_validate(dict(query))
    except ValidationError as error:
        raise problems.of_validation(error) from error


def _check_is_json(request: Request) -> None:
    # Also what keeps other sites from posting in a signed-in browser's name: a form cannot send this type.
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.body and media_type != "application/json":
        raise Unsupported()


def _caller(allow: Access, request: Request, path_values: dict[str, str], now: datetime) -> Caller:
    if allow == PUBLIC:
        return NOBODY
    token = bearer_token(request)
    if allow == ORDER_HOLDER:
        if not token:
            raise Unauthenticated("Send the order's token as a bearer token.")
        if not signing.is_order_token(path_values["order_id"], token):
            raise OrderNotFound()
        return NOBODY
    caller = accounts.identify(token or session_token(request), now)
    if not may(caller.role, allow):
        raise Forbidden(f"This needs the permission {allow}.")
    return caller


def bearer_token(request: Request) -> str:
    """The bearer token's value, "" without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def session_token(request: Request) -> str:
    """The session cookie's value, "" without one."""
    for pair in request.headers.get("cookie", "").split(";"):
        name, _, value = pair.strip().partition("=")
        if name == COOKIE:
            return value
    return ""


def _once(declared: Route, request: Request, caller: Caller, path_values: dict[str, str]) -> Once:
    key = request.headers.get("idempotency-key") or ids.random("key")
    if len(key) not in _KEY_LENGTHS:
        raise ShortIdempotencyKey(**{"Idempotency-Key": "must have 16 to 128 characters"})
    scope = f"{caller.user_id}:{declared.function.__name__}:{json.dumps(path_values, sort_keys=True)}"
    return Once(scope, key, hashlib.sha256(request.body).hexdigest()[:32])


def _answer(declared: Route, result: Any, request: Request) -> Response:
    headers: dict[str, Any] = {"Cache-Control": "no-store"}
    if isinstance(result, Answer):
        headers |= result.headers
        result = result.body
    headers["X-Request-Id"] = request.id
    if result is None:
        return Response("", status_code=declared.answers, headers=headers)
    headers["Content-Type"] = "application/json"
    return Response(result.model_dump_json(), status_code=declared.answers, headers=headers)
