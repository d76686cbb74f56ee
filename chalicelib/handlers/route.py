"""The typed route: a function's signature is its contract.

    @route(routes, "POST", "/events", allow="events.edit", answers=201)
    def create_event(caller: Caller, body: NewEvent, once: Once) -> EventOut: ...

Path parameters are `str`, `body` and `query` pydantic models, `caller`, `once`, `now` and `request` are given
by the edge. Validation, permission, idempotency, errors and the OpenAPI document all follow from that.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, get_type_hints

from chalice.app import Blueprint, Response
from pydantic import BaseModel, ValidationError

from chalicelib.domain.accounts import Caller
from chalicelib.domain.permissions import Access
from chalicelib.handlers import idempotency, problems
from chalicelib.handlers.callers import permitted
from chalicelib.handlers.fields import SPARSE_TYPE, Included, included
from chalicelib.handlers.limits import admit
from chalicelib.handlers.logs import logger
from chalicelib.handlers.trails import trail_of
from chalicelib.handlers.wire import Answer, Request, Route
from chalicelib.kernel import clock, ids, trail
from chalicelib.kernel.errors import NotFound, Refusal, TooLarge, Unsupported

_MOST_BYTES = 256 * 1024
_LONGEST_ID = 100


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
    within: bool = False,
    limited: bool = True,
    makes_events: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function as a route. `allow` says who may call it: nobody by accident.

    `most_bytes` makes it take a raw body of that size at most; any other takes JSON or nothing. `within` opens it to
    members whose permission holds for some events or organizers only, although its path names neither. One that is not
    `limited` may be called by one address as often as it likes: payment providers send thousands from a few. What
    `makes_events` needs its permission where they will lie: at one event alone, it makes no other.
    """

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        tag = function.__module__.rpartition(".")[2]
        hints = get_type_hints(function)
        declared = Route(
            method, path, allow, answers, function, hints, refusals, tag, most_bytes, within, limited, makes_events
        )
        ROUTES.append(declared)

        def view(**path_values: str) -> Response:
            return _serve(declared, blueprint.current_request, path_values)

        view.__name__, view.__module__ = function.__name__, function.__module__
        blueprint.route(path, methods=[method], content_types=["*/*"])(view)
        return function

    return register


def _serve(declared: Route, incoming: Any, path_values: dict[str, str]) -> Response:
    request = Request(
        headers={name.lower(): value for name, value in incoming.headers.items()},
        body=incoming.raw_body or b"",
        id=(incoming.context or {}).get("requestId") or ids.random("req"),
        source=(incoming.context or {}).get("identity", {}).get("sourceIp") or "",
    )
    request.answer_headers["X-Request-Id"] = request.id
    known: Any = {"request_id": request.id} | {n: v for n, v in path_values.items() if n == "order_id"}
    logger().structure_logs(append=False, **known)
    answer = _attempt(declared, request, incoming.query_params or {}, path_values)
    answer.headers.update(request.answer_headers)
    return answer


def _attempt(declared: Route, request: Request, query: Any, path_values: dict[str, str]) -> Response:
    now = clock.now()
    try:
        caller = _caller(declared, request, path_values, now)
        arguments = _arguments(declared, request, query, path_values, caller, now)
        fields = included(declared.body_model, arguments.get("query"))

        def carry_out() -> Response:
            with trail.leaving(trail_of(declared, request, caller)):
                return _answer(declared, declared.function(**arguments), fields)

        if declared.keeps_answers and idempotency.HEADER in request.headers:
            once = idempotency.once_of(declared, request, caller, path_values)
            return idempotency.once_only(once, now, carry_out)
        return carry_out()
    except Refusal as refusal:
        logger().info("refused", extra={"code": refusal.code(), "route": declared.function.__name__})
        return problems.answer(refusal, request.id)
    except Exception as error:  # the edge: whatever is left is a bug
        return problems.unexpected(error, request.id)


def _caller(declared: Route, request: Request, path_values: dict[str, str], now: datetime) -> Caller:
    if len(request.body) > (declared.most_bytes or _MOST_BYTES):
        raise TooLarge()
    if any(len(value) > _LONGEST_ID for value in path_values.values()):
        raise NotFound()
    return permitted(declared, admit(declared, request, path_values, now))


def _arguments(
    declared: Route, request: Request, query: Any, path_values: dict[str, str], caller: Caller, now: datetime
) -> dict[str, Any]:
    given: dict[str, Any] = {"caller": caller, "now": now, "request": request}
    arguments: dict[str, Any] = dict(path_values)
    for name, hint in declared.hints.items():
        if name in path_values or name == "return":
            continue
        if name == "once":
            arguments[name] = idempotency.once_of(declared, request, caller, path_values)
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


def _answer(declared: Route, result: Any, fields: Included) -> Response:
    headers: dict[str, Any] = {"Cache-Control": "no-store"}
    if isinstance(result, Answer):
        headers |= result.headers
        result = result.body
    if result is None:
        return Response("", status_code=declared.answers, headers=headers)
    headers["Content-Type"] = SPARSE_TYPE if fields else "application/json"
    return Response(result.model_dump_json(include=fields), status_code=declared.answers, headers=headers)
