"""Orders that are paid in parts: offered, agreed to, and begun."""

from typing import Any

from tests.shop import Buyer, Shop

# A quarter at once, and two more parts: 50 euros in 12.50, 18.75 and 18.75.
TERMS: dict[str, Any] = {"deposit_percent": 25, "due_days_before": [90, 60]}


def held(shop: Shop, **terms: Any) -> tuple[Buyer, dict[str, Any]]:
    """Somebody holds two tickets that can be paid in parts; as they were reserved."""
    event = shop.new_event(instalments=TERMS | terms)["id"]
    product = shop.new_product(event)["id"]
    shop.post(f"/events/{event}/publish", {})
    buyer = shop.buyer()
    return buyer, buyer.reserve(event, product, 2)


def agree(buyer: Buyer, order: dict[str, Any], consent: str = "", **more: Any) -> Any:
    """Choose to pay in the parts that were shown, whatever comes of it."""
    shown = consent or (order["instalments"] or {"consent": {"version": "none"}})["consent"]["version"]
    who = {"name": buyer.name, "email": buyer.email}
    return buyer.on(order, "checkout", {"buyer": who, "instalments": shown} | more)


def in_parts(shop: Shop, **terms: Any) -> tuple[Buyer, dict[str, Any]]:
    """An order whose first part is paid."""
    buyer, order = held(shop, **terms)
    answer = agree(buyer, order)
    assert answer.ok, answer.text
    assert buyer.pay(answer.json()).ok
    paid = buyer.on(order, "refresh").json()
    assert paid["state"] == "PARTLY_PAID"
    return buyer, paid | {"token": order["token"]}
