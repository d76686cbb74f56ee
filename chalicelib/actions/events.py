"""Making events, filling their catalogue and putting them on sale."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts import Caller, OrganizerNotFound
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.events import Event, EventNotFound, StaleEdit, check_publishable, check_times
from chalicelib.kernel import ids
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.facts import EventChanged, EventCreated, EventPublished
from chalicelib.kernel.once import Once
from chalicelib.kernel.text import pick
from chalicelib.tables import accounts, events, marks
from chalicelib.tables.catalogue import get_catalogue
from chalicelib.tables.commit import commit
from chalicelib.tables.table import Page

NO_REFUNDS_STATED: dict[str, Any] = {"version": 1, "refunds": "ask"}


def owned_event(event_id: str, caller: Caller) -> Event:
    """An event of the caller's account. Another tenant's event is not found, as if it did not exist."""
    event = events.get_event(event_id)
    if not caller.owns(event.account_id):
        raise EventNotFound()
    return event


def owned_catalogue(event_id: str, caller: Caller) -> Catalogue:
    """The same with everything that it sells."""
    catalogue = get_catalogue(event_id)
    if not caller.owns(catalogue.event.account_id):
        raise EventNotFound()
    return catalogue


def slug_of(title: str, event_id: str) -> str:
    """A readable and unique address: `summer-night-7k2q9x`."""
    words = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:60].strip("-")
    return f"{words or 'event'}-{event_id[-6:]}"


def create_event(new: Mapping[str, Any], caller: Caller, once: Once, now: datetime) -> Event:
    """A draft. `new` holds the checked fields of the request."""
    organizer = accounts.get_organizer(new["organizer_id"])
    if not caller.owns(organizer.account_id):
        raise OrganizerNotFound()
    check_times(new["starts_at"], new["ends_at"])
    event_id = once.id("evt")
    event = Event(
        event_id=event_id,
        account_id=caller.account_id,
        organizer_name=organizer.name,
        slug=slug_of(pick(new["title"]), event_id),
        status="DRAFT",
        occurrence_id=ids.derived("occ", event_id),
        created_at=now,
        policy=NO_REFUNDS_STATED,
        **new,
    )
    fact = EventCreated(event_id, caller.account_id, event_id)
    try:
        commit([marks.new_mark(once, now), *events.new_event(event)], [fact], now=now, by=caller.user_id)
    except AlreadyDone:
        marks.check(once)
    return events.get_event(event_id)


def edit_event(event_id: str, version: int, edits: Mapping[str, Any], caller: Caller, now: datetime) -> Event:
    """Change some fields. Raises StaleEdit unless `version` is what is stored."""
    event = owned_event(event_id, caller)
    if event.version != version:
        raise StaleEdit()
    edited = replace(event, **edits)
    check_times(edited.starts_at, edited.ends_at)
    changed = {name: value for name, value in edits.items() if getattr(event, name) != value}
    fact = EventChanged(event_id, caller.account_id, event_id, {"fields": sorted(changed)})
    listing = [events.listed(edited)] if edited.status == "LIVE" else []
    commit([events.edited_event(edited), *listing], [fact], now=now, by=caller.user_id)
    return events.get_event(event_id)


def publish_event(event_id: str, caller: Caller, once: Once, now: datetime) -> Event:
    """Put the event on sale; publishing a live event changes nothing. The page follows from the fact."""
    found = owned_catalogue(event_id, caller)
    if found.event.status == "LIVE":
        return found.event
    check_publishable(found.event, has_products=bool(found.products))
    live = replace(found.event, status="LIVE")
    changes = [marks.new_mark(once, now), events.edited_event(live), events.listed(live)]
    fact = EventPublished(event_id, caller.account_id, event_id)
    try:
        commit(changes, [fact], now=now, by=caller.user_id)
    except AlreadyDone:
        marks.check(once)
    return events.get_event(event_id)


def list_events(caller: Caller, cursor: str | None, limit: int) -> Page[Event]:
    """The account's events, newest first."""
    return events.list_events(caller.account_id, cursor, limit)


def list_public(now: datetime) -> list[Event]:
    """The next hundred live events, for the landing page."""
    return events.list_public(now, 100)
