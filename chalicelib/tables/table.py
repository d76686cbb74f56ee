"""The one table: how rows are shaped, keyed and read. Writing is `commit.py`'s alone."""

import dataclasses
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, ClassVar, Self, TypeVar

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.kernel.config import config
from chalicelib.kernel.errors import Busy

_KEYS_IN_A_BATCH = 100
_BATCH_ATTEMPTS = 5

Item = dict[str, Any]
Key = tuple[str, str]
R = TypeVar("R", bound="Row")
T = TypeVar("T")


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


def batch_raw(keys: Iterable[Key]) -> dict[Key, Item]:
    """The items at these keys as DynamoDB holds them."""
    return _batches(list(dict.fromkeys(keys)), True)


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
