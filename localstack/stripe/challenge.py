"""The bank's page of 3-D Secure: complete it or fail it, then back to the shop."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from aiohttp import web

from localstack.stripe import attempts
from localstack.stripe.api import STATE
from localstack.stripe.call import Call
from localstack.stripe.errors import Json
from localstack.stripe.pages import money, render
from localstack.stripe.state import State

_PATH = "/challenge/{account}/{intent}/{key}"


def add_routes(app: web.Application) -> None:
    app.router.add_get(_PATH, _ask)
    app.router.add_post(_PATH, _answer)


def _find(state: State, request: web.Request) -> Json:
    account, intent_id, key = (request.match_info[name] for name in ("account", "intent", "key"))
    intent = state.find(account, intent_id)
    if intent is None or state.private.get(intent_id, {}).get("challenge") != key:
        raise web.HTTPNotFound(text="There is no such challenge.")
    return intent


async def _ask(request: web.Request) -> web.Response:
    intent = _find(request.app[STATE], request)
    embedded = "embedded" in request.query
    if intent["status"] != "requires_action":
        return render("challenge_done.html", intent=intent, embedded=embedded)
    return render("challenge.html", intent=intent, money=money(intent["amount"], intent["currency"]))


async def _answer(request: web.Request) -> web.Response:
    state = request.app[STATE]
    intent = _find(state, request)
    form = await request.post()
    if intent["status"] == "requires_action":
        call = Call(state, request.match_info["account"], base_url=f"{request.scheme}://{request.host}")
        attempts.finish_challenge(call, intent, passed=form.get("answer") == "complete")
        state.changed()
    return_url = state.private[intent["id"]]["return_url"]
    if "embedded" in request.query or not return_url:
        return render("challenge_done.html", intent=intent, embedded=True)
    raise web.HTTPSeeOther(_back(return_url, intent))


def _back(return_url: str, intent: Json) -> str:
    """The shop's return address with what Stripe appends to it."""
    parts = urlsplit(return_url)
    passed = intent["status"] in ("succeeded", "processing")
    query = [
        *parse_qsl(parts.query, keep_blank_values=True),
        ("payment_intent", intent["id"]),
        ("payment_intent_client_secret", intent["client_secret"]),
        ("redirect_status", "succeeded" if passed else "failed"),
    ]
    return urlunsplit(parts._replace(query=urlencode(query)))
