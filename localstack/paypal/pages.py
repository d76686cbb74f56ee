"""PayPal's page where a buyer approves an order, or goes back."""

from html import escape

from aiohttp import web

from localstack.paypal.basics import problem, shown, tell
from localstack.standin import STATE, Json, page


def add_routes(app: web.Application) -> None:
    """The page and its two buttons."""
    app.router.add_get("/checkoutnow", _ask)
    app.router.add_post("/checkoutnow", _decide)


def _order(request: web.Request) -> Json:
    found = request.app[STATE].all("orders").get(request.query.get("token", ""))
    if not found:
        raise problem(404, "RESOURCE_NOT_FOUND")
    return found


async def _ask(request: web.Request) -> web.Response:
    amount = _order(request)["purchase_units"][0]["amount"]
    words = f"<p>You pay <b>{escape(amount['value'])} {escape(amount['currency_code'])}</b>. No money moves here.</p>"
    buttons = (
        '<button name="do" value="pay">Pay Now</button><button name="do" value="cancel">Cancel and return</button>'
    )
    return page("Local PayPal", f'{words}<form method="post">{buttons}</form>')


async def _decide(request: web.Request) -> web.Response:
    """As PayPal, it adds the order's id and the payer's to the address that it sends the buyer back to."""
    order, state = _order(request), request.app[STATE]
    if (await request.post()).get("do") != "pay":
        raise web.HTTPSeeOther(f"{order['_cancel']}&token={order['id']}")
    if order["status"] == "PAYER_ACTION_REQUIRED":
        order["status"] = "APPROVED"
        payer = {"payer_id": "LOCALBUYER123", "address": {"country_code": "DE"}}
        order["payer"] = payer
        order["payment_source"] = {"paypal": {"account_id": payer["payer_id"], "address": payer["address"]}}
        tell(state, order["_app"], "CHECKOUT.ORDER.APPROVED", shown(order))
    raise web.HTTPSeeOther(f"{order['_return']}&token={order['id']}&PayerID=LOCALBUYER123")
