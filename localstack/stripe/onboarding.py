"""The page on which an organizer would tell Stripe who they are: finish it, or leave it for later."""

from __future__ import annotations

from aiohttp import web

from localstack.stripe import accounts
from localstack.stripe.api import STATE
from localstack.stripe.errors import Json
from localstack.stripe.pages import render
from localstack.stripe.state import State

_PATH = "/onboarding/{account}/{key}"


def add_routes(app: web.Application) -> None:
    app.router.add_get(_PATH, _ask)
    app.router.add_post(_PATH, _answer)


def _find(state: State, request: web.Request) -> Json:
    account = accounts.find_by_link(state, request.match_info["account"], request.match_info["key"])
    if account is None:
        raise web.HTTPNotFound(text="This link is not valid any more.")
    return account


async def _ask(request: web.Request) -> web.Response:
    return render("onboarding.html", account=_find(request.app[STATE], request))


async def _answer(request: web.Request) -> web.Response:
    state = request.app[STATE]
    account = _find(state, request)
    form = await request.post()
    if form.get("answer") == "finish":
        accounts.complete(account)
        state.changed()
    raise web.HTTPSeeOther(state.private[account["id"]]["return_url"] or "/")
