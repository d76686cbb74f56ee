"""The one table: how rows are shaped, keyed and read. Writing is `commit.py`'s alone."""

import base64
import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Generic, Self, TypeVar

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.kernel.config import config
from chalicelib.kernel.errors import Busy, Invalid

# index name → its two key attributes
INDEXES = {"by_owner": ("owner", "owner_sk"), "by_person": ("person", "person_sk"), "due": ("due", "due_sk")}
_KEYS_IN_A_BATCH = 100
_BATCH_ATTEMPTS = 5

Item = dict[str, Any]
Key = tuple[str, str]
R = TypeVar("R", bound="Row")
T = TypeVar("T")


class WrongCursor(Invalid):
    """This cursor was not made here, or belongs to another list."""


class Row(Model):
    """What every kind of row has: its key, its kind, and the keys of the indexes that it is found by."""

    class Meta:
        table_name = ""
        max_retry_attempts = 3
        connect_timeout_seconds = 2
        read_timeout_seconds = 5
        max_pool_connections = 10

    KIND: ClassVar[str]

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute()
    owner = UnicodeAttribute(null=True)
    owner_sk = UnicodeAttribute(null=True)
    person = UnicodeAttribute(null=True)
    person_sk = UnicodeAttribute(null=True)
    due = UnicodeAttribute(null=True)
    due_sk = UnicodeAttribute(null=True)
    ttl = NumberAttribute(null=True)

    def __init__(self, hash_key: Any = None, range_key: Any = None, **attributes: Any) -> None:
        attributes.setdefault("kind", type(self).KIND)
        super().__init__(hash_key, range_key, **attributes)

    @classmethod
    def of(cls, item: Item) -> Self:
        """The row that this raw DynamoDB item holds."""
        row: Self = cls.from_raw_data(item)
        return row


@dataclass(frozen=True)
class Page(Generic[T]):
    """A part of a list; `next` is the cursor of the following part, None at the end."""

    items: list[T]
    next: str | None


@cache
def client() -> Any:
    """The single DynamoDB client of this process.

    Every PynamoDB subclass would build its own (30 kinds: seconds); warming the base class once makes all
    subclasses inherit this one. A test counts the clients.
    """
    Row.Meta.table_name = config().table
    return Row._get_connection().connection.client


def find(row: type[R], pk: str, sk: str, *, consistent: bool = True) -> R | None:
    """The row at this key, or None: one read unit for 4 KB (half of that when not `consistent`)."""
    key = {"pk": {"S": pk}, "sk": {"S": sk}}
    answer = client().get_item(TableName=config().table, Key=key, ConsistentRead=consistent)
    item = answer.get("Item")
    return row.of(item) if item and item["kind"]["S"] == row.KIND else None


def partition(pk: str, prefix: str = "", *, consistent: bool = True) -> dict[str, list[Item]]:
    """All items of one partition (or those whose sort key begins with `prefix`), by kind, in key order.

    Only for partitions that are small by design: an event's catalogue, one order.
    """
    condition, values = "pk = :pk", {":pk": {"S": pk}}
    if prefix:
        condition, values = "pk = :pk AND begins_with(sk, :sk)", values | {":sk": {"S": prefix}}
    arguments = {
        "TableName": config().table,
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": values,
        "ConsistentRead": consistent,
    }
    kinds: dict[str, list[Item]] = {}
    for item in _pages(arguments):
        kinds.setdefault(item["kind"]["S"], []).append(item)
    return kinds


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


def _pages(arguments: dict[str, Any]) -> Iterator[Item]:
    while True:
        answer = client().query(**arguments)
        yield from answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return
        arguments["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def batch_get(row: type[R], keys: Iterable[Key], *, consistent: bool = True) -> list[R]:
    """The rows at these keys, in the order of the keys; missing ones are left out."""
    wanted = list(keys)
    found = _batches(wanted, consistent)
    return [row.of(found[key]) for key in wanted if key in found]


def batch_items(keys: Iterable[Key], *, consistent: bool = True) -> dict[str, list[Item]]:
    """The items at these keys, by kind."""
    kinds: dict[str, list[Item]] = {}
    for item in _batches(list(keys), consistent).values():
        kinds.setdefault(item["kind"]["S"], []).append(item)
    return kinds


def _batches(wanted: list[Key], consistent: bool) -> dict[Key, Item]:
    found: dict[Key, Item] = {}
    for start in range(0, len(wanted), _KEYS_IN_A_BATCH):
        found |= _batch(wanted[start : start + _KEYS_IN_A_BATCH], consistent)
    return found


def _batch(keys: list[Key], consistent: bool) -> dict[Key, Item]:
    table = config().table
    asked: Any = {
        table: {"Keys": [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in keys], "ConsistentRead": consistent}
    }
    found: dict[Key, Item] = {}
    for _ in range(_BATCH_ATTEMPTS):
        answer = client().batch_get_item(RequestItems=asked)
        found |= {(item["pk"]["S"], item["sk"]["S"]): item for item in answer["Responses"].get(table, [])}
        asked = answer.get("UnprocessedKeys")
        if not asked:
            return found
    raise Busy()


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


def values_of(noun: Any, *except_for: str) -> dict[str, Any]:
    """A domain object's fields as row attributes of the same names; None is left out of the row."""
    return {
        field.name: value
        for field in dataclasses.fields(noun)
        if field.name not in except_for and (value := getattr(noun, field.name)) is not None
    }


def filled_values_of(noun: Any, row: type[Row], *except_for: str) -> dict[str, Any]:
    """The same without what is empty, where the row can do without it: `noun_of` gives the field's default for it."""
    can_lack = {name for name, attribute in row.get_attributes().items() if attribute.null}
    return {
        name: value
        for name, value in values_of(noun, *except_for).items()
        if name not in can_lack or value not in ("", [], {})
    }


def noun_of(kind: type[T], row: Row, /, **given: Any) -> T:
    """The domain object whose fields are this row's attributes of the same names, but for those `given`.

    A field with a default takes it where the row has nothing.
    """
    values = dict(given)
    for field in dataclasses.fields(kind):  # type: ignore[arg-type]
        if field.name not in values:
            value = getattr(row, field.name)
            if value is not None or not _has_default(field):
                values[field.name] = value
    return kind(**values)


def _has_default(field: "dataclasses.Field[Any]") -> bool:
    return field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
