"""Entries of the audit log: an account's facts, newest first, by the key that comes closest to what is looked for.

What one member or key has done, and what has happened to one noun, are lists of their own. A type is looked for in
the list that is read anyway, a bounded stretch a call: a page may be short, or empty, and still have a `next`.
"""

from collections.abc import Iterator

from chalicelib.domain.audit import Entry, Wanted
from chalicelib.domain.envelopes import type_of
from chalicelib.kernel import clock, ids
from chalicelib.kernel.config import config
from chalicelib.tables.facts import FEED_SPREAD, FactRow, doings_name, feed_name
from chalicelib.tables.lists import Page, index_keys, make_cursor, read_cursor
from chalicelib.tables.table import Key, batch_get, client

_AT_ONCE = 100
_ROUNDS = 5
_Found = tuple[str, Key]  # (place in the list, where the fact lies)


def entry_of(row: FactRow) -> Entry:
    """The fact in this row, as the audit log shows it."""
    return Entry(
        fact_id=row.sk,
        name=row.name,
        subject=row.subject,
        account_id=row.account_id,
        event_id=row.event_id or "",
        at=row.at,
        by=row.by,
        details=row.data or {},
        changes=row.changes or [],
        operation=row.operation or "",
        session_id=row.session_id or "",
        origin_id=row.origin_id or "",
    )


def list_entries(account_id: str, wanted: Wanted, cursor: str | None, limit: int) -> Page[Entry]:
    """Up to `limit` entries, newest first."""
    name = _list_of(account_id, wanted)
    after, first = _bounds(wanted)
    after = read_cursor(cursor, name) or after
    found: list[Entry] = []
    for _ in range(_ROUNDS):
        keys = _newest(account_id, wanted, after)
        for place, entry in _read(keys):
            if place < first:
                return Page(found, None)
            after = place
            if entry.account_id == account_id and wanted.takes(entry, type_of(entry.name)):
                found.append(entry)
            if len(found) == limit:
                return Page(found, make_cursor(name, after))
        if len(keys) < _AT_ONCE:
            return Page(found, None)
    return Page(found, make_cursor(name, after))


def _list_of(account_id: str, wanted: Wanted) -> str:
    """Which list is read: a noun's, a doer's, or the account's own."""
    if wanted.subject:
        return f"LOG#{wanted.subject}"
    return doings_name(account_id, wanted.by) if _is_doer(wanted) else feed_name(account_id, 0)


def _is_doer(wanted: Wanted) -> bool:
    return wanted.by.startswith(("usr_", "key_"))


def _bounds(wanted: Wanted) -> tuple[str, str]:
    """Beyond which place to begin, and before which to end."""
    until, since = wanted.until, wanted.since
    if wanted.subject:
        return (
            ids.sortable_floor("fct", until) if until else "",
            ids.sortable_floor("fct", since) if since else "",
        )
    return clock.to_text(until) if until else "", clock.to_text(since) if since else ""


def _newest(account_id: str, wanted: Wanted, after: str) -> list[_Found]:
    if wanted.subject:
        return _of_subject(wanted.subject, after)
    if _is_doer(wanted):
        doings = doings_name(account_id, wanted.by)
        return index_keys("by_person", doings, after=after, limit=_AT_ONCE, newest_first=True)
    found = [
        key
        for shard in range(FEED_SPREAD)
        for key in index_keys("by_owner", feed_name(account_id, shard), after=after, limit=_AT_ONCE, newest_first=True)
    ]
    return sorted(found, reverse=True)[:_AT_ONCE]


def _of_subject(subject: str, after: str) -> list[_Found]:
    condition, values = "pk = :pk", {":pk": {"S": f"LOG#{subject}"}}
    if after:
        condition, values = "pk = :pk AND sk < :sk", values | {":sk": {"S": after}}
    answer = client().query(
        TableName=config().table,
        KeyConditionExpression=condition,
        ExpressionAttributeValues=values,
        ProjectionExpression="pk, sk",
        Limit=_AT_ONCE,
        ScanIndexForward=False,
    )
    return [(item["sk"]["S"], (item["pk"]["S"], item["sk"]["S"])) for item in answer["Items"]]


def _read(keys: list[_Found]) -> Iterator[tuple[str, Entry]]:
    rows = {(row.pk, row.sk): row for row in batch_get(FactRow, [key for _, key in keys])}
    return ((place, entry_of(rows[key])) for place, key in keys if key in rows)
