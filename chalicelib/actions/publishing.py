"""The public pages of an event: rendered on each change, served without a function."""

from chalicelib.gateways import files


def publish_page(slug: str, html: str) -> None:
    """Put an event's page where buyers find it, and make the CDN forget the old one."""
    path = f"e/{slug}/index.html"
    files.publish(path, html)
    files.forget_cached(path)


def publish_listing(json: str) -> None:
    """The list of live events that the landing page shows."""
    files.publish("events.json", json, "application/json")
