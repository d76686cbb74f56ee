"""What tests of disputes begin with: an order whose payment a bank takes back."""

from typing import Any

from tests.api.connecting import control
from tests.api.stripe_control import intent_of, paid
from tests.shop import Buyer, Shop, wait_for


def disputed(shop: Shop, reason: str = "fraudulent", units: int = 1) -> tuple[Buyer, dict[str, Any], dict[str, Any]]:
    """(buyer, order, dispute) of a complete order whose payment a bank takes back."""
    buyer, order = paid(shop, units=units)
    wait_for(lambda: buyer.see(order)["tickets"], "the tickets")
    control(shop.cloud, "disputes", charge=intent_of(shop, order)["latest_charge"], reason=reason)
    [dispute] = wait_for(lambda: shop.order(order["id"])["disputes"], "the dispute")
    return buyer, order, dispute


def evidence_path(order: dict[str, Any], dispute: dict[str, Any]) -> str:
    return f"/orders/{order['id']}/disputes/{dispute['id']}/evidence"


def state(shop: Shop, order: dict[str, Any], wanted: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        found = shop.order(order["id"])
        return found if found["disputes"][0]["state"] == wanted else None

    return wait_for(look, f"a dispute that is {wanted}")
