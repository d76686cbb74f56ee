"""Describes an event to search engines: schema.org Event and Offer (https://schema.org/Event)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.kernel import money
from chalicelib.kernel.text import pick
from chalicelib.pages import wording
from chalicelib.pages.offers import prices_of

if TYPE_CHECKING:
    from chalicelib.domain.organizers import Organizer

AVAILABILITY = {
    "on_sale": "https://schema.org/InStock",
    "sold_out": "https://schema.org/SoldOut",
    "not_yet": "https://schema.org/PreOrder",
    "ended": "https://schema.org/Discontinued",
}

STATUS = {"POSTPONED": "EventPostponed", "CANCELLED": "EventCancelled"}


def event_data(event: dict[str, Any], canonical: str, organizer_url: str, language: str) -> dict[str, Any]:
    timezone = event["timezone"]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": pick(event["title"], language),
        "description": wording.summary(pick(event["description"], language)),
        # With the event's own offset: that is how search engines learn its time zone.
        "startDate": wording.wall_time(event["starts_at"], timezone).isoformat(),
        "endDate": wording.wall_time(event["ends_at"], timezone).isoformat(),
        "eventStatus": f"https://schema.org/{STATUS.get(event['status'], 'EventScheduled')}",
        "url": canonical,
        "organizer": {"@type": "Organization", "name": event["organizer"]["name"]}
        | ({"url": organizer_url} if organizer_url else {}),
        "offers": [
            _offer(product, price, event, canonical, language)
            for product in event["products"]
            if product["kind"] != "donation"
            for price in prices_of(product)
        ],
    }
    if event["age_limit"]:
        data["typicalAgeRange"] = f"{event['age_limit']}-"
    return data | _attendance(event["location"], canonical)


def organizer_data(organizer: Organizer, canonical: str) -> dict[str, Any]:
    """schema.org Organization (https://schema.org/Organization)."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": organizer.name,
        "url": organizer.website or canonical,
        "sameAs": organizer.links,
    }
    contact = {"email": organizer.email, "telephone": organizer.phone}
    return data | {name: value for name, value in contact.items() if value}


def _attendance(location: dict[str, Any] | None, canonical: str) -> dict[str, Any]:
    online = {"@type": "VirtualLocation", "url": canonical}
    if not location or location["kind"] == "online":
        return {"eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode", "location": online}
    if location["kind"] == "hybrid":
        mode = "https://schema.org/MixedEventAttendanceMode"
        return {"eventAttendanceMode": mode, "location": [_place(location), online]}
    return {"eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode", "location": _place(location)}


def _place(location: dict[str, Any]) -> dict[str, Any]:
    place: dict[str, Any] = {
        "@type": "Place",
        "name": location["name"],
        "address": {
            "@type": "PostalAddress",
            "streetAddress": location["address"],
            "postalCode": location["postal_code"],
            "addressLocality": location["city"],
            "addressRegion": location["region"],
            "addressCountry": location["country"],
        },
    }
    if location["latitude"] is not None:
        at = {"latitude": location["latitude"], "longitude": location["longitude"]}
        place["geo"] = {"@type": "GeoCoordinates", **at}
    return place


def _offer(
    product: dict[str, Any], price: dict[str, Any], event: dict[str, Any], canonical: str, language: str
) -> dict[str, Any]:
    """An offer at the price with all fees and taxes in it: what a buyer will pay."""
    name, tier = pick(product["name"], language), pick(price["name"], language)
    offer = {
        "@type": "Offer",
        "name": f"{name} – {tier}" if tier else name,
        "price": f"{money.to_major(price['total_minor'], event['currency']):f}",
        "priceCurrency": event["currency"],
        "availability": AVAILABILITY[price["state"]],
        "url": canonical,
    }
    starts_at = price["sale_starts_at"] or product["sale_starts_at"]
    if starts_at:
        offer["validFrom"] = starts_at
    return offer
