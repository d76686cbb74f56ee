"""One request through the API: key, faults, idempotency, contract, operation, expansion, answer."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import stripe
from aiohttp import web

from localstack.stripe import access, contract, expansion, faults, forms, idempotency
from localstack.stripe.call import Call
from localstack.stripe.errors import ApiError, Json
from localstack.stripe.operations import OPERATIONS, Operation
from localstack.stripe.shapes import token
from localstack.stripe.state import State

STATE = web.AppKey("state", State)
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, Stripe-Account, Stripe-Version",
    "Access-Control-Max-Age": "300",
}


@dataclass
class Answer:
    status: int
    body: Json
    headers: dict[str, str]


def add_routes(app: web.Application) -> None:
    for operation in OPERATIONS:
        app.router.add_route(operation.method, operation.path, _route(operation))
    app.router.add_route("OPTIONS", "/v1/{rest:.*}", _preflight)


async def _preflight(_: web.Request) -> web.Response:
    return web.Response(status=204, headers=CORS)


def _route(operation: Operation) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        return await _handle(request, operation)

    return handle


async def _handle(request: web.Request, operation: Operation) -> web.Response:
    state = request.app[STATE]
    account = request.headers.get("Stripe-Account", "")
    fault = faults.take(state, request.method, request.path, operation.path, account)
    request_id = f"req_{token(14)}"
    entry = _journal(state, request, request_id, fault)
    try:
        if fault and fault.kind == "500_before":
            raise faults.internal_error()
        if fault and fault.kind == "429":
            raise faults.rate_limited()
        answer = await _answer(request, operation, request_id, fault)
        if fault and fault.kind == "500_after":
            raise faults.internal_error()
    except ApiError as error:
        answer = Answer(error.status, error.body, {})
    entry |= {"status": answer.status, "replayed": "Idempotent-Replayed" in answer.headers}
    if fault and fault.kind == "timeout_after":
        await _lose_connection(request, fault.seconds)
    standard = {"Request-Id": request_id, "Stripe-Version": stripe.api_version}
    if key := request.headers.get("Idempotency-Key"):
        standard["Idempotency-Key"] = key
    return web.json_response(answer.body, status=answer.status, headers=CORS | standard | answer.headers)


def _journal(state: State, request: web.Request, request_id: str, fault: faults.Fault | None) -> Json:
    entry: Json = {
        "id": request_id,
        "at": state.now(),
        "method": request.method,
        "path": request.path,
        "account": request.headers.get("Stripe-Account"),
        "idempotency_key": request.headers.get("Idempotency-Key"),
        "fault": fault.kind if fault else None,
        "status": None,
    }
    state.journal.append(entry)
    return entry


async def _lose_connection(request: web.Request, seconds: float) -> None:
    await asyncio.sleep(seconds)
    if request.transport:
        request.transport.abort()


async def _answer(request: web.Request, operation: Operation, request_id: str, fault: faults.Fault | None) -> Answer:
    state = request.app[STATE]
    body = (await request.text()) if request.method == "POST" else request.query_string
    tree = forms.decode_json(body) if request.content_type == "application/json" else forms.decode(body)
    publishable = access.is_publishable(access.key_of(request, tree))
    access.require_browser_may(publishable, operation.browser)
    call = Call(
        state,
        access.account_of(request, state),
        path=dict(request.match_info),
        from_browser=publishable,
        request_id=request_id,
        idempotency_key=request.headers.get("Idempotency-Key"),
        base_url=f"{request.scheme}://{request.host}",
    )
    if request.method != "POST" or not call.idempotency_key:
        await _wait_if_slow(fault)
        return Answer(*_run(call, operation, tree), {})
    name = idempotency.name_of(call.account, call.idempotency_key)
    same = idempotency.fingerprint(request.method, request.path, body)
    if known := idempotency.replay(state, name, same):
        headers = {"Idempotent-Replayed": "true", "Original-Request": known["request_id"]}
        return Answer(known["status"], known["body"], headers)
    state.in_flight.add(name)
    try:
        await _wait_if_slow(fault)
        status, answer = _run(call, operation, tree)
    finally:
        state.in_flight.discard(name)
    idempotency.remember(state, name, same, status, answer, request_id)
    return Answer(status, answer, {})


async def _wait_if_slow(fault: faults.Fault | None) -> None:
    if fault and fault.kind == "slow":
        await asyncio.sleep(fault.seconds)


def _run(call: Call, operation: Operation, tree: dict[str, Any]) -> tuple[int, Json]:
    """Status and body. A declined card is an outcome, remembered under its key; a refused request is not."""
    call.params = contract.check(tree, operation.params, call.from_browser, paged=operation.path.startswith("/v2/"))
    try:
        return 200, expansion.expand(call, operation.run(call))
    except ApiError as error:
        if error.status != 402:
            raise
        return error.status, copy.deepcopy(error.body)
    finally:
        if operation.method != "GET":
            call.state.changed()
