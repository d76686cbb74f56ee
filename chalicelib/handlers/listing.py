"""What is on sale, as anybody may see it."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import products
from chalicelib.domain.events import EventNotFound
from chalicelib.handlers.models.listing import PublicEvent
from chalicelib.handlers.publication import public_event
from chalicelib.handlers.route import Answer, route

routes = Blueprint(__name__)


@route(routes, "GET", "/public/events/{event_id}", allow="public", refusals=(EventNotFound,))
def get_public_event(event_id: str, now: datetime) -> Answer[PublicEvent]:
    """A live event as anybody may see it. CDN and browser may keep it for a second."""
    event, stock = products.get_public(event_id)
    body = public_event(event, stock, now)
    return Answer(body, {"Cache-Control": "public, max-age=1"})
