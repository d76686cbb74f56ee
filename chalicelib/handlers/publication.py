"""An event as the public sees it: the same shape for the API and for the published page."""

import json
from collections.abc import Sequence
from datetime import datetime

from chalicelib.actions.products import Stock
from chalicelib.domain.catalogue import SaleState
from chalicelib.domain.events import Event
from chalicelib.handlers.models.listing import PublicEvent, PublicOrganizer
from chalicelib.handlers.models.location import LocationOut
from chalicelib.handlers.models.products import PublicProduct
from chalicelib.kernel import clock, money
from chalicelib.kernel.config import config
from chalicelib.kernel.text import pick

_FEW = 20
_SHARED = (
    "slug status visibility title description languages category starts_at ends_at timezone currency extra_currencies "
    "hold_minutes occurrence_id orders_close_at age_limit entry_requirements must_confirm_entry terms "
    "payment_methods needs_approval details_per billing"
).split()


def _state(stock: Stock, event: Event, now: datetime) -> SaleState:
    if event.has_page and not event.sells(now):
        return "ended"
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
        location=LocationOut(**event.public_location) if event.public_location else None,
        map_url=event.map_url,
        organizer=PublicOrganizer(id=event.organizer_id, name=event.organizer_name),
        exponent=money.exponent(event.currency),
        terms_hash=event.terms_hash,
        **{name: getattr(event, name) for name in _SHARED},
        products=[_product(found, event, now) for found in stock],
    )


def page(event: Event, stock: list[Stock], now: datetime) -> str:
    """The HTML of an event's page. That of a private event gives its title away and nothing else."""
    from chalicelib.pages import render

    language, base_url = event.languages[0], config().base_url
    if event.visibility == "private":
        return render.locked_page(event.event_id, pick(event.title, language), base_url=base_url, language=language)
    shown = public_event(event, stock, now).model_dump(mode="json")
    return render.event_page(shown, base_url=base_url, language=language)


def _place(event: Event) -> str | None:
    place = event.location or {}
    return "Online" if place.get("kind") == "online" else place.get("name")


def listing(live: Sequence[Event]) -> str:
    """The live events as the landing page reads them: JSON of title, start, zone, address, place and category."""
    items = [
        {
            "title": event.title,
            "starts_at": clock.to_text(event.starts_at),
            "timezone": event.timezone,
            "url": f"/e/{event.slug}/",
            "category": event.category,
            "place": _place(event),
        }
        for event in live
    ]
    return json.dumps(items, ensure_ascii=False)
