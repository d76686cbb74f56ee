"""Making events, changing them, moving them through their life, and who may see them."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.actions import rescheduling
from chalicelib.actions.connecting import check_can_charge
from chalicelib.actions.defaults import get_preferences, taxes_for
from chalicelib.domain import policies
from chalicelib.domain.accounts import Caller
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
    overtaken,
)
from chalicelib.domain.merchants import check_methods
from chalicelib.domain.organizers import OrganizerNotFound
from chalicelib.domain.reschedulings import of_event
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
from chalicelib.tables import accounts, events, facts, marks, organizers
from chalicelib.tables.catalogue import get_catalogue, new_part
from chalicelib.tables.commit import commit
from chalicelib.tables.lists import Page
from chalicelib.tables.merchants import get_merchant

ACCESS = "event-access"
_HAPPENED: dict[Move, type[Fact]] = {
    "publish": EventPublished,
    "postpone": EventPostponed,
    "resume": EventResumed,
    "cancel": EventCancelled,
    "archive": EventArchived,
}


def owned_event(event_id: str, caller: Caller) -> Event:
    """An event of the caller's account. Another tenant's event is not found, as if it did not exist.

    Raises EventNotFound, and Forbidden where the caller's permission holds elsewhere only.
    """
    event = events.get_event(event_id)
    if not caller.owns(event.account_id):
        raise EventNotFound()
    caller.check_place(event_id, event.organizer_id)
    return event


def owned_catalogue(event_id: str, caller: Caller) -> Catalogue:
    """The same with everything that it sells."""
    catalogue = get_catalogue(event_id)
    if not caller.owns(catalogue.event.account_id):
        raise EventNotFound()
    caller.check_place(event_id, catalogue.event.organizer_id)
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
    organizer = organizers.get_organizer(new["organizer_id"])
    if not caller.owns(organizer.account_id):
        raise OrganizerNotFound()
    caller.check_place(organizer.organizer_id)
    check_times(new["starts_at"], new["ends_at"])
    new = get_preferences(caller).fill(new)
    merchant = get_merchant(caller.account_id, consistent=False)
    methods = new["payment_methods"] or merchant.methods[:1]
    check_methods(methods, [], merchant)
    event_id = once.id("evt")
    event = Event(
        event_id=event_id,
        account_id=caller.account_id,
        organizer_name=organizer.name,
        slug=slug_of(pick(new["title"]), event_id),
        status="DRAFT",
        occurrence_id=occurrence_id_of(event_id, new["starts_at"]),
        created_at=now,
        changed_by=caller.user_id,
        **_stored({**new, "payment_methods": methods}),
    )
    taxes = [new_part(tax) for tax in taxes_for(event_id, caller)]
    fact = EventCreated(event_id, caller.account_id, event_id)
    try:
        commit([marks.new_mark(once, now), *events.new_event(event), *taxes], [fact], now=now, by=caller.user_id)
    except AlreadyDone:
        marks.check(once)
    return events.get_event(event_id)


def _stored(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as an event keeps them: of a password its hash, of a policy its rules in order. Raises WrongPolicy."""
    stored = {name: value for name, value in fields.items() if name != "password"}
    if "policy" in fields:
        stored["policy"] = policies.stored_of(fields["policy"])
    if "password" in fields:
        stored["access_hash"] = passwords.hash_password(fields["password"]) if fields["password"] else None
    return stored


def edit_event(event_id: str, version: int, edits: Mapping[str, Any], caller: Caller, now: datetime) -> Event:
    """Change some fields. Raises StaleEdit unless `version` is what is stored, ReadOnly."""
    event = owned_event(event_id, caller)
    check_editable(event)
    if event.version != version:
        raise _stale(event, version)
    if "payment_methods" in edits:
        check_methods(edits["payment_methods"], event.payment_methods, get_merchant(event.account_id))
    fields = _stored(edits)
    edited = replace(event, **fields, changed_by=caller.user_id)
    if "access_hash" in fields:
        edited = replace(edited, access_round=event.access_round + 1)
    check_times(edited.starts_at, edited.ends_at)
    changed = sorted(field for field, value in fields.items() if getattr(event, field) != value)
    fact = EventChanged(event_id, caller.account_id, event_id, {"fields": changed, "version": version + 1})
    moves, told = rescheduling.noted(of_event(event, edited, now), event.account_id)
    changes = [events.edited_event(edited), *events.lists_of(edited), *moves]
    try:
        commit(changes, [fact, *told], now=now, by=caller.user_id)
    except StaleEdit as error:
        raise _stale(events.get_event(event_id), version) from error
    return events.get_event(event_id)


def _stale(event: Event, version: int) -> StaleEdit:
    """Who saved the event after this version, and which fields they changed."""
    user = accounts.find_user(event.changed_by)
    later = [fact["data"] for fact in facts.list_of(event.event_id) if fact["data"].get("version", 0) > version]
    changed = {field for data in later for field in data["fields"]}
    return overtaken(user.name if user else "Somebody else", changed)


def move_event(event_id: str, move: Move, caller: Caller, once: Once, now: datetime) -> Event:
    """Publish, postpone, resume, cancel or archive; what is done already is left as it is. The page follows the fact.

    Raises MoveNotAllowed, NothingToSell, CardsNotReady, StaleEdit.
    """
    found = owned_catalogue(event_id, caller)
    if found.event.status == MOVES[move][1]:
        return found.event
    after = replace(moved(found.event, move), changed_by=caller.user_id)
    if move == "publish" and not found.products:
        raise NothingToSell()
    if move == "publish":
        check_can_charge(found, now)
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
    """The account's events, newest first.

    To whoever sees some only, a page with a status or a category may show fewer than it could: `next` says if there
    are more.
    """
    if caller.acts_everywhere:
        return events.list_events(caller.account_id, cursor, limit, status=status, category=category)
    page = events.list_at(caller.account_id, caller.places, cursor, limit)
    wanted = [one for one in page.items if status in (None, one.status) and category in (None, one.category)]
    return Page(wanted, page.next)


def list_public(now: datetime) -> list[Event]:
    """The next hundred live events, for the landing page."""
    return events.list_public(now, 100)
