"""A waiting list as its people use it."""

import uuid
from typing import Any

from tests.shop import Buyer, Shop, wait_for


def join(buyer: Buyer, event: str, product: str, quantity: int = 1, key: str = "", **fields: Any) -> Any:
    body = {"product_id": product, "quantity": quantity, "name": buyer.name, "email": buyer.email} | fields
    headers = {"Idempotency-Key": key or str(uuid.uuid4())}
    return buyer.send("POST", f"/public/events/{event}/waitlist", body, **headers)


def joined(buyer: Buyer, event: str, product: str, quantity: int = 1) -> dict[str, Any]:
    answer = join(buyer, event, product, quantity)
    assert answer.status_code == 201, answer.text
    return answer.json()  # type: ignore[no-any-return]


def place(buyer: Buyer, entry: dict[str, Any], method: str = "GET") -> Any:
    headers = {"Authorization": f"Bearer {entry['token']}"}
    return buyer.send(method, f"/public/waitlist/{entry['id']}", **headers)


def state(buyer: Buyer, entry: dict[str, Any]) -> str:
    return str(place(buyer, entry).json()["state"])


def offer_of(buyer: Buyer, entry: dict[str, Any]) -> dict[str, Any]:
    """The order that was offered, as its own page opens it."""
    found = wait_for(lambda: place(buyer, entry).json()["order_url"], "the offer")
    address, _, token = found.partition("#t=")
    return {"id": address.partition("?o=")[2], "token": token}


def shown(shop: Shop, event: str) -> dict[str, Any]:
    [product] = shop.buyer().send("GET", f"/public/events/{event}").json()["products"]
    return product  # type: ignore[no-any-return]


def sold_out(shop: Shop, units: int = 1, **product: Any) -> tuple[str, str, Buyer, dict[str, Any]]:
    """(event, product, buyer, order) of an event whose only order holds everything."""
    event, product_id = shop.on_sale(capacity=units, **product)
    buyer = shop.buyer()
    order = buyer.reserve(event, product_id, units)
    wait_for(lambda: shown(shop, event)["state"] == "sold_out", "the sell-out")
    return event, product_id, buyer, order
