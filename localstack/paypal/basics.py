"""What every operation of the local PayPal begins with: whose token, which members, which answer before."""

import time
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from aiohttp import web

from localstack.standin import STATE, Json, Refused, StandIn, check_known, new_id

WHOLE = frozenset({"HUF", "JPY", "TWD"})
CURRENCIES = frozenset(
    "AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS INR JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD".split()
)
MONEY: Json = {"currency_code": None, "value": None}


def problem(status: int, name: str, issue: str = "") -> Refused:
    """An error as https://developer.paypal.com/api/rest/responses/ describes it."""
    details = [{"issue": issue, "description": issue.replace("_", " ").lower()}] if issue else []
    return Refused(status, {"name": name, "message": name, "debug_id": new_id(13), "details": details})


async def body(request: web.Request, known: Json) -> tuple[StandIn, str, Json]:
    """State, app and what was asked, if the API has such members."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind != "Bearer" or not token.startswith("A21."):
        raise problem(401, "AUTHENTICATION_FAILURE")
    given = await request.json() if request.can_read_body else {}
    try:
        check_known(given, known)
    except ValueError as unknown:
        raise problem(400, "INVALID_REQUEST", f"MALFORMED_REQUEST_JSON {unknown}") from unknown
    return request.app[STATE], token.removeprefix("A21."), given


def checked_money(money: Json) -> Decimal:
    value, currency = Decimal(money["value"]), money["currency_code"]
    if currency not in CURRENCIES:
        raise problem(422, "UNPROCESSABLE_ENTITY", "CURRENCY_NOT_SUPPORTED")
    places = 0 if currency in WHOLE else 2
    if value != round(value, places):
        raise problem(422, "UNPROCESSABLE_ENTITY", "DECIMAL_PRECISION")
    if value <= 0:
        raise problem(422, "UNPROCESSABLE_ENTITY", "CANNOT_BE_ZERO_OR_NEGATIVE")
    return value


def of(state: StandIn, app: str, kind: str, id_: str) -> Json:
    found = state.all(kind).get(id_)
    if not found or found["_app"] != app:
        raise problem(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID")
    return found


def seen(request: web.Request, state: StandIn, app: str) -> Json | None:
    """What was answered to the same PayPal-Request-Id before."""
    request_id = request.headers.get("PayPal-Request-Id", "")
    return state.all("answers").get(f"{app}/{request_id}") if request_id else None


def remember(request: web.Request, state: StandIn, app: str, order: str, refund: str = "") -> None:
    request_id = request.headers.get("PayPal-Request-Id", "")
    if request_id:
        state.all("answers")[f"{app}/{request_id}"] = {"order": order, "refund": refund}


def shown(order: Json) -> Json:
    """An order as it is answered."""
    return {name: value for name, value in order.items() if not name.startswith("_")}


def tell(state: StandIn, app: str, type_: str, resource: Json) -> None:
    """A notice to every webhook of the app: https://developer.paypal.com/api/rest/webhooks/"""
    notice: dict[str, Any] = {
        "id": f"WH-{new_id(17)}",
        "event_type": type_,
        "create_time": now(),
        "resource": resource,
    }
    for hook in state.all("webhooks").values():
        if hook["_app"] == app:
            state.notify(hook["url"], notice, {"PAYPAL-TRANSMISSION-ID": new_id(20), "PAYPAL-TRANSMISSION-TIME": now()})


def now() -> str:
    return datetime.fromtimestamp(time.time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
