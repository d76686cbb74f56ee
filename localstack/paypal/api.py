"""PayPal's API as far as it is used: tokens, orders, captures, refunds, disputes, webhooks.

Orders v2 and Payments v2 as https://github.com/paypal/paypal-rest-api-specifications has them; a member that the
specification does not have is refused. An app is any client id; its secret is `local-secret`. Disputes are opened by
`POST /_control/disputes {"capture": …, "outcome": ""}`, the next capture is PENDING or DECLINED by
`POST /_control/captures {"next": …}`, and `POST /_control/refunds` pays back as in PayPal's own pages.
"""

import base64
import binascii
from decimal import Decimal

from aiohttp import web

from localstack.paypal import orders
from localstack.paypal.basics import MONEY, body, checked_money, now, of, problem, remember, seen, shown, tell
from localstack.paypal.orders import noted
from localstack.standin import STATE, Json, Refused, StandIn, new_id

NAME, PORT = "PayPal", 12112
SECRET = "local-secret"
_REFUND: Json = {"amount": MONEY, "custom_id": None, "invoice_id": None, "note_to_payer": None}


def add_routes(app: web.Application) -> None:
    """The operations that are used."""
    add = app.router.add_route
    add("POST", "/v1/oauth2/token", _token)
    orders.add_routes(app)
    add("POST", "/v2/payments/captures/{id}/refund", _refund)
    add("GET", "/v1/customer/disputes", _disputes)
    add("GET", "/v1/customer/disputes/{id}", _dispute)
    add("POST", "/v1/notifications/webhooks", _add_webhook)
    add("POST", "/_control/disputes", _open_dispute)
    add("POST", "/_control/refunds", _refund_by_hand)


async def _token(request: web.Request) -> web.Response:
    form = await request.post()
    try:
        text = base64.b64decode(request.headers.get("Authorization", "").removeprefix("Basic ")).decode()
    except (binascii.Error, UnicodeDecodeError):
        text = ""
    client_id, _, secret = text.partition(":")
    if secret != SECRET or form.get("grant_type") != "client_credentials":
        raise Refused(401, {"error": "invalid_client", "error_description": "Client Authentication failed"})
    return web.json_response({"access_token": f"A21.{client_id}", "token_type": "Bearer", "expires_in": 32400})


def _order_of(state: StandIn, capture_id: str) -> Json:
    for order in state.all("orders").values():
        for capture in order["purchase_units"][0].get("payments", {}).get("captures", []):
            if capture["id"] == capture_id:
                return order
    raise problem(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID")


async def _refund(request: web.Request) -> web.Response:
    state, app, asked = await body(request, _REFUND)
    order = _order_of(state, request.match_info["id"])
    of(state, app, "orders", order["id"])
    before = seen(request, state, app)
    payments = order["purchase_units"][0]["payments"]
    if before:
        return web.json_response(next(one for one in payments["refunds"] if one["id"] == before["refund"]))
    refund = _pay_back(order, asked)
    remember(request, state, app, order["id"], refund["id"])
    tell(state, app, "PAYMENT.CAPTURE.REFUNDED", refund)
    return web.json_response(refund, status=201)


def _pay_back(order: Json, asked: Json) -> Json:
    payments = order["purchase_units"][0]["payments"]
    capture, refunds = payments["captures"][0], payments.setdefault("refunds", [])
    amount = asked.get("amount", capture["amount"])
    left = Decimal(capture["amount"]["value"]) - sum(Decimal(one["amount"]["value"]) for one in refunds)
    if checked_money(amount) > left:
        raise problem(422, "UNPROCESSABLE_ENTITY", "REFUND_AMOUNT_EXCEEDED")
    refund = {"id": new_id(17), "status": "COMPLETED", "amount": amount, "create_time": now()}
    if asked.get("custom_id"):
        refund["custom_id"] = asked["custom_id"]
    refunds.append(refund)
    capture["status"] = "REFUNDED" if left == Decimal(amount["value"]) else "PARTIALLY_REFUNDED"
    return refund


async def _refund_by_hand(request: web.Request) -> web.Response:
    asked, state = await request.json(), request.app[STATE]
    order = _order_of(state, asked["capture"])
    refund = _pay_back(order, {"amount": asked["amount"], "custom_id": noted(order)["custom_id"]})
    tell(state, order["_app"], "PAYMENT.CAPTURE.REFUNDED", refund)
    return web.json_response(refund)


async def _disputes(request: web.Request) -> web.Response:
    state, app, _ = await body(request, {})
    capture = request.query["disputed_transaction_id"]
    mine = [one for one in state.all("disputes").values() if one["_app"] == app and one["_capture"] == capture]
    listed = ("dispute_id", "create_time", "reason", "status", "dispute_amount")
    return web.json_response({"items": [{name: one[name] for name in listed} for one in mine]})


async def _dispute(request: web.Request) -> web.Response:
    state, app, _ = await body(request, {})
    return web.json_response(shown(of(state, app, "disputes", request.match_info["id"])))


async def _open_dispute(request: web.Request) -> web.Response:
    asked, state = await request.json(), request.app[STATE]
    order = _order_of(state, asked["capture"])
    id_, outcome = f"PP-D-{asked['capture']}", asked.get("outcome", "")
    state.all("disputes")[id_] = {
        "dispute_id": id_,
        "create_time": now(),
        "reason": "MERCHANDISE_OR_SERVICE_NOT_RECEIVED",
        "status": "RESOLVED" if outcome else "WAITING_FOR_SELLER_RESPONSE",
        "dispute_amount": noted(order)["amount"],
        **({"dispute_outcome": {"outcome_code": outcome}} if outcome else {}),
        "_app": order["_app"],
        "_capture": asked["capture"],
    }
    about = [{"seller_transaction_id": asked["capture"], "custom": noted(order)["custom_id"]}]
    tell(state, order["_app"], "CUSTOMER.DISPUTE.CREATED", {"dispute_id": id_, "disputed_transactions": about})
    return web.json_response({"dispute_id": id_})


async def _add_webhook(request: web.Request) -> web.Response:
    state, app, asked = await body(request, {"url": None, "event_types": [{"name": None}]})
    id_ = new_id(17)
    state.all("webhooks")[id_] = {"id": id_, "url": asked["url"], "_app": app}
    return web.json_response({"id": id_, "url": asked["url"], "event_types": asked["event_types"]}, status=201)
