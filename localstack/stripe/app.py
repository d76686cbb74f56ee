"""The server put together: API, control, pages, and the two tasks that run beside them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress

from aiohttp import web
from aiohttp.typedefs import Handler

from localstack.stripe import api, challenge, control, elements, onboarding, pages, settlements, webhooks
from localstack.stripe.api import STATE
from localstack.stripe.errors import ApiError, unknown_url
from localstack.stripe.state import State

log = logging.getLogger(__name__)


def make_app(state: State) -> web.Application:
    app = web.Application(middlewares=[_errors])
    app[STATE] = state
    for part in (api, control, challenge, elements, onboarding, pages):
        part.add_routes(app)
    app.cleanup_ctx.append(_life)
    return app


@web.middleware
async def _errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every error in Stripe's shape; for people, only pages have another."""
    try:
        return await handler(request)
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
        if not request.path.startswith(("/v1/", "/v2/")):
            raise
        return _error(unknown_url(request.method, request.path))
    except web.HTTPException:
        raise
    except Exception:
        log.exception("%s %s failed", request.method, request.path)
        return _error(ApiError(500, "api_error", "The local Stripe failed; see its log."))


def _error(error: ApiError) -> web.Response:
    return web.json_response(error.body, status=error.status, headers=api.CORS)


async def _life(app: web.Application) -> AsyncIterator[None]:
    state = app[STATE]
    state.load()
    tasks = [asyncio.create_task(webhooks.run(state)), asyncio.create_task(settlements.run(state))]
    yield
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task
    state.save()
