"""The page that a payment leads to: the bank's for 3-D Secure, or Klarna's; complete it or fail it, then back."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from aiohttp import web

from localstack.stripe import attempts, setup_intents
from localstack.stripe.api import STATE
from localstack.stripe.call import Call
from localstack.stripe.errors import Json
from localstack.stripe.pages import money, render
from localstack.stripe.state import State

_PATH = "/challenge/{account}/{intent}/{key}"
_PROVIDERS = {"klarna": "Klarna", "afterpay_clearpay": "Afterpay"}


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
    account = request.match_info["account"]
    method = request.app[STATE].get(account, "payment_method", intent["payment_method"])
    provider = _PROVIDERS.get(method["type"])
    is_payment = intent["object"] == "payment_intent"
    sum_asked = money(intent["amount"], intent["currency"]) if is_payment else "the use of your card"
    return render("challenge.html", title=provider or "3-D Secure", provider=provider, money=sum_asked)


async def _answer(request: web.Request) -> web.Response:
    state = request.app[STATE]
    intent = _find(state, request)
    form = await request.post()
    if intent["status"] == "requires_action":
        call = Call(state, request.match_info["account"], base_url=f"{request.scheme}://{request.host}")
        steps = attempts if intent["object"] == "payment_intent" else setup_intents
        steps.finish_challenge(call, intent, passed=form.get("answer") == "complete")
        state.changed()
    return_url = state.private[intent["id"]]["return_url"]
    if "embedded" in request.query or not return_url:
        return render("challenge_done.html", intent=intent, embedded=True)
    raise web.HTTPSeeOther(_back(return_url, intent))


def _back(return_url: str, intent: Json) -> str:
    """The shop's return address with what Stripe appends to it."""
    parts = urlsplit(return_url)
    passed = intent["status"] in ("succeeded", "processing", "requires_capture")
    query = [
        *parse_qsl(parts.query, keep_blank_values=True),
        (intent["object"], intent["id"]),
        (f"{intent['object']}_client_secret", intent["client_secret"]),
        ("redirect_status", "succeeded" if passed else "failed"),
    ]
    return urlunsplit(parts._replace(query=urlencode(query)))
