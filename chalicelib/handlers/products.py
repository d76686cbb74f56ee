"""What an event sells, for the members of its account."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import products
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import EventNotFound
from chalicelib.handlers.models.products import NewProduct, ProductList, ProductOut
from chalicelib.handlers.route import route
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)


@route(routes, "GET", "/events/{event_id}/products", allow="events.read", refusals=(EventNotFound,))
def list_products(event_id: str, caller: Caller) -> ProductList:
    """Everything the event sells, with what is left."""
    return ProductList(items=[ProductOut.of(stock) for stock in products.list_stock(event_id, caller)], next=None)


@route(routes, "POST", "/events/{event_id}/products", allow="events.edit", answers=201, refusals=(EventNotFound,))
def add_product(event_id: str, caller: Caller, body: NewProduct, once: Once, now: datetime) -> ProductOut:
    """Put something on sale."""
    product = products.add_product(event_id, body.model_dump(), caller, once, now)
    stock = products.list_stock(event_id, caller)
    return next(ProductOut.of(found) for found in stock if found.product.product_id == product.product_id)
