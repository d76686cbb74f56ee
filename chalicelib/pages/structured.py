"""Describes an event to search engines: schema.org Event and Offer (https://schema.org/Event)."""

from __future__ import annotations

from typing import Any

from chalicelib.kernel import money
from chalicelib.kernel.text import pick
from chalicelib.pages import wording

AVAILABILITY = {
    "on_sale": "https://schema.org/InStock",
    "sold_out": "https://schema.org/SoldOut",
    "not_yet": "https://schema.org/PreOrder",
    "ended": "https://schema.org/Discontinued",
}


def event_data(event: dict[str, Any], canonical: str, language: str) -> dict[str, Any]:
    timezone = event["timezone"]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": pick(event["title"], language),
        "description": wording.summary(pick(event["description"], language)),
        # With the event's own offset: that is how search engines learn its time zone.
        "startDate": wording.wall_time(event["starts_at"], timezone).isoformat(),
        "endDate": wording.wall_time(event["ends_at"], timezone).isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "url": canonical,
        "organizer": {"@type": "Organization", "name": event["organizer"]["name"]},
        "offers": [_offer(product, event, canonical, language) for product in event["products"]],
    }
    if event["venue"]:
        data["eventAttendanceMode"] = "https://schema.org/OfflineEventAttendanceMode"
        data["location"] = _place(event["venue"])
    else:
        data["eventAttendanceMode"] = "https://schema.org/OnlineEventAttendanceMode"
        data["location"] = {"@type": "VirtualLocation", "url": canonical}
    return data


def _place(venue: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "Place",
        "name": venue["name"],
        "address": {
            "@type": "PostalAddress",
            "streetAddress": venue.get("address") or "",
            "addressLocality": venue.get("city") or "",
            "addressCountry": venue.get("country") or "",
        },
    }


def _offer(product: dict[str, Any], event: dict[str, Any], canonical: str, language: str) -> dict[str, Any]:
    offer = {
        "@type": "Offer",
        "name": pick(product["name"], language),
        "price": f"{money.to_major(product['price_minor'], event['currency']):f}",
        "priceCurrency": event["currency"],
        "availability": AVAILABILITY[product["state"]],
        "url": canonical,
    }
    if product["sale_starts_at"]:
        offer["validFrom"] = product["sale_starts_at"]
    return offer
