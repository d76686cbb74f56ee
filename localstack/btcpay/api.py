"""A BTCPay Server as far as it is used: invoices, their payments, refunds by pull payment, signed webhooks.

Greenfield API as https://docs.btcpayserver.org/API/Greenfield/v1/ has it; a member that it does not have is refused. A
store is any id, its API key is `local-api-key`. A coin is worth 50,000 of whatever currency.

    POST /_control/pay    {"invoice": …, "amount": "50.00", "confirmed": true}: coins come, whatever the invoice's state
    POST /_control/confirm {"invoice": …}: the network has them for good · POST /_control/expire {"invoice": …}
    POST /_control/payout {"pull_payment": …}: the buyer has named an address, and the organizer's wallet has paid
"""

import hashlib
import hmac
import json
import time
from decimal import Decimal
from typing import Any

from aiohttp import web

from localstack.standin import STATE, Json, Refused, StandIn, check_known, new_id

NAME, PORT = "BTCPay", 12113
API_KEY = "local-api-key"
_RATE = Decimal(50_000)
_INVOICE: Json = {
    "amount": None,
    "currency": None,
    "metadata": None,
    "additionalSearchTerms": None,
    "receipt": None,
    "checkout": dict.fromkeys(
        "speedPolicy paymentMethods defaultPaymentMethod lazyPaymentMethods expirationMinutes monitoringMinutes "
        "paymentTolerance redirectURL redirectAutomatically defaultLanguage".split()
    ),
}
_REFUND: Json = dict.fromkeys(
    "name description payoutMethodId refundVariant subtractPercentage customAmount customCurrency".split()
)


def add_routes(app: web.Application) -> None:
    """The operations that are used."""
    add, store = app.router.add_route, "/api/v1/stores/{store}"
    add("GET", f"{store}/invoices", _list)
    add("POST", f"{store}/invoices", _create)
    add("GET", f"{store}/invoices/{{id}}", _show)
    add("POST", f"{store}/invoices/{{id}}/status", _mark)
    add("GET", f"{store}/invoices/{{id}}/payment-methods", _ways)
    add("POST", f"{store}/invoices/{{id}}/refund", _refund)
    add("GET", f"{store}/pull-payments", _offers)
    add("GET", "/api/v1/pull-payments/{id}/payouts", _payouts)
    add("POST", f"{store}/webhooks", _add_webhook)
    add("POST", "/_control/pay", _control_pay)
    add("POST", "/_control/confirm", _control_confirm)
    add("POST", "/_control/expire", _control_expire)
    add("POST", "/_control/payout", _control_payout)


async def _asked(request: web.Request, known: Json) -> tuple[StandIn, str, Json]:
    if request.headers.get("Authorization") != f"token {API_KEY}":
        raise Refused(401, {"code": "unauthenticated", "message": "Authentication is required"})
    given = await request.json() if request.can_read_body else {}
    try:
        check_known(given, known)
    except ValueError as unknown:
        raise Refused(400, [{"path": str(unknown), "message": "Unknown member"}]) from unknown
    return request.app[STATE], request.match_info["store"], given


def invoice_of(state: StandIn, id_: str, store: str = "") -> Json:
    """An invoice, of this store if one is named."""
    found = state.all("invoices").get(id_)
    if not found or store not in ("", found["storeId"]):
        raise Refused(404, {"code": "invoice-not-found", "message": "The invoice was not found"})
    return found


def _shown(invoice: Json) -> Json:
    return {name: value for name, value in invoice.items() if not name.startswith("_")}


async def _list(request: web.Request) -> web.Response:
    state, store, _ = await _asked(request, {})
    orders = request.query.getall("orderId", [])
    mine = [one for one in state.all("invoices").values() if one["storeId"] == store]
    return web.json_response([_shown(one) for one in mine if not orders or one["metadata"].get("orderId") in orders])


async def _create(request: web.Request) -> web.Response:
    state, store, asked = await _asked(request, _INVOICE)
    if Decimal(asked["amount"]) <= 0:
        raise Refused(400, [{"path": "amount", "message": "The amount should be 0 or more"}])
    id_, now = new_id(22), int(time.time())
    minutes = asked.get("checkout", {}).get("expirationMinutes", 15)
    invoice = {
        "id": id_,
        "storeId": store,
        "amount": asked["amount"],
        "paidAmount": "0",
        "currency": asked["currency"],
        "type": "Standard",
        "checkoutLink": f"{request.scheme}://{request.host}/i/{id_}",
        "createdTime": now,
        "expirationTime": now + 60 * minutes,
        "monitoringExpiration": now + 60 * (minutes + asked.get("checkout", {}).get("monitoringMinutes", 1440)),
        "status": "New",
        "additionalStatus": "None",
        "availableStatusesForManualMarking": ["Settled", "Invalid"],
        "archived": False,
        "metadata": asked.get("metadata", {}),
        "checkout": asked.get("checkout", {}),
        "_payments": [],
    }
    state.all("invoices")[id_] = invoice
    tell(state, invoice, "InvoiceCreated")
    return web.json_response(_shown(invoice))


async def _show(request: web.Request) -> web.Response:
    state, store, _ = await _asked(request, {})
    return web.json_response(_shown(invoice_of(state, request.match_info["id"], store)))


async def _mark(request: web.Request) -> web.Response:
    state, store, asked = await _asked(request, {"status": None})
    invoice = invoice_of(state, request.match_info["id"], store)
    if asked.get("status") not in ("Invalid", "Settled"):
        raise Refused(400, [{"path": "status", "message": "Status can only be marked to invalid or settled"}])
    invoice["status"], invoice["additionalStatus"] = asked["status"], "Marked"
    tell(state, invoice, f"Invoice{asked['status']}", manuallyMarked=True)
    return web.json_response(_shown(invoice))


async def _ways(request: web.Request) -> web.Response:
    state, store, _ = await _asked(request, {})
    invoice = invoice_of(state, request.match_info["id"], store)
    paid = sum((Decimal(one["value"]) for one in invoice["_payments"]), Decimal(0))
    way = {"paymentMethodId": "BTC-CHAIN", "currency": "BTC", "rate": str(_RATE), "paymentMethodPaid": str(paid)}
    return web.json_response([way | {"totalPaid": str(paid), "payments": invoice["_payments"]}])


async def _refund(request: web.Request) -> web.Response:
    state, store, asked = await _asked(request, _REFUND)
    invoice = invoice_of(state, request.match_info["id"], store)
    if invoice["status"] != "Settled" and not invoice["_payments"]:
        raise Refused(400, {"code": "non-refundable", "message": "Cannot refund this invoice"})
    if asked.get("refundVariant") != "Custom" or Decimal(asked["customAmount"]) <= 0:
        raise Refused(400, [{"path": "customAmount", "message": "Amount must be greater than 0"}])
    id_ = new_id(27)
    offer = {
        "id": id_,
        "name": asked.get("name") or f"Refund {invoice['id']}",
        "description": asked.get("description", ""),
        "currency": asked["customCurrency"],
        "amount": asked["customAmount"],
        "autoApproveClaims": False,
        "archived": False,
        "viewLink": f"{request.scheme}://{request.host}/pull-payments/{id_}",
        "_store": store,
    }
    state.all("pull-payments")[id_] = offer
    return web.json_response(_shown(offer))


async def _offers(request: web.Request) -> web.Response:
    state, store, _ = await _asked(request, {})
    return web.json_response([_shown(one) for one in state.all("pull-payments").values() if one["_store"] == store])


async def _payouts(request: web.Request) -> web.Response:
    found = request.app[STATE].all("payouts").values()
    return web.json_response([one for one in found if one["pullPaymentId"] == request.match_info["id"]])


async def _add_webhook(request: web.Request) -> web.Response:
    known = dict.fromkeys(("enabled", "automaticRedelivery", "url", "authorizedEvents", "secret"))
    state, store, asked = await _asked(request, known)
    id_ = new_id(22)
    state.all("webhooks")[id_] = asked | {"id": id_, "_store": store}
    return web.json_response(asked | {"id": id_})


def tell(state: StandIn, invoice: Json, type_: str, **more: Any) -> None:
    """A signed notice to every webhook of the store."""
    for hook in state.all("webhooks").values():
        if hook["_store"] == invoice["storeId"]:
            about = {"storeId": invoice["storeId"], "invoiceId": invoice["id"], "timestamp": int(time.time())}
            notice = {"deliveryId": new_id(22), "webhookId": hook["id"], "isRedelivery": False, "type": type_}
            raw = json.dumps(notice | about | more)
            mac = hmac.new(hook["secret"].encode(), raw.encode(), hashlib.sha256).hexdigest()
            state.notify(hook["url"], notice, {"BTCPay-Sig": f"sha256={mac}"}, raw)


def take_coins(state: StandIn, invoice: Json, amount: Decimal, *, confirmed: bool) -> None:
    """Coins come: on time, late, too few or too many."""
    value = str(amount / _RATE)
    status = "Settled" if confirmed else "Processing"
    invoice["_payments"].append({"id": new_id(30), "receivedDate": int(time.time()), "value": value, "status": status})
    paid = Decimal(invoice["paidAmount"]) + amount
    invoice["paidAmount"] = str(paid)
    tell(state, invoice, "InvoiceReceivedPayment", afterExpiration=invoice["status"] == "Expired")
    is_enough = paid >= Decimal(invoice["amount"])
    if invoice["status"] == "New" and is_enough:
        invoice["status"] = "Settled" if confirmed else "Processing"
        invoice["additionalStatus"] = "PaidOver" if paid > Decimal(invoice["amount"]) else "None"
        tell(state, invoice, f"Invoice{invoice['status']}")
    elif invoice["status"] in ("New", "Expired"):
        invoice["additionalStatus"] = "PaidLate" if is_enough else "PaidPartial"


async def _control_pay(request: web.Request) -> web.Response:
    asked, state = await request.json(), request.app[STATE]
    invoice = invoice_of(state, asked["invoice"])
    amount = Decimal(asked.get("amount") or invoice["amount"])
    take_coins(state, invoice, amount, confirmed=asked.get("confirmed", True))
    return web.json_response(_shown(invoice))


async def _control_confirm(request: web.Request) -> web.Response:
    asked, state = await request.json(), request.app[STATE]
    invoice = invoice_of(state, asked["invoice"])
    for one in invoice["_payments"]:
        one["status"] = "Settled"
    if invoice["status"] == "Processing":
        invoice["status"] = "Settled"
        tell(state, invoice, "InvoiceSettled")
    else:
        tell(state, invoice, "InvoicePaymentSettled")
    return web.json_response(_shown(invoice))


async def _control_expire(request: web.Request) -> web.Response:
    asked, state = await request.json(), request.app[STATE]
    invoice = invoice_of(state, asked["invoice"])
    if invoice["status"] == "New":
        invoice["status"] = "Expired"
        tell(state, invoice, "InvoiceExpired", partiallyPaid=bool(invoice["_payments"]))
    return web.json_response(_shown(invoice))


async def _control_payout(request: web.Request) -> web.Response:
    asked, state = await request.json(), request.app[STATE]
    offer, id_ = state.all("pull-payments")[asked["pull_payment"]], new_id(27)
    payout = {"id": id_, "pullPaymentId": offer["id"], "originalAmount": offer["amount"], "state": "Completed"}
    state.all("payouts")[id_] = payout | {"originalCurrency": offer["currency"]}
    return web.json_response(payout)
