"""Events and their catalogue as rows: one query of `EVENT#e` brings all of it."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute, VersionAttribute

from chalicelib.domain.catalogue import Catalogue, Event, EventNotFound, Pool, Product, StaleEdit
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
    partition,
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


class ProductRow(Row):
    """EVENT#e / PRODUCT#p."""

    KIND = "Product"
    product_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    name = JsonAttribute()
    description = JsonAttribute()
    price_minor = IntegerAttribute()
    pool_ids = JsonAttribute()
    min_per_order = IntegerAttribute()
    max_per_order = IntegerAttribute()
    sale_starts_at = InstantAttribute(null=True)
    sale_ends_at = InstantAttribute(null=True)
    position = IntegerAttribute()
    version = VersionAttribute()


class PoolRow(Row):
    """EVENT#e / POOL#p: the limit; the free units lie in the shards."""

    KIND = "Pool"
    pool_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    capacity = IntegerAttribute()
    shards = IntegerAttribute()


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
    return [_event(row) for row in batch_get(EventRow, [(f"EVENT#{slug.event_id}", "META") for slug in slugs])]


def new_product(product: Product) -> Change:
    """A product joins the catalogue."""
    row = ProductRow(f"EVENT#{product.event_id}", f"PRODUCT#{product.product_id}", **values_of(product))
    return put_new(row, AlreadyDone)


def new_pool(pool: Pool) -> Change:
    """A pool's limit; `pools.new_shards` holds its units."""
    return put_new(PoolRow(f"EVENT#{pool.event_id}", f"POOL#{pool.pool_id}", **values_of(pool)), AlreadyDone)


def _event(item: Item | EventRow) -> Event:
    row = item if isinstance(item, EventRow) else EventRow.of(item)
    return noun_of(Event, row)


def get_event(event_id: str) -> Event:
    """Raises EventNotFound."""
    row = find(EventRow, f"EVENT#{event_id}", "META")
    if not row:
        raise EventNotFound()
    return _event(row)


def get_catalogue(event_id: str, *, consistent: bool = True) -> Catalogue:
    """The event with all that is on sale, in one query. Raises EventNotFound."""
    kinds = partition(f"EVENT#{event_id}", consistent=consistent)
    if EventRow.KIND not in kinds:
        raise EventNotFound()
    products = [noun_of(Product, ProductRow.of(item)) for item in kinds.get(ProductRow.KIND, [])]
    pools = [noun_of(Pool, PoolRow.of(item)) for item in kinds.get(PoolRow.KIND, [])]
    products.sort(key=lambda product: (product.position, product.product_id))
    return Catalogue(_event(kinds[EventRow.KIND][0]), products, {pool.pool_id: pool for pool in pools})


def list_events(account_id: str, cursor: str | None, limit: int) -> Page[Event]:
    """An account's events, newest first."""
    return merged_page(EventRow, [f"ACCOUNT#{account_id}#EVENTS"], cursor, limit, newest_first=True, make=_event)
