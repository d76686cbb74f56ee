"""Facts of an account, oldest first, as somebody reads on who has read so far before.

A fact's place in the feed is when it was written, not when it happened: nothing appears before a place that was read
already, once the slowest writer has finished (`SETTLED`). The index costs what it cost before: one write a fact.
"""

from datetime import datetime, timedelta

from chalicelib.domain.envelopes import Recorded
from chalicelib.kernel import clock
from chalicelib.tables.facts import FEED_SPREAD, FactRow, feed_name
from chalicelib.tables.lists import Page, index_keys, make_cursor, read_cursor
from chalicelib.tables.table import Item, Key, batch_get

# Longer than a request may take (28 s): what is older than that is complete.
SETTLED = timedelta(seconds=30)


def recorded(row: FactRow) -> Recorded:
    """The fact in this row."""
    return Recorded(
        fact_id=row.sk,
        name=row.name,
        version=int(row.version),
        subject=row.subject,
        account_id=row.account_id,
        event_id=row.event_id or "",
        at=row.at,
        data=row.data or {},
    )


def fact_key(subject: str, fact_id: str) -> Key:
    """Where a fact lies."""
    return f"LOG#{subject}", fact_id


def fact_in(items: dict[str, list[Item]]) -> Recorded | None:
    """The fact among rows by kind."""
    rows = [FactRow.of(item) for item in items.get(FactRow.KIND, [])]
    return recorded(rows[0]) if rows else None


def read_feed(
    account_id: str, cursor: str | None, limit: int, *, until: datetime, since: datetime | None = None
) -> Page[Recorded]:
    """Up to `limit` facts that were written before `until`, beyond `cursor`, else from `since` on.

    `next` is where to read on; it is None only when nothing has been read so far and nothing is there.
    """
    lists = [feed_name(account_id, shard) for shard in range(FEED_SPREAD)]
    after = read_cursor(cursor, lists[0]) or (clock.to_text(since) if since else "")
    end = clock.to_text(until)
    keys = [found for name in lists for found in index_keys("by_owner", name, after=after, limit=limit)]
    chosen = sorted(found for found in keys if found[0] < end)[:limit]
    rows = batch_get(FactRow, [key for _, key in chosen])
    return Page([recorded(row) for row in rows], make_cursor(lists[0], chosen[-1][0]) if chosen else cursor)
