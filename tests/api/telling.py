"""Registrations that ask for something."""

from typing import Any

from tests.api.baskets import go_live, live, product
from tests.shop import Shop

FREE = {"price_minor": 0}


def registration(shop: Shop, **event_fields: Any) -> tuple[str, str]:
    """(event, product) of a free ticket for an event with these fields."""
    event = live(shop, **event_fields)
    ticket = product(shop, event, **FREE)
    go_live(shop, event)
    return event, ticket
