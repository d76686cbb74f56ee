"""The front door: one port that serves what CloudFront serves on AWS, pages and /api."""

import argparse
import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

from aiohttp import (
    ClientConnectionError,
    ClientSession,
    ClientTimeout,
    TCPConnector,
    web,
)
from aiohttp.typedefs import Handler
from yarl import URL

from chalicelib.kernel import edge
from infra import gateway_problems, origins
from infra.headers import STRIPE, headers_for
from infra.sandbox import read_sandbox
from infra.settings import read_stage
from localstack.local_page import local_page
from localstack.settings import HOST, Settings, read_settings
from localstack.signals import run_until_stopped
from localstack.website import Website, signed_headers, unsigned_headers

BODY_LIMIT_BYTES = 10 * 1024 * 1024
API_STAGE = "api"
# The engine's words for what the template has API Gateway answer in others. Between 6 and 10 MB it is Lambda that
# refuses, behind API Gateway.
ENGINE_WORDS = {
    (403, b'{"message":"Missing Authentication Token"}'): "MISSING_AUTHENTICATION_TOKEN",
    (413, b'{"message": "Request Too Long"}'): "REQUEST_TOO_LARGE",
}
# Headers that belong to one connection (RFC 9110, 7.6.1), or that the front door sets itself.
NOT_FORWARDED = frozenset(
    [
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "host",
        "content-length",
        "date",
        "server",
        "x-amz-request-id",
    ]
)


def problem(status: int, title: str, detail: str) -> web.Response:
    """An RFC 9457 answer, the form in which the API itself refuses."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return web.json_response(body, status=status, content_type="application/problem+json")


class Deployment:
    """What the deploy script made, read again whenever it deploys."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_at = -1
        self._outputs: dict[str, str] = {}

    def output(self, name: str) -> str | None:
        """Return an output of the deployment, or None before the first one."""
        try:
            changed_at = self._path.stat().st_mtime_ns
        except FileNotFoundError:
            return None
        if changed_at != self._read_at:
            self._outputs = json.loads(self._path.read_text())
            self._read_at = changed_at
        return self._outputs.get(name)


class FrontDoor:
    """Sends /api to API Gateway and everything else to the web bucket."""

    def __init__(self, settings: Settings, session: ClientSession) -> None:
        self._engine_url = settings.engine_url
        self._deployment = Deployment(settings.outputs_path)
        self._session = session
        sign = signed_headers if settings.enforce_iam else unsigned_headers
        self._website = Website(session, settings.engine_url, sign)

    async def api(self, request: web.Request) -> web.Response:
        """Forward a call to the stage; the stage is named `api`, so the path stays as it is on AWS."""
        api_id = self._deployment.output("api_id")
        if api_id is None:
            return problem(503, "Not deployed", "The API is not deployed yet: run the deploy step.")
        try:
            body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return gateway_problem("REQUEST_TOO_LARGE", "")
        url = URL(
            f"{self._engine_url}/_aws/execute-api/{api_id}{request.raw_path}",
            encoded=True,
        )
        async with self._session.request(
            request.method,
            url,
            headers=forwarded_headers(request, self._deployment.output("edge_key") or ""),
            data=body or None,
            allow_redirects=False,
        ) as answer:
            answered = await answer.read()
            kind = ENGINE_WORDS.get((answer.status, answered))
            if kind:
                return gateway_problem(kind, answer.headers.get("x-amzn-requestid", ""))
            response = web.Response(status=answer.status, body=answered)
            for name, value in answer.headers.items():
                if name.lower() not in NOT_FORWARDED:
                    # Set-Cookie may come more than once; every other header replaces its default.
                    if name.lower() == "set-cookie":
                        response.headers.add(name, value)
                    else:
                        response.headers[name] = value
            return response

    async def page(self, request: web.Request) -> web.Response:
        """Serve a page of the web bucket."""
        bucket = self._deployment.output("web_bucket")
        if bucket is None:
            return problem(
                503,
                "Not deployed",
                "The pages are not deployed yet: run the deploy step.",
            )
        return await self._website.answer(request, bucket)


def gateway_problem(kind: str, request_id: str) -> web.Response:
    """Answer what the template tells API Gateway to answer by itself."""
    body = gateway_problems.problem(kind, request_id)
    text = json.dumps(body).encode()
    return web.Response(body=text, status=body["status"], content_type="application/problem+json")


def forwarded_headers(request: web.Request, edge_key: str) -> list[tuple[str, str]]:
    """Return the headers that go on to API Gateway, with the client's address and the key as CloudFront adds them."""
    headers = [(name, value) for name, value in request.headers.items() if name.lower() not in NOT_FORWARDED]
    chain = request.headers.get("X-Forwarded-For")
    client = request.remote or HOST
    headers = [pair for pair in headers if pair[0].lower() not in ("x-forwarded-for", edge.HEADER)]
    headers.append((edge.HEADER, edge_key))
    headers.append(("X-Forwarded-For", f"{chain}, {client}" if chain else client))
    if "X-Forwarded-Proto" not in request.headers:
        headers.append(("X-Forwarded-Proto", "http"))
    return headers


async def open_front_door(app: web.Application, settings: Settings) -> None:
    """Connect the routes to a pool of connections to the engine."""
    connector = TCPConnector(limit=256, keepalive_timeout=60)
    session = ClientSession(
        connector=connector,
        auto_decompress=False,
        timeout=ClientTimeout(total=40),
        skip_auto_headers=("User-Agent", "Content-Type", "Accept", "Accept-Encoding"),
    )
    door = FrontDoor(settings, session)
    app.router.add_route("*", f"/{API_STAGE}/{{rest:.*}}", door.api)
    app.router.add_get("/_local/", lambda _: local_page(settings, session))
    app.router.add_get("/{path:.*}", door.page)
    app.on_cleanup.append(lambda _: session.close())


def build_app(*stripe: str, sources: str = "", allowed: Sequence[str] = ()) -> web.Application:
    """Return the application with the headers that CloudFront adds on AWS, and its answers to a missing engine.

    Pages of the `allowed` origins may call the API.
    """

    @web.middleware
    async def finish(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin", "") if origins.is_open(request.path) else ""
        if origin in allowed and request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return web.Response(status=204, headers=origins.preflight_headers(origin))
        try:
            response: web.StreamResponse = await handler(request)
        except ClientConnectionError:
            response = problem(502, "Engine unreachable", "The local engine does not answer.")
        except TimeoutError:
            response = problem(504, "Timed out", "The function did not answer in time.")
        for name, value in headers_for(request.path, *stripe, sources=sources).items():
            response.headers.setdefault(name, value)
        response.headers.extend(origins.answer_headers(origin, allowed))  # beside a Vary that is there
        return response

    return web.Application(client_max_size=BODY_LIMIT_BYTES, middlewares=[finish])


async def serve(settings: Settings) -> None:
    """Serve until cancelled."""
    stripe = STRIPE if read_sandbox() else [settings.stripe_url]
    stage = read_stage("local")
    app = build_app(*stripe, sources=stage.csp_sources, allowed=origins.read_origins(stage.allowed_origins))
    await open_front_door(app, settings)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, HOST, settings.ports.front, backlog=512, reuse_address=True).start()
    try:
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def main() -> None:
    """Serve with the settings of the environment until SIGTERM or Ctrl-C."""
    argparse.ArgumentParser(prog="python -m localstack.front", description=__doc__).parse_args()
    run_until_stopped(serve(read_settings()))


if __name__ == "__main__":
    main()
