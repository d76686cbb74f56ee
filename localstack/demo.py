"""What the demo box office sells: a concert with all that a listing can have, a weekly walk, a draft."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Protocol

VAT, BOOKING_FEE = "19", 150
TEXT = {
    "en": "<p>An evening of chamber music on the water: three ensembles, two stages, one sunset.</p>"
    "<p>Doors open an hour before the concert. The bar takes cards and coins.</p>",
    "de": "<p>Ein Abend mit Kammermusik am Wasser: drei Ensembles, zwei Bühnen, ein Sonnenuntergang.</p>",
}
TERMS = {"en": "<p>Tickets can be handed on until the day before. If it rains, the concert moves into the hall.</p>"}
HALL = {"name": "Harbour Hall", "address": "Am Sandtorkai 1", "city": "Hamburg", "country": "DE"}
BANK = {"en": "Harbour Hall\nIBAN DE02 1203 0000 0000 2020 51\nOr in cash at the hall, Tuesday to Friday, 14–18 h."}


class Api(Protocol):
    """Whoever makes requests as the organizer."""

    def call(self, method: str, path: str, body: Any = None, token: str = "") -> Any:
        """One request that must succeed."""


def evening(days: int, hour: int) -> datetime:
    """A full hour, so many days from now."""
    return (datetime.now(UTC) + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)


def add_event(api: Api, organizer: str, title: str, start: datetime, hours: int, **more: Any) -> dict[str, Any]:
    """A draft in Hamburg, sold in euros."""
    event: dict[str, Any] = {
        "organizer_id": organizer,
        "title": {"en": title},
        "description": TEXT,
        "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(hours=hours)).isoformat(),
        "timezone": "Europe/Berlin",
        "location": HALL,
        "currency": "EUR",
        **more,
    }
    drafted: dict[str, Any] = api.call("POST", "/events", event)
    return drafted


def _add(api: Api, event: str, what: str, name: str, **fields: Any) -> str:
    added: str = api.call("POST", f"/events/{event}/{what}", {"name": {"en": name}, **fields})["id"]
    return added


def _tickets(api: Api, event: str, category: str) -> dict[str, str]:
    until = evening(21, 22).isoformat()
    early = {"name": {"en": "Early bird"}, "price_minor": 2500, "capacity": 30, "sale_ends_at": until}
    regular = {"name": {"en": "Regular"}, "price_minor": 3200}
    seats = [
        {"name": {"en": "Front row"}, "price_minor": 4500, "capacity": 12},
        {"name": {"en": "Side"}, "price_minor": 3900},
    ]
    last = {"en": "Two chairs beside the stage, close enough to read the scores."}
    sell = partial(_add, api, event, "products", category_id=category)
    return {
        "Standard": sell("Standard", price_minor=3200, capacity=120, tiers=[early, regular]),
        "Balcony": sell("Balcony", price_minor=3900, capacity=40, tiers=seats, tier_mode="choice", max_per_order=6),
        "Last seats": sell("Last seats by the stage", price_minor=5900, capacity=2, description=last),
        "Children": sell("Children under 12", price_minor=0, capacity=30, max_per_order=4),
    }


def _extras(api: Api, event: str, category: str, tickets: dict[str, str]) -> None:
    sell = partial(_add, api, event, "products", category_id=category)
    shirt = {"price_minor": 1800, "capacity": 60, "description": {"en": "Organic cotton, in all sizes."}}
    sell("T-shirt", kind="add_on", requires=[tickets["Standard"], tickets["Balcony"]], max_per_required=2, **shirt)
    school = {"en": "All of it goes to the harbour's music school."}
    gift = {"price_minor": 200, "suggested_minor": [500, 1000, 2500], "tax_ids": [], "description": school}
    sell("Lessons for young musicians", kind="donation", **gift)
    backstage = sell("Backstage tour", kind="add_on", price_minor=1200, capacity=10, shown_to="code")
    api.call("POST", f"/events/{event}/codes", {"code": "BACKSTAGE", "unlocks": [backstage]})
    api.call("POST", f"/events/{event}/codes", {"code": "FRIENDS", "discount": "percent", "percent": "10"})


def _questions(api: Api, event: str) -> None:
    ways = {"friends": {"en": "From friends"}, "poster": {"en": "A poster"}, "other": {"en": "Something else"}}
    asked = {"kind": "dropdown", "scope": "order", "label": {"en": "How did you hear of the concert?"}, "choices": ways}
    heard = api.call("POST", f"/events/{event}/questions", asked)["id"]
    what = {"kind": "text", "scope": "order", "label": {"en": "What was it?"}, "asked_if": heard}
    api.call("POST", f"/events/{event}/questions", {**what, "asked_if_answers": ["other"]})


def add_concert(api: Api, organizer: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The main event, on sale, with the ids of its tickets by name."""
    paying = {
        "payment_methods": ["card", "paypal", "bank"],
        "offline": {"bank": {"instructions": BANK}},
        "billing": "optional",
    }
    concert = add_event(
        api, organizer, "Summer Night at the Harbour", evening(60, 18), 4, category="music", terms=TERMS, **paying
    )
    event = concert["id"]
    vat = _add(api, event, "taxes", "VAT", rate=VAT)
    _add(api, event, "fees", "Booking fee", amounts={"EUR": BOOKING_FEE}, tax_ids=[vat])
    tickets = _tickets(api, event, _add(api, event, "categories", "Concert"))
    extras = _add(api, event, "categories", "Extras", description={"en": "Pick them up at the door."})
    _extras(api, event, extras, tickets)
    _questions(api, event)
    return api.call("POST", f"/events/{event}/publish", {}), tickets


def add_walks(api: Api, organizer: str) -> None:
    """A series of twelve Sundays, of which one does not take place."""
    first = evening(7 + (6 - evening(7, 9).weekday()) % 7, 9)
    text = {"en": "<p>Two hours on foot through the old port, with stories behind closed gates. Sturdy shoes.</p>"}
    more = {"category": "community", "description": text}
    walk = add_event(api, organizer, "Sunday walk along the warehouses", first, 2, **more)
    event = walk["id"]
    _add(api, event, "products", "Place", price_minor=1200, capacity=20, max_per_order=6)
    rule = {"starts_at": first.isoformat(), "minutes": 120, "frequency": "weekly", "count": 12}
    api.call("POST", f"/events/{event}/occurrences", rule)
    api.call("POST", f"/events/{event}/publish", {})


def add_workshop(api: Api, organizer: str) -> None:
    """A draft that asks for each visitor's name, and looks at each order."""
    text = {"en": "<p>Build a small string instrument, and take it home. Tools and wood are there.</p>"}
    more = {"details_per": "ticket", "needs_approval": True, "category": "workshop", "description": text}
    workshop = add_event(api, organizer, "Instrument workshop (draft)", evening(75, 12), 3, **more)
    _add(api, workshop["id"], "products", "Place at the bench", price_minor=0, capacity=12)
    preset = {"preset": "diet", "scope": "ticket"}
    api.call("POST", f"/events/{workshop['id']}/questions", preset)
