"""A proxy before the engine that does to the functions' calls what AWS does on a bad day.

Throttles, conflicts of transactions, errors and lost answers, each before or after the work was done, for DynamoDB,
SQS and Step Functions. `POST /_faults {"rate": 0.05}` sets how many calls in a hundred meet one; `GET` counts them.
"""

import argparse
import asyncio
import json
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import ClientSession, ClientTimeout, TCPConnector, web

from localstack.settings import HOST
from localstack.signals import run_until_stopped

Fault = Literal["throttled", "conflict", "error before", "lost before", "error after", "lost after"]
SERVICES = ("DynamoDB_", "AmazonSQS", "AWSStepFunctions")
TRANSACTION = "TransactWriteItems"
DROPPED_HEADERS = {"connection", "transfer-encoding", "content-length", "content-encoding", "date", "server"}


@dataclass
class Weather:
    """How bad the day is, and what it has done so far."""

    chance: random.Random
    rate: float = 0.0
    seen: Counter[str] = field(default_factory=Counter)

    def fault_for(self, target: str) -> Fault | None:
        """What shall happen to a call of this `X-Amz-Target`; nothing to services that are not listed."""
        if not target.startswith(SERVICES) or self.chance.random() >= self.rate:
            return None
        faults: list[Fault] = ["throttled", "error before", "lost before", "error after", "lost after"]
        if target.endswith(TRANSACTION):
            faults += ["conflict", "conflict"]  # what a rush meets most
        fault = self.chance.choice(faults)
        self.seen[f"{target.rpartition('.')[2]}: {fault}"] += 1
        return fault


def refusal(fault: Fault, body: bytes) -> web.Response:
    """The answer that AWS gives in the JSON protocols of these services."""
    if fault == "conflict":
        items = len(json.loads(body)["TransactItems"])
        reasons = [{"Code": "TransactionConflict", "Message": "Transaction is ongoing for the item"}]
        reasons += [{"Code": "None"}] * (items - 1)
        codes = ", ".join(reason["Code"] for reason in reasons)
        message = f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]"
        return answer(400, "TransactionCanceledException", message, CancellationReasons=reasons)
    if fault == "throttled":
        return answer(400, "ThrottlingException", "Rate exceeded")
    return answer(500, "InternalServerError", "Internal server error")


def answer(status: int, kind: str, message: str, **more: Any) -> web.Response:
    """An error of the JSON protocol."""
    body = {"__type": kind, "message": message, "Message": message} | more
    return web.json_response(body, status=status, content_type="application/x-amz-json-1.0")


class Proxy:
    """Forwards every call to the engine, unless the weather is against it."""

    def __init__(self, engine_url: str, session: ClientSession, weather: Weather) -> None:
        self._engine_url, self._session, self._weather = engine_url, session, weather

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One call of a function."""
        body = await request.read()
        fault = self._weather.fault_for(request.headers.get("X-Amz-Target", ""))
        if fault in ("throttled", "conflict", "error before"):
            return refusal(fault, body)
        if fault == "lost before":
            return hang_up(request)
        response = await self._forward(request, body)
        if fault == "error after":
            return refusal(fault, body)
        return hang_up(request) if fault == "lost after" else response

    async def _forward(self, request: web.Request, body: bytes) -> web.StreamResponse:
        url = self._engine_url + request.raw_path
        async with self._session.request(request.method, url, headers=request.headers, data=body) as answered:
            kept = {name: value for name, value in answered.headers.items() if name.lower() not in DROPPED_HEADERS}
            return web.Response(status=answered.status, headers=kept, body=await answered.read())

    async def control(self, request: web.Request) -> web.Response:
        """Change the rate, see the counts."""
        if request.method == "POST":
            self._weather.rate = float((await request.json())["rate"])
        return web.json_response({"rate": self._weather.rate, "seen": self._weather.seen})


def hang_up(request: web.Request) -> web.Response:
    """Close the connection without an answer."""
    if request.transport:
        request.transport.abort()
    return web.Response()


async def serve(port: int, engine_url: str, seed: int) -> None:
    """Serve until cancelled."""
    connector = TCPConnector(limit=256, keepalive_timeout=60)
    async with ClientSession(
        connector=connector, timeout=ClientTimeout(total=60), skip_auto_headers=("User-Agent", "Accept-Encoding")
    ) as session:
        proxy = Proxy(engine_url, session, Weather(random.Random(seed)))
        app = web.Application(client_max_size=50 * 1024 * 1024)
        app.router.add_route("*", "/_faults", proxy.control)
        app.router.add_route("*", "/{path:.*}", proxy.call)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, HOST, port, reuse_address=True).start()
        try:
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()


def main() -> None:
    """Serve until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m localstack.faults", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--engine", required=True, help="the engine's address")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    run_until_stopped(serve(options.port, options.engine, options.seed))


if __name__ == "__main__":
    main()
