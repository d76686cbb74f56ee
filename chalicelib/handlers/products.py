"""What an event sells, for the members of its account."""

from datetime import datetime
from typing import Any

from chalice.app import Blueprint

from chalicelib.actions import products
from chalicelib.domain.accounts import Caller
from chalicelib.domain.catalogue import ProductNotFound, StillUsed, UnknownReference
from chalicelib.domain.events import EventNotFound, ReadOnly, StaleEdit
from chalicelib.handlers.models.common import ListQuery
from chalicelib.handlers.models.products import (
    MemberChanges,
    MemberList,
    NewProduct,
    ProductEdits,
    ProductList,
    ProductOut,
)
from chalicelib.handlers.route import route
from chalicelib.handlers.versions import read_version
from chalicelib.handlers.wire import Request
from chalicelib.kernel.errors import StaleCheck
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)


def _shown(event_id: str, product_id: str, caller: Caller) -> ProductOut:
    catalogue, free = products.list_stock(event_id, caller)
    return ProductOut.of(catalogue.product(product_id), catalogue, free)


def _values(sent: dict[str, Any], currency: str) -> dict[str, Any]:
    """The request's fields as the product's: prices by currency, tiers by their own id."""
    values = {name: value for name, value in sent.items() if name not in ("price_minor", "other_prices_minor")}
    if "price_minor" in sent or "other_prices_minor" in sent:
        values["prices"] = _prices(sent, currency)
    if "tiers" in sent:
        values["tiers"] = [
            {name: value for name, value in tier.items() if name not in ("id", "price_minor", "other_prices_minor")}
            | {"tier_id": tier["id"], "prices": _prices(tier, currency)}
            for tier in sent["tiers"]
        ]
    return values


def _prices(sent: dict[str, Any], currency: str) -> dict[str, int]:
    return {**(sent.get("other_prices_minor") or {}), currency: sent["price_minor"]}


@route(routes, "GET", "/events/{event_id}/products", allow="events.read", refusals=(EventNotFound,))
def list_products(event_id: str, caller: Caller) -> ProductList:
    """Everything the event sells, with what is left."""
    catalogue, free = products.list_stock(event_id, caller)
    return ProductList(items=[ProductOut.of(one, catalogue, free) for one in catalogue.products], next=None)


@route(
    routes,
    "POST",
    "/events/{event_id}/products",
    allow="events.edit",
    answers=201,
    refusals=(EventNotFound, ReadOnly, UnknownReference),
)
def add_product(event_id: str, caller: Caller, body: NewProduct, once: Once, now: datetime) -> ProductOut:
    """Put something on sale."""
    currency = products.currency_of(event_id, caller)
    product = products.add_product(event_id, _values(body.model_dump(), currency), caller, once, now)
    return _shown(event_id, product.product_id, caller)


@route(
    routes,
    "PATCH",
    "/events/{event_id}/products/{product_id}",
    allow="events.edit",
    refusals=(EventNotFound, ProductNotFound, ReadOnly, StaleEdit, StaleCheck, StillUsed, UnknownReference),
)
def edit_product(
    event_id: str, product_id: str, caller: Caller, body: ProductEdits, request: Request, now: datetime
) -> ProductOut:
    """Change some fields; If-Match says which version you read."""
    catalogue, _ = products.list_stock(event_id, caller)
    currency, sent = catalogue.event.currency, body.model_dump(exclude_unset=True)
    if {"price_minor", "other_prices_minor"} & set(sent):
        before = catalogue.product(product_id).prices
        others = {code: minor for code, minor in before.items() if code != currency}
        sent = {"price_minor": before[currency], "other_prices_minor": others} | sent
    for tier in sent.get("tiers", []):
        tier.update({"id": None, "capacity": None, "sale_starts_at": None, "sale_ends_at": None} | tier)
    products.edit_product(event_id, product_id, read_version(request), _values(sent, currency), caller, now)
    return _shown(event_id, product_id, caller)


@route(
    routes,
    "DELETE",
    "/events/{event_id}/products/{product_id}",
    allow="events.edit",
    answers=204,
    refusals=(EventNotFound, ProductNotFound, ReadOnly, StaleEdit, StillUsed),
)
def remove_product(event_id: str, product_id: str, caller: Caller, now: datetime) -> None:
    """Forget a product that was never sold. One that was can be paused or hidden."""
    products.remove_product(event_id, product_id, caller, now)


@route(
    routes,
    "GET",
    "/events/{event_id}/products/{product_id}/members",
    allow="events.read",
    refusals=(EventNotFound, ProductNotFound),
)
def list_product_members(event_id: str, product_id: str, caller: Caller, query: ListQuery) -> MemberList:
    """Who may buy a members-only product."""
    page = products.list_members(event_id, product_id, caller, query.cursor, query.limit)
    return MemberList(items=page.items, next=page.next)


@route(
    routes,
    "POST",
    "/events/{event_id}/products/{product_id}/members",
    allow="events.edit",
    answers=204,
    refusals=(EventNotFound, ProductNotFound, ReadOnly),
)
def change_product_members(event_id: str, product_id: str, caller: Caller, body: MemberChanges, now: datetime) -> None:
    """Say who may buy a members-only product."""
    products.change_members(event_id, product_id, body.add, body.remove, caller, now)
