"""What members do with orders, and what comes of it."""

from typing import Any
from urllib.parse import urlencode

from tests.shop import Shop, wait_for


def search(shop: Shop, event: str, what: str = "orders", **query: str) -> list[dict[str, Any]]:
    """All items that a search finds."""
    return shop.get(f"/events/{event}/{what}?{urlencode(query)}")["items"]  # type: ignore[no-any-return]


def references(shop: Shop, event: str, **query: str) -> list[str]:
    """The references of the orders that a search finds."""
    return [order["reference"] for order in search(shop, event, **query)]


def soon(shop: Shop, event: str, wanted: list[str], **query: str) -> None:
    """The index follows within seconds."""
    wait_for(lambda: references(shop, event, **query) == wanted, f"{wanted} for {query}")
