"""The public pages of an event: rendered on each change, served without a function."""

from datetime import datetime

from chalicelib.domain.showcase import Showcase
from chalicelib.gateways import files
from chalicelib.tables import shown
from chalicelib.tables.commit import commit


def publish_page(found: Showcase, html: str, now: datetime) -> None:
    """Put an event's page where buyers find it, make the CDN forget the old one, and note what it says is sold out."""
    event = found.catalogue.event
    path = f"e/{event.slug}/index.html"
    files.publish(path, html)
    files.forget_cached(path)
    commit([shown.shown(event.event_id, found.sold_out)], [], now=now, by="pages")


def publish_listing(json: str) -> None:
    """The list of live events that the landing page shows."""
    files.publish("events.json", json, "application/json")
