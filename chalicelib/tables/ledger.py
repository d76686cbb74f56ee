"""The books as rows: written with what they note, never changed, listed by account and month."""

import dataclasses
import zlib
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from chalicelib.domain.ledger import Entry, TaxPart
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_new
from chalicelib.tables.lists import Page, merged_page
from chalicelib.tables.table import Item, Key, Row, batch_get, filled_values_of, noun_of

# Partitions a month: a sale of five hundred paid orders a second writes two or three entries for each.
_SPREAD = 4


class EntryRow(Row):
    """ORDER#o / LEDGER#… (of payouts ACCOUNT#a / LEDGER#…); by owner LEDGER#a#month#shard / time."""

    KIND = "LedgerEntry"
    entry_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    # `kind` is the row's own
    movement = UnicodeAttribute()
    amount_minor = IntegerAttribute()
    currency = UnicodeAttribute()
    at = InstantAttribute()
    provider = UnicodeAttribute()
    event_id = UnicodeAttribute(null=True)
    order_id = UnicodeAttribute(null=True)
    reference = UnicodeAttribute(null=True)
    method = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    note = UnicodeAttribute(null=True)
    taxes = JsonAttribute(null=True)


def _key(order_id: str, account_id: str, entry_id: str) -> Key:
    return f"ORDER#{order_id}" if order_id else f"ACCOUNT#{account_id}", f"LEDGER#{entry_id}"


def new_entry(entry: Entry) -> Change:
    """Noted once: raises AlreadyDone if it is in the books."""
    values = filled_values_of(entry, EntryRow, "kind", "taxes")
    row = EntryRow(
        *_key(entry.order_id, entry.account_id, entry.entry_id),
        movement=entry.kind,
        owner=_partition(entry.account_id, entry.at, zlib.crc32(entry.entry_id.encode()) % _SPREAD),
        owner_sk=f"{clock.to_text(entry.at)}#{entry.entry_id}",
        **values,
    )
    if entry.taxes:
        row.taxes = [list(dataclasses.astuple(tax)) for tax in entry.taxes]
    return put_new(row, AlreadyDone)


def _partition(account_id: str, month: datetime, shard: int) -> str:
    return f"LEDGER#{account_id}#{month:%Y-%m}#{shard}"


def entry_of(row: EntryRow) -> Entry:
    """The entry that a row holds."""
    return noun_of(Entry, row, kind=row.movement, taxes=[TaxPart(*tax) for tax in row.taxes or []])


def entries_in(items: list[Item]) -> list[Entry]:
    """The entries among an order's rows, oldest first."""
    return sorted((entry_of(EntryRow.of(item)) for item in items), key=lambda entry: (entry.at, entry.entry_id))


def list_entries(account_id: str, month: datetime, cursor: str | None, limit: int) -> Page[Entry]:
    """An account's entries of a month (UTC), newest first: one query a shard and one batch read."""
    partitions = [_partition(account_id, month, shard) for shard in range(_SPREAD)]
    return merged_page(EntryRow, partitions, cursor, limit, newest_first=True, make=entry_of)


def find_entries(keys: list[tuple[str, str, str]]) -> dict[str, Entry]:
    """Those of these entries (order id, account id, entry id) that are in the books: one batch read for a hundred."""
    rows = batch_get(EntryRow, [_key(*key) for key in keys])
    return {row.entry_id: entry_of(row) for row in rows}
