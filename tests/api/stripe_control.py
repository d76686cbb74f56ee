"""What tests ask of the local Stripe beside payments: its clock, its disputes, what it was asked."""

from typing import Any

from tests.resilience.stripe_side import StripeSide
from tests.shop import Buyer, Shop


def later(shop: Shop, seconds: int) -> None:
    """Move Stripe's clock on: debits clear, disputes fall due."""
    StripeSide(shop.cloud.settings.stripe_url).pass_time(seconds)


def paid(shop: Shop, method: str = "pm_card_visa", units: int = 1, **product: Any) -> tuple[Buyer, dict[str, Any]]:
    """A buyer whose payment was confirmed with this card or account, and the order as they see it then."""
    event, sold = shop.on_sale(**product)
    buyer = shop.buyer()
    order = buyer.reserve(event, sold, units)
    checked_out = buyer.check_out(order)
    assert buyer.pay(checked_out, method).ok
    return buyer, order | buyer.on(order, "refresh").json() | {"token": order["token"]}


def intent_of(shop: Shop, order: dict[str, Any]) -> dict[str, Any]:
    """The order's last payment as Stripe has it."""
    reference = shop.order(order["id"])["payments"][-1]["provider_reference"]
    answer = StripeSide(shop.cloud.settings.stripe_url).ask("GET", f"payment_intents/{reference}")
    assert answer.ok, answer.text
    return answer.json()  # type: ignore[no-any-return]
