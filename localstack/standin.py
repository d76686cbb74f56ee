"""What the small stand-ins of payment providers share: state that outlives a restart, webhooks, failures on demand.

POST /_control/faults    {"match": "POST /v2/checkout/orders*", "kind": "500_after", "times": 1} or {"clear": true}
    The next calls whose `METHOD /path` is like `match` fail: `500_before` and `429` do nothing, `500_after` and
    `timeout_after` do the work and lose the answer.
POST /_control/webhooks  {"mode": "normal" | "lost" | "duplicate"}: how notices are delivered.
POST /_control/redeliver {}: every notice once more, oldest last.
GET  /_control/requests, /_control/faults: what was asked, which faults are left.
"""

import argparse
import asyncio
import json
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from html import escape
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler

Json = dict[str, Any]
_TRIES = (0.0, 1.0, 5.0)
log = logging.getLogger(__name__)


class Refused(Exception):
    """The provider's way to say no."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(str(body))
        self.status = status
        self.body = body


@dataclass
class StandIn:
    """One provider's objects by kind and id, and what tests want to go wrong."""

    name: str
    path: Path | None = None
    objects: dict[str, dict[str, Json]] = field(default_factory=dict)
    faults: list[Json] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    notices: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    mode: str = "normal"
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def all(self, kind: str) -> dict[str, Json]:
        """The objects of a kind by id."""
        return self.objects.setdefault(kind, {})

    def notify(self, url: str, body: Json, headers: dict[str, str] | None = None, raw: str = "") -> None:
        """Tell somebody, in the way that tests have asked for."""
        notice = (url, raw or json.dumps(body), headers or {})
        self.notices.append(notice)
        for _ in range({"lost": 0, "duplicate": 2}.get(self.mode, 1)):
            self.send(notice)

    def send(self, notice: tuple[str, str, dict[str, str]]) -> None:
        """Begin to deliver one notice."""
        task = asyncio.create_task(_deliver(*notice))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def load(self) -> None:
        """What was saved when it last ended."""
        if self.path and self.path.exists():
            self.objects = json.loads(self.path.read_text())

    def save(self) -> None:
        """For the next start."""
        if self.path:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(json.dumps(self.objects))


STATE: web.AppKey[StandIn] = web.AppKey("state", StandIn)


async def _deliver(url: str, body: str, headers: dict[str, str]) -> None:
    for pause in _TRIES:
        await asyncio.sleep(pause)
        with suppress(aiohttp.ClientError, asyncio.TimeoutError):
            timeout = aiohttp.ClientTimeout(total=30)
            sent = {"Content-Type": "application/json"} | headers
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(url, data=body, headers=sent) as got,
            ):
                if got.status < 300:
                    return


def make_app(state: StandIn) -> web.Application:
    """A server with the controls; its provider adds the rest."""
    app = web.Application(middlewares=[_answering])
    app[STATE] = state
    app.router.add_post("/_control/faults", _control_faults)
    app.router.add_get("/_control/faults", _left_faults)
    app.router.add_post("/_control/webhooks", _control_webhooks)
    app.router.add_post("/_control/redeliver", _redeliver)
    app.router.add_get("/_control/requests", _requests)
    app.router.add_get("/", _front)
    app.cleanup_ctx.append(_life)
    return app


async def _life(app: web.Application) -> AsyncIterator[None]:
    app[STATE].load()
    yield
    for task in list(app[STATE].tasks):
        task.cancel()
    app[STATE].save()


def _fault(state: StandIn, name: str) -> str:
    for fault in state.faults:
        if fault["left"] and fnmatchcase(name, fault["match"]):
            fault["left"] -= 1
            return str(fault["kind"])
    return ""


@web.middleware
async def _answering(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.path.startswith("/_control/") or request.path == "/":
        return await handler(request)
    state = request.app[STATE]
    name = f"{request.method} {request.path}"
    state.requests.append(name)
    kind = _fault(state, name)
    if kind in ("500_before", "429"):
        return web.json_response({"name": "INJECTED"}, status=500 if kind == "500_before" else 429)
    try:
        answer = await handler(request)
    except Refused as refused:
        answer = web.json_response(refused.body, status=refused.status)
    if kind == "500_after":
        return web.json_response({"name": "INJECTED"}, status=500)
    if kind == "timeout_after" and request.transport:
        request.transport.abort()
    return answer


async def _control_faults(request: web.Request) -> web.Response:
    asked, state = await request.json(), request.app[STATE]
    if asked.get("clear"):
        state.faults.clear()
    else:
        state.faults.append({"match": asked["match"], "kind": asked["kind"], "left": asked.get("times", 1)})
    return web.json_response({"faults": state.faults})


async def _left_faults(request: web.Request) -> web.Response:
    return web.json_response({"left": sum(fault["left"] for fault in request.app[STATE].faults)})


async def _control_webhooks(request: web.Request) -> web.Response:
    request.app[STATE].mode = (await request.json())["mode"]
    return web.json_response({})


async def _redeliver(request: web.Request) -> web.Response:
    state = request.app[STATE]
    for notice in reversed(state.notices):
        state.send(notice)
    return web.json_response({"redelivered": len(state.notices)})


async def _requests(request: web.Request) -> web.Response:
    return web.json_response({"data": request.app[STATE].requests})


async def _front(request: web.Request) -> web.Response:
    state = request.app[STATE]
    rows = "".join(
        f"<li>{escape(kind)} <code>{escape(id_)}</code> {escape(str(one.get('status') or one.get('state') or ''))}</li>"
        for kind, found in state.objects.items()
        for id_, one in list(found.items())[-20:]
    )
    return page(f"Local {state.name}", f"<p>It stands in for {escape(state.name)} on this computer.</p><ul>{rows}</ul>")


def page(title: str, body: str) -> web.Response:
    """A page for people."""
    style = (
        "body{font:1rem/1.5 system-ui;max-width:26rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}"
        "button{font:inherit;padding:.7rem 1.2rem;margin:.3rem .5rem .3rem 0;border-radius:.5rem;border:1px solid}"
    )
    head = f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title><style>{style}</style>'
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}</head><body><main><h1>{escape(title)}</h1>'
    )
    return web.Response(text=f"{html}{body}</main></body></html>", content_type="text/html")


def new_id(length: int, alphabet: str = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789") -> str:
    """An id as providers make them."""
    return "".join(secrets.choice(alphabet) for _ in range(length))


def check_known(given: Any, known: Any, where: str = "") -> None:
    """Raises ValueError naming the first member that the provider's API does not have. None allows anything."""
    if isinstance(given, list) and isinstance(known, list):
        for place, one in enumerate(given):
            check_known(one, known[0], f"{where}/{place}")
    elif isinstance(given, dict) and isinstance(known, dict):
        for name, value in given.items():
            if name not in known:
                raise ValueError(f"{where}/{name}")
            check_known(value, known[name], f"{where}/{name}")
    elif known is not None:
        raise ValueError(where)


def arguments(name: str, port: int) -> tuple[StandIn, int]:
    """What the command line says: the state to begin with, and the port."""
    parser = argparse.ArgumentParser(prog=f"python -m localstack.{name.lower()}")
    parser.add_argument("--port", type=int, default=port)
    parser.add_argument("--state", type=Path, metavar="FILE", help="where objects outlive a restart")
    given = parser.parse_args()
    return StandIn(name, given.state), given.port


def serve(app: web.Application, port: int) -> None:
    """Until it is told to stop. On loopback only."""
    print(f"Local {app[STATE].name} on http://127.0.0.1:{port}", flush=True)
    web.run_app(app, host="127.0.0.1", port=port, access_log=None, print=None, shutdown_timeout=1)
