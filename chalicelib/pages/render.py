"""Renders the published pages: static HTML that can be read without script and sells with a small one."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.kernel.clock import from_text
from chalicelib.kernel.text import direction, pick
from chalicelib.kernel.wall_clock import span
from chalicelib.pages import offers, wording
from chalicelib.pages.structured import event_data, organizer_data

if TYPE_CHECKING:
    from jinja2 import Environment

    from chalicelib.domain.organizers import Organizer

HERE = Path(__file__).parent


@cache
def built_assets() -> dict[str, Any]:
    """The hashed names and the style that the web build (`npm run build` in web/) left for us."""
    assets: dict[str, Any] = json.loads((HERE / "assets.json").read_text("utf-8"))
    return assets


@cache
def _environment() -> Environment:
    # Imported here: a worker that publishes no page need not pay for it.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False}
    environment.filters |= {"text": pick, "direction": direction, "groups": offers.groups, "offers": offers.offers}
    environment.filters |= {"order_fees": offers.order_fees, "refund_terms": offers.refund_terms}
    return environment


def event_page(
    event: dict[str, Any],
    *,
    base_url: str,
    organizer_url: str = "",
    language: str = "en",
    assets: dict[str, Any] | None = None,
) -> str:
    """The page of a published event.

    `event` is the public event as the API answers it; `base_url` is the site's origin without a slash at the end,
    `organizer_url` the organizer's own page, if everybody may find it.
    """
    canonical = f"{base_url}/e/{event['slug']}/"
    return (
        _environment()
        .get_template("event.html")
        .render(
            event=event,
            language=language,
            assets=assets or built_assets(),
            base_url=base_url,
            canonical=canonical,
            title=pick(event["title"], language),
            summary=wording.summary(pick(event["description"], language)),
            when=span(
                from_text(event["starts_at"]), from_text(event["ends_at"]), event["timezone"], event["date_format"]
            ),
            banner=wording.BANNERS.get(event["status"]),
            place=wording.place(event["location"]),
            organizer_url=organizer_url,
            structured=event_data(event, canonical, organizer_url, language),
        )
    )


def organizer_page(
    organizer: Organizer,
    upcoming: list[dict[str, Any]],
    past: list[dict[str, Any]],
    *,
    base_url: str,
    language: str = "en",
    assets: dict[str, Any] | None = None,
) -> str:
    """The page of an organizer: who they are, how to reach them, what is to come and what is over."""
    bio = pick(organizer.bio, language) if organizer.bio else ""
    canonical = f"{base_url}/o/{organizer.slug}/"
    return (
        _environment()
        .get_template("organizer.html")
        .render(
            organizer=organizer,
            bio=bio,
            summary=wording.summary(bio) or f"Events of {organizer.name}.",
            address=wording.organizer_address(organizer.address),
            links=[(wording.host(link), link) for link in filter(None, [organizer.website, *organizer.links])],
            upcoming=upcoming,
            past=past,
            canonical=canonical,
            structured=organizer_data(organizer, canonical),
            base_url=base_url,
            language=language,
            assets=assets or built_assets(),
        )
    )


def locked_page(
    event_id: str, title: str, *, base_url: str, language: str = "en", assets: dict[str, Any] | None = None
) -> str:
    """The page of a private event: its title, and where its script asks for the password. Nothing else is in it."""
    return (
        _environment()
        .get_template("locked.html")
        .render(event_id=event_id, title=title, base_url=base_url, language=language, assets=assets or built_assets())
    )
