"""Events as rows, and the public list of those that are live."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, VersionAttribute

from chalicelib.domain.events import STATUSES, Category, Event, EventNotFound, EventStatus, StaleEdit
from chalicelib.domain.orders import OrderMoved
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone, Conflict
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_edited, put_new
from chalicelib.tables.lists import Page, index_keys, merged_page
from chalicelib.tables.table import Item, Row, batch_get, find, values_of

_PUBLIC_LIST = "LIVE"
_OTHER_PAGES = "UNLISTED"


class SlugTaken(Conflict):
    """Another event has this address already."""


class EventRow(Row):
    """EVENT#e / META, owned by its account (`ACCOUNT#a#EVENTS` or `#TEMPLATES` / time of creation), newest first."""

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
    occurrence_id = UnicodeAttribute()
    hold_minutes = IntegerAttribute()
    created_at = InstantAttribute()
    location = JsonAttribute(null=True)
    category = UnicodeAttribute(null=True)
    languages = JsonAttribute(null=True)
    visibility = UnicodeAttribute(null=True)
    access_hash = UnicodeAttribute(null=True)
    access_round = IntegerAttribute(null=True)
    orders_close_at = InstantAttribute(null=True)
    age_limit = IntegerAttribute(null=True)
    entry_requirements = JsonAttribute(null=True)
    must_confirm_entry = BooleanAttribute(null=True)
    terms = JsonAttribute(null=True)
    payment_methods = JsonAttribute(null=True)
    offline = JsonAttribute(null=True)
    needs_approval = BooleanAttribute(null=True)
    details_per = UnicodeAttribute(null=True)
    billing = UnicodeAttribute(null=True)
    has_auto_buy = BooleanAttribute(null=True)
    date_format = UnicodeAttribute(null=True)
    instalments = JsonAttribute(null=True)
    extra_currencies = JsonAttribute(null=True)
    policy = JsonAttribute()
    order_spread = IntegerAttribute()
    is_series = BooleanAttribute(null=True)
    changed_by = UnicodeAttribute(null=True)
    version = VersionAttribute()


class SlugRow(Row):
    """SLUG#slug / META: makes an event's address unique; while there is a page, it stands in LIVE or in UNLISTED."""

    KIND = "Slug"
    event_id = UnicodeAttribute()


class EventFilterRow(Row):
    """EVENT#e#FILTERS / STATUS and CATEGORY: the account's lists of one status, and of one category in it."""

    KIND = "EventFilter"
    event_id = UnicodeAttribute()


def _event_row(event: Event) -> EventRow:
    return EventRow(
        f"EVENT#{event.event_id}",
        "META",
        owner=_templates_of(event.account_id) if event.status == "TEMPLATE" else _events_of(event.account_id),
        owner_sk=_age(event),
        **values_of(event),
    )


def _events_of(account_id: str, *filters: str) -> str:
    return "#".join((f"ACCOUNT#{account_id}#EVENTS", *filters))


def _templates_of(account_id: str) -> str:
    return f"ACCOUNT#{account_id}#TEMPLATES"


def _age(event: Event) -> str:
    return f"{clock.to_text(event.created_at)}#{event.event_id}"


def new_event(event: Event) -> list[Change]:
    """An event, its address and its place in lists. The same request sent again raises AlreadyDone."""
    slug = SlugRow(f"SLUG#{event.slug}", "META", event_id=event.event_id)
    return [put_new(_event_row(event), AlreadyDone), put_new(slug, SlugTaken), *_filters(event)]


def new_template(event: Event) -> Change:
    """A template stands in a list of its own and needs no address."""
    return put_new(_event_row(event), AlreadyDone)


def edited_event(event: Event) -> Change:
    """An event's new details. Raises StaleEdit if somebody saved it since it was read."""
    return put_edited(_event_row(event), StaleEdit)


def not_called_off(event_id: str) -> Change:
    """The event still takes place at the moment of the commit. Raises OrderMoved."""
    return Change("check", EventRow(f"EVENT#{event_id}", "META"), OrderMoved, EventRow.status != "CANCELLED")


def lists_of(event: Event) -> list[Change]:
    """Where the event stands by what it is now: in the public list by its start, in its account's lists by age."""
    if event.status == "TEMPLATE":
        return []
    row = SlugRow(f"SLUG#{event.slug}", "META", event_id=event.event_id)
    if event.has_page:
        row.owner = _PUBLIC_LIST if event.is_listed else _OTHER_PAGES
        row.owner_sk = f"{clock.to_text(event.starts_at)}#{event.event_id}"
    return [Change("put", row, EventNotFound, SlugRow.event_id == event.event_id), *_filters(event)]


def _filters(event: Event) -> list[Change]:
    lists = {
        "STATUS": (event.status,),
        "CATEGORY": (event.status, event.category),
        "ORGANIZER": (event.organizer_id,),
        "ITSELF": (event.event_id,),
    }
    rows = [
        EventFilterRow(
            f"EVENT#{event.event_id}#FILTERS",
            name,
            owner=_events_of(event.account_id, *filters),
            owner_sk=_age(event),
            event_id=event.event_id,
        )
        for name, filters in lists.items()
    ]
    return [Change("put", row, EventNotFound) for row in rows]


def list_public(now: datetime, limit: int) -> list[Event]:
    """The live events that have not begun, soonest first."""
    keys = [key for _, key in index_keys("by_owner", _PUBLIC_LIST, after=clock.to_text(now), limit=limit)]
    slugs = batch_get(SlugRow, keys)
    return [event_of(row) for row in batch_get(EventRow, [(f"EVENT#{slug.event_id}", "META") for slug in slugs])]


def event_of(item: Item | EventRow) -> Event:
    """The event in this row. A row that is older than one of the fields has that field's default."""
    row = item if isinstance(item, EventRow) else EventRow.of(item)
    stored = {field.name: getattr(row, field.name) for field in fields(Event)}
    return Event(**{name: value for name, value in stored.items() if value is not None})


def get_event(event_id: str) -> Event:
    """Raises EventNotFound."""
    row = find(EventRow, f"EVENT#{event_id}", "META")
    if not row:
        raise EventNotFound()
    return event_of(row)


def list_events(
    account_id: str,
    cursor: str | None,
    limit: int,
    *,
    status: EventStatus | None = None,
    category: Category | None = None,
) -> Page[Event]:
    """An account's events, newest first: one query, or one for each status when only the category is given."""
    if not status and not category:
        return merged_page(EventRow, [_events_of(account_id)], cursor, limit, newest_first=True, make=event_of)
    statuses = [status] if status else [each for each in STATUSES if each != "TEMPLATE"]
    lists = [_events_of(account_id, each, *([category] if category else [])) for each in statuses]
    page = merged_page(EventFilterRow, lists, cursor, limit, newest_first=True, make=lambda row: row.event_id)
    rows = batch_get(EventRow, [(f"EVENT#{event_id}", "META") for event_id in page.items])
    return Page([event_of(row) for row in rows], page.next)


def list_at(account_id: str, places: Iterable[str], cursor: str | None, limit: int) -> Page[Event]:
    """The events of some organizers, and single events, newest first: one query for each of these places."""
    lists = [_events_of(account_id, place) for place in sorted(places)]
    page = merged_page(EventFilterRow, lists, cursor, limit, newest_first=True, make=lambda row: row.event_id)
    rows = batch_get(EventRow, [(f"EVENT#{event_id}", "META") for event_id in dict.fromkeys(page.items)])
    return Page([event_of(row) for row in rows], page.next)


def list_templates(account_id: str, cursor: str | None, limit: int) -> Page[Event]:
    """An account's templates, newest first."""
    return merged_page(EventRow, [_templates_of(account_id)], cursor, limit, newest_first=True, make=event_of)
