"""Events as rows, and the public list of those that are live."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute, VersionAttribute

from chalicelib.domain.events import Event, EventNotFound, StaleEdit
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone, Conflict
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute, JsonAttribute
from chalicelib.tables.commit import Change, put_edited, put_new
from chalicelib.tables.table import (
    Item,
    Page,
    Row,
    batch_get,
    find,
    index_keys,
    merged_page,
    noun_of,
    values_of,
)

_PUBLIC_LIST = "LIVE"


class SlugTaken(Conflict):
    """Another event has this address already."""


class EventRow(Row):
    """EVENT#e / META, owned by its account (`A#a#EVENTS` / start) so that one list shows all organizers' events."""

    KIND = "Event"
    event_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    organizer_id = UnicodeAttribute()
    organizer_name = UnicodeAttribute()
    slug = UnicodeAttribute()
    status = UnicodeAttribute()
    title = JsonAttribute()
    description = JsonAttribute()
    starts_at = InstantAttribute()
    ends_at = InstantAttribute()
    timezone = UnicodeAttribute()
    currency = UnicodeAttribute()
    venue = JsonAttribute(null=True)
    occurrence_id = UnicodeAttribute()
    hold_minutes = IntegerAttribute()
    created_at = InstantAttribute()
    policy = JsonAttribute()
    order_spread = IntegerAttribute()
    version = VersionAttribute()


class SlugRow(Row):
    """SLUG#slug / META: makes an event's address unique; while the event is live, it stands in the public list."""

    KIND = "Slug"
    event_id = UnicodeAttribute()


def _event_row(event: Event) -> EventRow:
    return EventRow(
        f"EVENT#{event.event_id}",
        "META",
        owner=f"ACCOUNT#{event.account_id}#EVENTS",
        owner_sk=f"{clock.to_text(event.created_at)}#{event.event_id}",
        **values_of(event),
    )


def new_event(event: Event) -> list[Change]:
    """An event and its address. The same request sent again raises AlreadyDone."""
    slug = SlugRow(f"SLUG#{event.slug}", "META", event_id=event.event_id)
    return [put_new(_event_row(event), AlreadyDone), put_new(slug, SlugTaken)]


def edited_event(event: Event) -> Change:
    """An event's new details. Raises StaleEdit if somebody saved it since it was read."""
    return put_edited(_event_row(event), StaleEdit)


def listed(event: Event) -> Change:
    """A live event stands in the public list, by its start."""
    row = SlugRow(
        f"SLUG#{event.slug}",
        "META",
        event_id=event.event_id,
        owner=_PUBLIC_LIST,
        owner_sk=f"{clock.to_text(event.starts_at)}#{event.event_id}",
    )
    return Change("put", row, EventNotFound, SlugRow.event_id == event.event_id)


def list_public(now: datetime, limit: int) -> list[Event]:
    """The live events that have not begun, soonest first."""
    keys = [key for _, key in index_keys("by_owner", _PUBLIC_LIST, after=clock.to_text(now), limit=limit)]
    slugs = batch_get(SlugRow, keys)
    return [event_of(row) for row in batch_get(EventRow, [(f"EVENT#{slug.event_id}", "META") for slug in slugs])]


def event_of(item: Item | EventRow) -> Event:
    """The event in this row."""
    row = item if isinstance(item, EventRow) else EventRow.of(item)
    return noun_of(Event, row)


def get_event(event_id: str) -> Event:
    """Raises EventNotFound."""
    row = find(EventRow, f"EVENT#{event_id}", "META")
    if not row:
        raise EventNotFound()
    return event_of(row)


def list_events(account_id: str, cursor: str | None, limit: int) -> Page[Event]:
    """An account's events, newest first."""
    return merged_page(EventRow, [f"ACCOUNT#{account_id}#EVENTS"], cursor, limit, newest_first=True, make=event_of)
