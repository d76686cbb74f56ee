"""An event as the public sees it: the same shape for the API and for the published page."""

import json
from collections.abc import Sequence
from datetime import datetime

from chalicelib.actions.products import Stock
from chalicelib.domain.catalogue import SaleState
from chalicelib.domain.events import Event
from chalicelib.handlers.models.listing import PublicEvent, PublicOrganizer
from chalicelib.handlers.models.products import PublicProduct
from chalicelib.kernel import clock, money

_FEW = 20


def _state(stock: Stock, event: Event, now: datetime) -> SaleState:
    state = stock.product.sale_state(now, event.ends_at)
    return "sold_out" if state == "on_sale" and stock.free < stock.product.min_per_order else state


def _product(stock: Stock, event: Event, now: datetime) -> PublicProduct:
    product = stock.product
    return PublicProduct(
        id=product.product_id,
        name=product.name,
        description=product.description,
        price_minor=product.price_minor,
        left=stock.free if stock.free <= _FEW else None,
        state=_state(stock, event, now),
        sale_starts_at=product.sale_starts_at,
        sale_ends_at=product.sale_ends_at,
        min_per_order=product.min_per_order,
        max_per_order=product.max_per_order,
    )


def public_event(event: Event, stock: list[Stock], now: datetime) -> PublicEvent:
    """The event with its products and what is left of them."""
    return PublicEvent(
        id=event.event_id,
        slug=event.slug,
        status=event.status,
        title=event.title,
        description=event.description,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        timezone=event.timezone,
        venue=event.venue,
        organizer=PublicOrganizer(id=event.organizer_id, name=event.organizer_name),
        currency=event.currency,
        exponent=money.exponent(event.currency),
        hold_minutes=event.hold_minutes,
        occurrence_id=event.occurrence_id,
        products=[_product(found, event, now) for found in stock],
    )


def listing(live: Sequence[Event]) -> str:
    """The live events as the landing page reads them: JSON of title, start, zone, address and venue."""
    items = [
        {
            "title": event.title,
            "starts_at": clock.to_text(event.starts_at),
            "timezone": event.timezone,
            "url": f"/e/{event.slug}/",
            "venue": event.venue,
        }
        for event in live
    ]
    return json.dumps(items, ensure_ascii=False)
