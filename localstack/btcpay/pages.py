"""The server's page of an invoice, where a buyer pays it or goes back."""

from decimal import Decimal
from html import escape

from aiohttp import web

from localstack.btcpay.api import invoice_of, take_coins
from localstack.standin import STATE, page


def add_routes(app: web.Application) -> None:
    """The page and its buttons."""
    app.router.add_get("/i/{id}", _ask)
    app.router.add_post("/i/{id}", _decide)


async def _ask(request: web.Request) -> web.Response:
    invoice = invoice_of(request.app[STATE], request.match_info["id"])
    words = f"<p>You pay <b>{escape(invoice['amount'])} {escape(invoice['currency'])}</b> in coins of no value.</p>"
    ways = {"pay": "Pay", "send": "Send coins that are not confirmed yet", "back": "Return to the store"}
    buttons = "".join(f'<button name="do" value="{name}">{escape(label)}</button>' for name, label in ways.items())
    return page("Local BTCPay", f'{words}<form method="post">{buttons}</form>')


async def _decide(request: web.Request) -> web.Response:
    state = request.app[STATE]
    invoice = invoice_of(state, request.match_info["id"])
    chosen = (await request.post()).get("do")
    if chosen in ("pay", "send"):
        take_coins(state, invoice, Decimal(invoice["amount"]), confirmed=chosen == "pay")
    raise web.HTTPSeeOther(invoice["checkout"].get("redirectURL") or "/")
