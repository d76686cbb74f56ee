"""Waiting lists: an entry for each person who waits, and its place in the queue as a row beside all the others."""

from collections.abc import Iterator

from pynamodb.attributes import UnicodeAttribute, VersionAttribute

from chalicelib.domain.waitlist import Entry, EntryMoved, EntryNotFound, Place
from chalicelib.kernel import clock
from chalicelib.kernel.config import config
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute
from chalicelib.tables.changes import Change, put_edited, put_new
from chalicelib.tables.lists import Page, merged_page, partition_page
from chalicelib.tables.table import Row, client, filled_values_of, find, noun_of

_PLACES_AT_ONCE = 200


class EntryRow(Row):
    """WAIT#w / META, owned by its product's list (`EVENT#e#WAIT#product#occurrence` / time), found by person."""

    KIND = "WaitlistEntry"
    entry_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    product_id = UnicodeAttribute()
    occurrence_id = UnicodeAttribute()
    quantity = IntegerAttribute()
    name = UnicodeAttribute()
    email = UnicodeAttribute()
    language = UnicodeAttribute()
    joined_at = InstantAttribute()
    key = UnicodeAttribute()
    state = UnicodeAttribute()
    code = UnicodeAttribute(null=True)
    attempt = IntegerAttribute()
    order_id = UnicodeAttribute(null=True)
    card_id = UnicodeAttribute(null=True)
    version = VersionAttribute()


class PlaceRow(Row):
    """QUEUE#e#product#occurrence / time#w: read in order and consistently, which no index allows."""

    KIND = "Place"
    entry_id = UnicodeAttribute()
    joined_at = InstantAttribute()
    quantity = IntegerAttribute()


def _queue(event_id: str, product_id: str, occurrence_id: str) -> str:
    return f"QUEUE#{event_id}#{product_id}#{occurrence_id}"


def _list(event_id: str, product_id: str, occurrence_id: str) -> str:
    return f"EVENT#{event_id}#WAIT#{product_id}#{occurrence_id}"


def _place_sk(place: Place) -> str:
    return f"{clock.to_text(place.joined_at)}#{place.entry_id}"


def _place(entry: Entry) -> PlaceRow:
    place = entry.place
    return PlaceRow(
        _queue(entry.event_id, entry.product_id, entry.occurrence_id),
        _place_sk(place),
        entry_id=place.entry_id,
        joined_at=place.joined_at,
        quantity=place.quantity,
    )


def _row(entry: Entry) -> EntryRow:
    return EntryRow(
        f"WAIT#{entry.entry_id}",
        "META",
        owner=_list(entry.event_id, entry.product_id, entry.occurrence_id),
        owner_sk=_place_sk(entry.place),
        person=f"PERSON#{entry.person}",
        person_sk=entry.entry_id,
        **filled_values_of(entry, EntryRow, "person"),
    )


def joined(entry: Entry) -> list[Change]:
    """Somebody joins. Raises AlreadyDone if this person is on the list, or was."""
    return [put_new(_row(entry), AlreadyDone), put_new(_place(entry), AlreadyDone)]


def joined_again(entry: Entry) -> list[Change]:
    """Somebody who was on the list joins at its end. Raises EntryMoved."""
    return [put_edited(_row(entry), EntryMoved), put_new(_place(entry), AlreadyDone)]


def edited_entry(entry: Entry) -> Change:
    """What has become of an entry. Raises EntryMoved if somebody changed it since it was read."""
    return put_edited(_row(entry), EntryMoved)


def out_of_queue(entry: Entry) -> Change:
    """Its place is free; exactly once is the entry's version to ensure, in the same commit."""
    return Change("delete", _place(entry), EntryMoved)


def get_entry(entry_id: str) -> Entry:
    """Raises EntryNotFound."""
    row = find(EntryRow, f"WAIT#{entry_id}", "META")
    if not row:
        raise EntryNotFound()
    return _entry(row)


def _entry(row: EntryRow) -> Entry:
    return noun_of(Entry, row, person=row.person.partition("#")[2])


def queue(event_id: str, product_id: str, occurrence_id: str) -> Iterator[Place]:
    """Who waits, in the order of joining; read on as far as it is asked for."""
    name, after = _queue(event_id, product_id, occurrence_id), ""
    while True:
        items = partition_page(name, after, "", _PLACES_AT_ONCE, consistent=True)
        yield from (noun_of(Place, PlaceRow.of(item)) for item in items)
        if len(items) < _PLACES_AT_ONCE:
            return
        after = items[-1]["sk"]["S"]


def count_before(entry: Entry) -> int:
    """How many wait before this entry. What one query counts: a megabyte, some eight thousand places."""
    answer = client().query(
        TableName=config().table,
        KeyConditionExpression="pk = :pk AND sk < :sk",
        ExpressionAttributeValues={
            ":pk": {"S": _queue(entry.event_id, entry.product_id, entry.occurrence_id)},
            ":sk": {"S": _place_sk(entry.place)},
        },
        Select="COUNT",
    )
    return int(answer["Count"])


def list_entries(event_id: str, product_id: str, occurrence_id: str, cursor: str | None, limit: int) -> Page[Entry]:
    """Everybody who ever waited for this, in the order of joining."""
    partitions = [_list(event_id, product_id, occurrence_id)]
    return merged_page(EntryRow, partitions, cursor, limit, newest_first=False, make=_entry)
