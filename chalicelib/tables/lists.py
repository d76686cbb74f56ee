"""Lists of the one table, page by page: by an index, by several of its partitions merged, or by a partition's keys."""

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from chalicelib.kernel.config import config
from chalicelib.kernel.errors import Invalid
from chalicelib.tables.table import Item, Key, Row, batch_get, client

# index name → its two key attributes
INDEXES = {"by_owner": ("owner", "owner_sk"), "by_person": ("person", "person_sk"), "due": ("due", "due_sk")}

R = TypeVar("R", bound=Row)
T = TypeVar("T")


class WrongCursor(Invalid):
    """This cursor was not made here, or belongs to another list."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """A part of a list; `next` is the cursor of the following part, None at the end."""

    items: list[T]
    next: str | None


def partition_page(pk: str, after: str, since: str, limit: int, *, consistent: bool = False) -> list[Item]:
    """Up to `limit` items of one partition in key order: beyond the sort key `after`, or from `since` on."""
    condition, values = "pk = :pk", {":pk": {"S": pk}}
    if after or since:
        condition += " AND sk > :sk" if after else " AND sk >= :sk"
        values[":sk"] = {"S": after or since}
    answer = client().query(
        TableName=config().table,
        KeyConditionExpression=condition,
        ExpressionAttributeValues=values,
        Limit=limit,
        ConsistentRead=consistent,
    )
    return list(answer["Items"])


def index_keys(
    index: str, value: str, *, after: str = "", limit: int = 100, newest_first: bool = False
) -> list[tuple[str, Key]]:
    """(index sort key, table key) of up to `limit` rows, beyond the sort key `after` if given."""
    hash_name, range_name = INDEXES[index]
    condition, values = "#h = :h", {":h": {"S": value}}
    names = {"#h": hash_name}
    if after:
        condition += " AND #r < :r" if newest_first else " AND #r > :r"
        names["#r"] = range_name
        values[":r"] = {"S": after}
    answer = client().query(
        TableName=config().table,
        IndexName=index,
        KeyConditionExpression=condition,
        ExpressionAttributeNames=names,
        ExpressionAttributeValues=values,
        Limit=limit,
        ScanIndexForward=not newest_first,
    )
    return [(item[range_name]["S"], (item["pk"]["S"], item["sk"]["S"])) for item in answer["Items"]]


def merged_page(
    row: type[R],
    partitions: Sequence[str],
    cursor: str | None,
    limit: int,
    *,
    newest_first: bool,
    make: Callable[[R], T],
) -> Page[T]:
    """One page of a list that `by_owner` spreads over several partitions, merged by their common sort key.

    Each partition is asked for `limit` keys, the best `limit` of all are read: one query a partition and one
    batch read, whatever the list's length.
    """
    after = read_cursor(cursor, partitions[0])
    candidates = [
        found
        for value in partitions
        for found in index_keys("by_owner", value, after=after, limit=limit + 1, newest_first=newest_first)
    ]
    candidates.sort(key=lambda found: found[0], reverse=newest_first)
    chosen = candidates[:limit]
    rows = batch_get(row, [key for _, key in chosen])
    more = len(candidates) > limit
    return Page([make(found) for found in rows], make_cursor(partitions[0], chosen[-1][0]) if more else None)


def make_cursor(list_name: str, after: str) -> str:
    """An opaque word for "go on after this sort key of that list"."""
    return base64.urlsafe_b64encode(json.dumps([list_name, after]).encode()).decode().rstrip("=")


def read_cursor(cursor: str | None, list_name: str) -> str:
    """The sort key in a cursor, "" for none. Raises WrongCursor."""
    if not cursor:
        return ""
    try:
        name, after = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError) as error:
        raise WrongCursor(cursor="cannot be read") from error
    if name != list_name or not isinstance(after, str):
        raise WrongCursor(cursor="belongs to another list")
    return after


def every(part: Callable[[str | None], Page[T]]) -> Iterator[T]:
    """Every item of a list, page by page."""
    cursor = None
    while True:
        page = part(cursor)
        yield from page.items
        cursor = page.next
        if not cursor:
            return
