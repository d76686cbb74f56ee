"""Invoices: how an account makes them out, and the documents of an order."""

import dataclasses
from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import invoice_papers, invoicing
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import StaleEdit
from chalicelib.domain.invoice_numbers import WrongPattern
from chalicelib.domain.invoices import Invoicing, SellerIncomplete
from chalicelib.domain.orders import OrderNotFound
from chalicelib.handlers.models.common import Empty
from chalicelib.handlers.models.invoices import InvoicingIn, InvoicingOut, OrderInvoices
from chalicelib.handlers.route import route
from chalicelib.handlers.versions import read_version, versioned
from chalicelib.handlers.wire import Answer, Request
from chalicelib.kernel.errors import StaleCheck

routes = Blueprint(__name__)


def _shown(settings: Invoicing) -> Answer[InvoicingOut]:
    values = dataclasses.asdict(settings)
    del values["account_id"]
    version = settings.version or 0
    return versioned(InvoicingOut(**values | {"version": version}), version)


@route(routes, "GET", "/account/invoicing", allow="account.read")
def get_invoicing(caller: Caller) -> Answer[InvoicingOut]:
    """How the account makes out invoices."""
    return _shown(invoicing.get_settings(caller))


@route(
    routes,
    "PUT",
    "/account/invoicing",
    allow="payments.edit",
    refusals=(StaleEdit, StaleCheck, WrongPattern, SellerIncomplete),
)
def set_invoicing(caller: Caller, body: InvoicingIn, request: Request, now: datetime) -> Answer[InvoicingOut]:
    """Say who sells and how invoices are numbered; If-Match says which version you read. What was issued stays."""
    version = read_version(request)
    values = body.model_dump() | {"email": body.email or ""}
    return _shown(invoicing.save_settings(values, version, caller, now))


@route(routes, "GET", "/orders/{order_id}/invoices", allow="orders.read", refusals=(OrderNotFound,))
def list_invoices(order_id: str, caller: Caller, now: datetime) -> OrderInvoices:
    """An order's invoice and credit notes, or its proforma while the money is still to come."""
    return OrderInvoices.of(invoice_papers.list_for(order_id, caller, now))


@route(routes, "POST", "/orders/{order_id}/invoices", allow="orders.edit", answers=202, refusals=(OrderNotFound,))
def issue_invoices(order_id: str, caller: Caller, body: Empty, now: datetime) -> OrderInvoices:
    """Have issued what a paid order lacks; look again in a moment. An order that lacks nothing stays as it is."""
    invoice_papers.ask(order_id, caller)
    return OrderInvoices.of(invoice_papers.list_for(order_id, caller, now))


@route(routes, "GET", "/public/orders/{order_id}/invoices", allow="order_holder", refusals=(OrderNotFound,))
def list_buyer_invoices(order_id: str, now: datetime) -> OrderInvoices:
    """The buyer's invoice and credit notes, or the proforma while the money is still to come."""
    return OrderInvoices.of(invoice_papers.list_of_order(order_id, now))
