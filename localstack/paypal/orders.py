"""The local PayPal's orders: created, approved on its page, captured."""

from decimal import Decimal

from aiohttp import web

from localstack.paypal.basics import MONEY, WHOLE, body, checked_money, now, of, problem, remember, seen, shown, tell
from localstack.standin import STATE, Json, new_id

_CONTEXT = dict.fromkeys(
    "brand_name locale shipping_preference return_url cancel_url landing_page user_action payment_method_preference "
    "payment_method_selected".split()
)
_ORDER: Json = {
    "intent": None,
    "purchase_units": [
        {
            "reference_id": None,
            "custom_id": None,
            "invoice_id": None,
            "description": None,
            "soft_descriptor": None,
            "amount": MONEY | {"breakdown": None},
            "items": None,
        }
    ],
    "payment_source": {"paypal": {"experience_context": _CONTEXT, "email_address": None, "name": None}},
}


def add_routes(app: web.Application) -> None:
    """The operations that are used."""
    app.router.add_post("/v2/checkout/orders", _create)
    app.router.add_get("/v2/checkout/orders/{id}", _show)
    app.router.add_post("/v2/checkout/orders/{id}/capture", _capture)
    app.router.add_post("/_control/captures", _next_capture)


async def _create(request: web.Request) -> web.Response:
    state, app, asked = await body(request, _ORDER)
    before = seen(request, state, app)
    if before:
        return web.json_response(shown(state.all("orders")[before["order"]]))
    if not request.headers.get("PayPal-Request-Id") and "payment_source" in asked:
        raise problem(400, "INVALID_REQUEST", "PAYPAL_REQUEST_ID_REQUIRED")
    if asked.get("intent") != "CAPTURE" or len(asked.get("purchase_units", [])) != 1:
        raise problem(400, "INVALID_REQUEST", "INVALID_PARAMETER_VALUE")
    unit = asked["purchase_units"][0]
    checked_money(unit["amount"])
    id_ = new_id(17)
    context = asked.get("payment_source", {}).get("paypal", {}).get("experience_context", {})
    href = f"{request.scheme}://{request.host}"
    order = {
        "id": id_,
        "intent": "CAPTURE",
        "status": "PAYER_ACTION_REQUIRED",
        "payment_source": {"paypal": {}},
        "purchase_units": [{"reference_id": "default"} | unit],
        "create_time": now(),
        "links": [
            {"href": f"{href}/v2/checkout/orders/{id_}", "rel": "self", "method": "GET"},
            {"href": f"{href}/checkoutnow?token={id_}", "rel": "payer-action", "method": "GET"},
        ],
        "_app": app,
        "_return": context.get("return_url", ""),
        "_cancel": context.get("cancel_url", ""),
    }
    state.all("orders")[id_] = order
    remember(request, state, app, id_)
    return web.json_response(shown(order), status=201)


async def _show(request: web.Request) -> web.Response:
    state, app, _ = await body(request, {})
    return web.json_response(shown(of(state, app, "orders", request.match_info["id"])))


async def _capture(request: web.Request) -> web.Response:
    state, app, _ = await body(request, {"payment_source": None})
    order = of(state, app, "orders", request.match_info["id"])
    if seen(request, state, app):
        return web.json_response(shown(order))
    if order["status"] == "COMPLETED":
        raise problem(422, "UNPROCESSABLE_ENTITY", "ORDER_ALREADY_CAPTURED")
    if order["status"] != "APPROVED":
        raise problem(422, "UNPROCESSABLE_ENTITY", "ORDER_NOT_APPROVED")
    outcome = state.all("next").pop("capture", {"status": "COMPLETED"})["status"]
    if outcome == "DECLINED":
        raise problem(422, "UNPROCESSABLE_ENTITY", "INSTRUMENT_DECLINED")
    order["status"] = "COMPLETED"
    order["purchase_units"][0]["payments"] = {"captures": [_new_capture(order, outcome)]}
    remember(request, state, app, order["id"])
    tell(state, app, f"PAYMENT.CAPTURE.{outcome}", noted(order))
    return web.json_response(shown(order), status=201)


def _new_capture(order: Json, status: str) -> Json:
    amount = order["purchase_units"][0]["amount"]
    places = 0 if amount["currency_code"] in WHOLE else 2
    fee = round(Decimal(amount["value"]) * Decimal("0.0249"), places)
    told = [
        ("gross_amount", Decimal(amount["value"])),
        ("paypal_fee", fee),
        ("net_amount", Decimal(amount["value"]) - fee),
    ]
    kept = {name: amount | {"value": f"{value:.{places}f}"} for name, value in told}
    return {
        "id": new_id(17),
        "status": status,
        "amount": dict(amount),
        "final_capture": True,
        "custom_id": order["purchase_units"][0].get("custom_id", ""),
        "create_time": now(),
        **({"seller_receivable_breakdown": kept} if status == "COMPLETED" else {}),
    }


def noted(order: Json) -> Json:
    capture: Json = order["purchase_units"][0]["payments"]["captures"][0]
    return capture | {"supplementary_data": {"related_ids": {"order_id": order["id"]}}}


async def _next_capture(request: web.Request) -> web.Response:
    request.app[STATE].all("next")["capture"] = {"status": (await request.json())["next"]}
    return web.json_response({})
