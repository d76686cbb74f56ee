"""A public event, and what the web build leaves for the templates."""

from typing import Any

ASSETS: dict[str, Any] = {
    "style": "body{margin:0}",
    "buyer": {"js": "/assets/buyer-TEST.js"},
    "guest": {"js": "/assets/guest-TEST.js"},
}


def price(**fields: Any) -> dict[str, Any]:
    given = {"price_minor": 2450} | fields
    return {
        "tier_id": None,
        "name": {},
        "total_minor": given["price_minor"],
        "totals_minor": [],
        "state": "on_sale",
        "left": None,
        "sale_starts_at": None,
        "sale_ends_at": None,
    } | given


def product(**fields: Any) -> dict[str, Any]:
    same = {name: fields[name] for name in ("price_minor", "state") if name in fields}
    prices = fields.get("prices") or [price(**same)]
    return {
        "id": "prd_1",
        "kind": "ticket",
        "name": {"en": "General admission"},
        "description": {},
        "terms": {},
        "category_id": "",
        "price_minor": prices[0]["price_minor"],
        "total_minor": prices[0]["total_minor"],
        "prices": prices,
        "tier_mode": "sequence",
        "suggested_minor": [],
        "left": None,
        "state": "on_sale",
        "sale_starts_at": None,
        "sale_ends_at": None,
        "min_per_order": 1,
        "max_per_order": 10,
        "requires": [],
        "max_per_required": 0,
        "has_waitlist": False,
    } | fields


def location(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "venue",
        "name": "St. Mary's",
        "address": "Marienkirchhof 1",
        "postal_code": "23552",
        "city": "Lübeck",
        "region": "",
        "country": "DE",
        "latitude": None,
        "longitude": None,
        "maps_url": "",
        "online_url": "",
        "online_instructions": "",
    } | fields


def event(**fields: Any) -> dict[str, Any]:
    return {
        "id": "evt_1",
        "slug": "winter-concert",
        "status": "LIVE",
        "title": {"en": "Winter Concert"},
        "description": {"en": "<p>By <strong>candlelight</strong>, with care.</p><p>Bring a scarf.</p>"},
        "starts_at": "2026-12-18T18:30:00.000Z",
        "ends_at": "2026-12-18T21:00:00.000Z",
        "timezone": "Europe/Berlin",
        "location": location(),
        "map_url": "https://www.openstreetmap.org/search?query=Marienkirchhof",
        "visibility": "public",
        "languages": ["en"],
        "category": "music",
        "age_limit": None,
        "entry_requirements": {},
        "terms": {},
        "organizer": {"id": "org_1", "name": "Aurora Concerts"},
        "currency": "EUR",
        "exponent": 2,
        "hold_minutes": 15,
        "date_format": "day_first",
        "occurrence_id": "occ_1",
        "categories": [],
        "products": [product()],
        "order_fees": [],
        "refund_terms": {"en": "No refunds."},
    } | fields
