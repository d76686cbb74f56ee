"""What tests and demonstrations may ask for: faults, webhook modes, the clock, the journal."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from localstack.stripe import deliveries, faults, settlements
from localstack.stripe.api import STATE
from localstack.stripe.errors import Json
from localstack.stripe.state import State


class _Refused(Exception):
    """The control request makes no sense."""


def add_routes(app: web.Application) -> None:
    for name, act in _ACTIONS.items():
        app.router.add_post(f"/_control/{name}", _route(act))
    app.router.add_get("/_control/requests", _requests)
    app.router.add_get("/_control/deliveries", _deliveries)


def _route(act: Callable[[State, Json], Json]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        state = request.app[STATE]
        text = await request.text()
        try:
            answer = act(state, json.loads(text) if text else {})
        except (_Refused, json.JSONDecodeError) as refused:
            return web.json_response({"error": str(refused)}, status=400)
        state.changed()
        return web.json_response(answer)

    return handle


def _faults(state: State, given: Json) -> Json:
    kind = given.get("kind")
    if kind not in faults.KINDS:
        raise _Refused(f"kind must be one of {', '.join(faults.KINDS)}")
    faults.add(state, given.get("match", "*"), kind, int(given.get("times", 1)), float(given.get("seconds", 0)))
    return {"faults": state.faults}


def _webhooks(state: State, given: Json) -> Json:
    mode = given.get("mode")
    if mode not in deliveries.MODES:
        raise _Refused(f"mode must be one of {', '.join(deliveries.MODES)}")
    state.webhooks = {"mode": mode} | ({"seconds": float(given["seconds"])} if "seconds" in given else {})
    return state.webhooks


def _redeliver(state: State, given: Json) -> Json:
    """Deliver one event again, or with no `event` all that were lost."""
    wanted = given.get("event")
    rows = [row for row in state.deliveries if row["event"] == wanted or (not wanted and row["state"] == "lost")]
    if wanted and not rows:
        raise _Refused(f"no delivery of {wanted}")
    for row in rows[:1] if wanted else rows:
        if row["state"] == "lost":
            row |= {"state": "pending", "next_at": 0.0}
            continue
        event = state.get(row["account"], "event", row["event"])
        deliveries.add(state, event, row["account"], row["endpoint"], 0.0)
    return {"redelivered": len(rows[:1] if wanted else rows)}


def _clock(state: State, given: Json) -> Json:
    state.clock_offset += float(given.get("advance_seconds", 0))
    settlements.settle_due(state)
    return {"now": state.now()}


def _accounts(state: State, given: Json) -> Json:
    """Revoke or restore the platform's access to a connected account."""
    account = given.get("account", "")
    others = [each for each in state.revoked if each != account]
    state.revoked = [*others, account] if given.get("revoked") else others
    return {"revoked": state.revoked}


def _reset(state: State, _: Json) -> Json:
    state.reset()
    return {"reset": True}


_ACTIONS = {
    "faults": _faults,
    "webhooks": _webhooks,
    "redeliver": _redeliver,
    "clock": _clock,
    "accounts": _accounts,
    "reset": _reset,
}


async def _requests(request: web.Request) -> web.Response:
    return web.json_response({"data": list(request.app[STATE].journal)})


async def _deliveries(request: web.Request) -> web.Response:
    return web.json_response({"data": request.app[STATE].deliveries})
