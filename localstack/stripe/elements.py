"""The browser's side: the script that stands in for Stripe.js, and the frames that it puts into a shop's page."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from localstack.stripe import access, api, cards, debits, method_settings, offers
from localstack.stripe.errors import ApiError, Json, invalid
from localstack.stripe.pages import money, render
from localstack.stripe.state import PLATFORM, State

_SCRIPT = Path(__file__).parent / "static" / "stripe"
# The parts of the script in the order in which they need each other.
_PARTS = ("request.js", "element.js", "express.js", "dialogs.js", "stripe.js")
_WALLETS = {"apple_pay": "Apple Pay", "google_pay": "Google Pay"}


def add_routes(app: web.Application) -> None:
    for path in ("/stripe.js", "/{train}/stripe.js", "/v3/", "/v3"):
        app.router.add_get(path, _browser_script)
    app.router.add_get("/elements/payment", _payment_element)
    app.router.add_get("/elements/express", _express_element)
    app.router.add_get("/elements/wallet", _wallet)
    app.router.add_get("/elements/session", _session)


async def _browser_script(_: web.Request) -> web.Response:
    """One script of several parts, which share nothing with the page but `window.Stripe`."""
    parts = "\n".join((_SCRIPT / name).read_text() for name in _PARTS)
    text = f'(() => {{\n"use strict";\n{parts}\n}})();\n'
    headers = {"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}
    return web.Response(text=text, content_type="text/javascript", headers=headers)


async def _payment_element(_: web.Request) -> web.Response:
    accounts = {"sepa_debit": debits.SEPA, "us_bank_account": debits.ACH}
    return render("payment_element.html", cards=cards.CARDS, accounts=accounts, routing=debits.ROUTING_NUMBER)


async def _express_element(_: web.Request) -> web.Response:
    return render("express_element.html", wallets=_WALLETS)


async def _wallet(request: web.Request) -> web.Response:
    """The sheet that the device would show: a card in the wallet, pay or not."""
    name = _WALLETS.get(request.query.get("wallet", ""))
    if name is None:
        raise web.HTTPNotFound(text="There is no such wallet.")
    return render("wallet.html", name=name)


async def _session(request: web.Request) -> web.Response:
    """What a frame must know before it shows itself: the methods on offer, the sum, the wallets."""
    state = request.app[api.STATE]
    try:
        access.is_publishable(request.query.get("key", ""))
        account = request.query.get("account") or PLATFORM
        answer = _on_offer(state, account, dict(request.query))
    except ApiError as error:
        return web.json_response(error.body, status=error.status)
    host = request.query.get("host", "")
    answer["wallets"] = [name for name in _WALLETS if method_settings.shows_wallet(state, account, name, host)]
    return web.json_response(answer)


def _on_offer(state: State, account: str, query: dict[str, str]) -> Json:
    """From an intent, or, where the shop makes it only later, from the currency and the sum it gave."""
    secret = query.get("client_secret", "")
    if secret:
        intent = state.find(account, secret.partition("_secret_")[0])
        if intent is None or intent["client_secret"] != secret:
            raise invalid("The client_secret provided does not match any associated PaymentIntent on this account.")
        amount, currency = intent.get("amount", 0), intent.get("currency", "eur")
        methods = intent["payment_method_types"]
    else:
        amount, currency = int(query.get("amount") or 0), query.get("currency", "").lower()
        methods = offers.types_for(state, account, currency, {})
    return {"amount": amount, "currency": currency, "money": money(amount, currency), "payment_method_types": methods}
