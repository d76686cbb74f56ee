"""Making events, changing them, moving them through their life, and who may see them."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.actions.defaults import taxes_for
from chalicelib.domain.accounts import Caller, OrganizerNotFound
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.events import (
    MOVES,
    AccessNeeded,
    Category,
    Event,
    EventNotFound,
    EventStatus,
    Move,
    NothingToSell,
    StaleEdit,
    check_editable,
    check_times,
    moved,
)
from chalicelib.domain.series import occurrence_id_of
from chalicelib.gateways import passes, passwords
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.facts import (
    EventArchived,
    EventCancelled,
    EventChanged,
    EventCreated,
    EventPostponed,
    EventPublished,
    EventResumed,
    Fact,
)
from chalicelib.kernel.once import Once
from chalicelib.kernel.text import pick
from chalicelib.tables import accounts, events, facts, marks
from chalicelib.tables.catalogue import get_catalogue, new_part
from chalicelib.tables.commit import commit
from chalicelib.tables.lists import Page

NO_REFUNDS_STATED: dict[str, Any] = {"version": 1, "refunds": "ask"}
ACCESS = "event-access"
_HAPPENED: dict[Move, type[Fact]] = {
    "publish": EventPublished,
    "postpone": EventPostponed,
    "resume": EventResumed,
    "cancel": EventCancelled,
    "archive": EventArchived,
}


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


def access_subject(event: Event) -> str:
    """What a pass into a private event is made for: a new password ends every pass that was given out before."""
    return f"{event.event_id}#{event.access_round}"


def check_access(event: Event, token: str, now: datetime) -> None:
    """Whether somebody with this token ("" for none) may see the event. Raises EventNotFound, AccessNeeded."""
    if not event.has_page:
        raise EventNotFound()
    if event.visibility == "private" and not passes.is_pass(ACCESS, access_subject(event), token, now):
        raise AccessNeeded()


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
        occurrence_id=occurrence_id_of(event_id, new["starts_at"]),
        created_at=now,
        policy=NO_REFUNDS_STATED,
        changed_by=caller.user_id,
        **_with_hash(new),
    )
    taxes = [new_part(tax) for tax in taxes_for(event_id, caller)]
    fact = EventCreated(event_id, caller.account_id, event_id)
    try:
        commit([marks.new_mark(once, now), *events.new_event(event), *taxes], [fact], now=now, by=caller.user_id)
    except AlreadyDone:
        marks.check(once)
    return events.get_event(event_id)


def _with_hash(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with what is stored of a password in place of the password."""
    stored = {name: value for name, value in fields.items() if name != "password"}
    if "password" in fields:
        stored["access_hash"] = passwords.hash_password(fields["password"]) if fields["password"] else None
    return stored


def edit_event(event_id: str, version: int, edits: Mapping[str, Any], caller: Caller, now: datetime) -> Event:
    """Change some fields. Raises StaleEdit unless `version` is what is stored, ReadOnly."""
    event = owned_event(event_id, caller)
    check_editable(event)
    if event.version != version:
        raise _stale(event, version)
    fields = _with_hash(edits)
    edited = replace(event, **fields, changed_by=caller.user_id)
    if "access_hash" in fields:
        edited = replace(edited, access_round=event.access_round + 1)
    check_times(edited.starts_at, edited.ends_at)
    changed = sorted(field for field, value in fields.items() if getattr(event, field) != value)
    fact = EventChanged(event_id, caller.account_id, event_id, {"fields": changed, "version": version + 1})
    try:
        commit([events.edited_event(edited), *events.lists_of(edited)], [fact], now=now, by=caller.user_id)
    except StaleEdit as error:
        raise _stale(events.get_event(event_id), version) from error
    return events.get_event(event_id)


def _stale(event: Event, version: int) -> StaleEdit:
    """Who saved the event after this version, and which fields they changed."""
    user = accounts.find_user(event.changed_by)
    who = user.name if user else "Somebody else"
    later = [fact["data"] for fact in facts.list_of(event.event_id) if fact["data"].get("version", 0) > version]
    changed = {field for data in later for field in data["fields"]}
    sentence = f"{who} has saved this in the meantime. Load it again and repeat your change."
    return StaleEdit(sentence, **dict.fromkeys(sorted(changed), f"was changed by {who}"))


def move_event(event_id: str, move: Move, caller: Caller, once: Once, now: datetime) -> Event:
    """Publish, postpone, resume, cancel or archive; what is done already is left as it is. The page follows the fact.

    Raises MoveNotAllowed, NothingToSell, StaleEdit.
    """
    found = owned_catalogue(event_id, caller)
    if found.event.status == MOVES[move][1]:
        return found.event
    after = replace(moved(found.event, move), changed_by=caller.user_id)
    if move == "publish" and not found.products:
        raise NothingToSell()
    changes = [marks.new_mark(once, now), events.edited_event(after), *events.lists_of(after)]
    fact = _HAPPENED[move](event_id, caller.account_id, event_id)
    try:
        commit(changes, [fact], now=now, by=caller.user_id)
    except AlreadyDone:
        marks.check(once)
    return events.get_event(event_id)


def list_events(
    caller: Caller, cursor: str | None, limit: int, status: EventStatus | None, category: Category | None
) -> Page[Event]:
    """The account's events, newest first."""
    return events.list_events(caller.account_id, cursor, limit, status=status, category=category)


def list_public(now: datetime) -> list[Event]:
    """The next hundred live events, for the landing page."""
    return events.list_public(now, 100)
