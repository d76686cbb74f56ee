"""Events made of events: a duplicate, a template, an event out of a template."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.actions.events import owned_catalogue, owned_event, slug_of
from chalicelib.domain.accounts import Caller
from chalicelib.domain.catalogue import Pool
from chalicelib.domain.copies import EVERYTHING, CopiedPart, copied_catalogue, copied_dates, copied_event
from chalicelib.domain.events import Event, EventNotFound, EventStatus
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.facts import EventCreated, Fact, TemplateSaved
from chalicelib.kernel.once import Once
from chalicelib.kernel.text import Texts, pick
from chalicelib.tables import events, marks, occurrences, pools
from chalicelib.tables.catalogue import new_part
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.lists import Page

_CHANGES_IN_A_COMMIT = 90


@dataclass(frozen=True)
class Wish:
    """What the copy shall be; without a title or a start it has its source's."""

    title: Texts | None
    starts_at: datetime | None = None
    parts: Collection[CopiedPart] = EVERYTHING


def duplicate(event_id: str, wish: Wish, caller: Caller, once: Once, now: datetime) -> Event:
    """A draft made of an event or of a template."""
    return _copy(event_id, wish, "DRAFT", caller, once, now)


def save_template(event_id: str, wish: Wish, caller: Caller, once: Once, now: datetime) -> Event:
    """A template of the account, made of an event."""
    return _copy(event_id, wish, "TEMPLATE", caller, once, now)


def use_template(template_id: str, wish: Wish, caller: Caller, once: Once, now: datetime) -> Event:
    """A draft made of a template. Raises EventNotFound for an event that is none."""
    if owned_event(template_id, caller).status != "TEMPLATE":
        raise EventNotFound()
    return _copy(template_id, wish, "DRAFT", caller, once, now)


def list_templates(caller: Caller, cursor: str | None, limit: int) -> Page[Event]:
    """The account's templates, newest first."""
    return events.list_templates(caller.account_id, cursor, limit)


def _copy(event_id: str, wish: Wish, status: EventStatus, caller: Caller, once: Once, now: datetime) -> Event:
    """The event comes last: what is found by its id is complete. A repeat goes on where the first try broke off."""
    source = owned_catalogue(event_id, caller)
    new_id = once.id("evt")
    starts_at = wish.starts_at or source.event.starts_at
    copy = copied_event(
        source.event,
        event_id=new_id,
        slug=slug_of(pick(wish.title or source.event.title), new_id),
        status=status,
        title=wish.title,
        starts_at=starts_at,
        parts=wish.parts,
        now=now,
    )
    copy = replace(copy, changed_by=caller.user_id)
    parts = copied_catalogue(source, new_id, starts_at, wish.parts)
    shards = [shard for part in parts if isinstance(part, Pool) for shard in pools.new_shards(part)]
    days = occurrences.every_occurrence(event_id) if source.event.is_series else iter(())
    dates = copied_dates(source, days, new_id, starts_at, wish.parts)
    _write_in_batches([*map(new_part, parts), *shards, *occurrences.new_occurrences(dates)], caller, now)
    is_template = status == "TEMPLATE"
    made = [events.new_template(copy)] if is_template else events.new_event(copy)
    happened: type[Fact] = TemplateSaved if is_template else EventCreated
    fact = happened(new_id, caller.account_id, new_id, {"copy_of": event_id})
    try:
        commit([marks.new_mark(once, now), *made], [fact], now=now, by=caller.user_id)
    except AlreadyDone:
        marks.check(once)
    return events.get_event(new_id)


def _write_in_batches(changes: Sequence[Change], caller: Caller, now: datetime) -> None:
    for start in range(0, len(changes), _CHANGES_IN_A_COMMIT):
        try:
            commit(changes[start : start + _CHANGES_IN_A_COMMIT], [], now=now, by=caller.user_id)
        except AlreadyDone:
            continue
