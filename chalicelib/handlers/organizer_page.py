"""An organizer's page out of the domain's nouns."""

from typing import Any

from chalicelib.domain.events import Event
from chalicelib.domain.organizers import Organizer, Programme
from chalicelib.kernel.config import config
from chalicelib.kernel.text import pick
from chalicelib.kernel.wall_clock import span

_STATES = {"POSTPONED": "Postponed"}


def page(organizer: Organizer, listed: Programme) -> str:
    """The HTML, in the language that the bio begins with."""
    from chalicelib.pages import render

    language = next(iter(organizer.bio), "en")
    return render.organizer_page(
        organizer,
        [_shown(event, language) for event in listed.upcoming],
        [_shown(event, language) for event in listed.past],
        base_url=config().base_url,
        language=language,
    )


def _shown(event: Event, language: str) -> dict[str, Any]:
    place = event.location or {}
    return {
        "title": pick(event.title, language),
        "url": f"/e/{event.slug}/",
        "when": span(event.starts_at, event.ends_at, event.timezone, event.date_format),
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "place": "Online" if place.get("kind") == "online" else place.get("name", ""),
        "state": _STATES.get(event.status, ""),
    }
