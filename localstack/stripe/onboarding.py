"""The page on which an organizer would tell Stripe who they are, with every way in which that can end."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from localstack.stripe import account_links, accounts
from localstack.stripe.api import STATE
from localstack.stripe.call import Call
from localstack.stripe.errors import Json
from localstack.stripe.pages import render
from localstack.stripe.requirements import capabilities
from localstack.stripe.state import PLATFORM, State

_PATH = "/onboarding/{account}/{key}"
_ANSWERS: dict[str, Callable[[Call, Json], None]] = {
    "finish": accounts.complete,
    "hand_in": accounts.hand_in,
    "later": lambda *_: None,
}


def add_routes(app: web.Application) -> None:
    app.router.add_get(_PATH, _ask)
    app.router.add_post(_PATH, _answer)


def _find(state: State, request: web.Request) -> Json:
    account = account_links.find_by_link(state, request.match_info["account"], request.match_info["key"])
    if account is None:
        raise web.HTTPNotFound(text="This link is not valid any more.")
    if account_links.is_over(state, account["id"]):
        refresh = state.private[account["id"]]["refresh_url"]
        raise web.HTTPSeeOther(refresh) if refresh else web.HTTPGone(text="This link has expired.")
    return account


async def _ask(request: web.Request) -> web.Response:
    account = _find(request.app[STATE], request)
    due = [entry["description"] for entry in account["requirements"]["entries"]]
    return render("onboarding.html", account=account, capabilities=capabilities(account), due=due)


async def _answer(request: web.Request) -> web.Response:
    state = request.app[STATE]
    account = _find(state, request)
    form = await request.post()
    call = Call(state, PLATFORM, base_url=f"{request.scheme}://{request.host}")
    _ANSWERS.get(str(form.get("answer")), _ANSWERS["later"])(call, account)
    account_links.returned(call, account)
    state.changed()
    raise web.HTTPSeeOther(state.private[account["id"]]["return_url"] or "/")
