"""The engine's HTTP is read by aiohttp's compiled parser.

Wrong: MiniStack is served by hypercorn, whose HTTP parser (h11) is written in Python and takes about a fifth of the
engine's time when thirty functions talk to it. WebSockets, which we do not use, are not served in its place.
Upstream should: let the ASGI server be chosen.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote

import hypercorn.asyncio
from aiohttp import web
from multidict import CIMultiDict

KEEP_ALIVE_SECONDS = 75

Message = dict[str, Any]
App = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]


def scope_of(request: web.BaseRequest) -> Message:
    """The request as ASGI describes it."""
    path, _, query = request.raw_path.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.raw_headers],
        "client": request.transport.get_extra_info("peername") if request.transport else None,
        "server": request.transport.get_extra_info("sockname") if request.transport else None,
        "extensions": {},
        "state": {},
    }


class Exchange:
    """One request and its answer, which may come in pieces."""

    def __init__(self, request: web.BaseRequest) -> None:
        self._request = request
        self._asked = False
        self._start: Message = {}
        self.response: web.StreamResponse = web.Response(status=500)

    async def receive(self) -> Message:
        """The body, once; then nothing more, for as long as the answer takes."""
        if self._asked:
            await asyncio.Event().wait()
        self._asked = True
        if self._request.headers.get("Expect", "").lower() == "100-continue" and self._request.transport:
            self._request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        return {"type": "http.request", "body": await self._request.content.read(), "more_body": False}

    async def send(self, message: Message) -> None:
        """The head of the answer, then its body."""
        if message["type"] == "http.response.start":
            self._start = message
        elif self.response.prepared:
            await self._stream(message)
        elif message.get("more_body"):
            self.response = web.StreamResponse(status=self._start["status"], headers=self._headers())
            await self.response.prepare(self._request)
            await self._stream(message)
        else:
            body = message.get("body", b"")
            self.response = web.Response(status=self._start["status"], headers=self._headers(), body=body)

    async def _stream(self, message: Message) -> None:
        await self.response.write(message.get("body", b""))
        if not message.get("more_body"):
            await self.response.write_eof()

    def _headers(self) -> CIMultiDict[str]:
        return CIMultiDict((name.decode(), value.decode("utf-8", "replace")) for name, value in self._start["headers"])


async def serve(app: App, config: hypercorn.Config, **_: Any) -> None:
    """What `hypercorn.asyncio.serve` does, until SIGTERM or Ctrl-C."""
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    to_app, from_app = asyncio.Queue[Message](), asyncio.Queue[Message]()
    life = asyncio.create_task(app({"type": "lifespan", "asgi": {"version": "3.0"}}, to_app.get, from_app.put))
    to_app.put_nowait({"type": "lifespan.startup"})
    await from_app.get()

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        exchange = Exchange(request)
        await app(scope_of(request), exchange.receive, exchange.send)
        return exchange.response

    runner = web.ServerRunner(
        web.Server(answer, access_log=None, keepalive_timeout=KEEP_ALIVE_SECONDS, auto_decompress=False)
    )
    await runner.setup()
    for place in config.bind:
        host, _, port = place.rpartition(":")
        await web.TCPSite(runner, host, int(port), backlog=512, reuse_address=True).start()
    await ended.wait()
    await runner.cleanup()
    to_app.put_nowait({"type": "lifespan.shutdown"})
    await from_app.get()
    await life


def apply() -> None:
    """Be the server that MiniStack's `main` asks hypercorn for."""
    hypercorn.asyncio.serve = serve
