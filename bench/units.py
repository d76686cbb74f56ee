"""DynamoDB's published rules of what a read and a write cost, for items as they go over the wire.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
"""

import math
from collections.abc import Iterable
from typing import Any

from chalicelib.tables.lists import INDEXES

Item = dict[str, Any]
_NESTED_BYTES = 3


def value_bytes(value: dict[str, Any]) -> int:
    """The size of one attribute value."""
    ((kind, content),) = value.items()
    if kind in ("S", "B"):
        return len(content.encode() if isinstance(content, str) else content)
    if kind == "N":
        return math.ceil(len(content.lstrip("-").replace(".", "").strip("0")) / 2) + 1 + content.startswith("-")
    if kind in ("BOOL", "NULL"):
        return 1
    if kind in ("SS", "BS", "NS"):
        return sum(value_bytes({kind[0]: member}) for member in content)
    members = content if kind == "L" else content.values()
    names = 0 if kind == "L" else sum(len(name.encode()) for name in content)
    return _NESTED_BYTES + names + sum(1 + value_bytes(member) for member in members)


def item_bytes(item: Item | None) -> int:
    """The size of an item: its attributes' names and values."""
    return sum(len(name.encode()) + value_bytes(value) for name, value in (item or {}).items())


def read_units(size: int, *, consistent: bool) -> float:
    """For one read of `size` bytes; half when it may be a moment old. Reading nothing costs the least unit."""
    return max(1, math.ceil(size / 4096)) * (1 if consistent else 0.5)


def _entry(item: Item | None, index: str) -> Item | None:
    """What an index holds of an item: both pairs of keys and its kind; None when it is not in the index."""
    keys = INDEXES[index]
    if not item or any(key not in item for key in keys):
        return None
    return {name: item[name] for name in (*keys, "pk", "sk", "kind") if name in item}


def entry_bytes(items: Iterable[Item], index: str) -> int:
    """The size of these items' entries in an index."""
    return sum(item_bytes(_entry(item, index)) for item in items)


def index_units(before: Item | None, after: Item | None) -> int:
    """What the indexes cost when an item changes: a moved entry is deleted and put."""
    units = 0
    for index in INDEXES:
        old, new = _entry(before, index), _entry(after, index)
        if old == new:
            continue
        same_place = old and new and all(old[key] == new[key] for key in INDEXES[index])
        if same_place:
            units += math.ceil(max(item_bytes(old), item_bytes(new)) / 1024)
        else:
            units += sum(math.ceil(item_bytes(entry) / 1024) for entry in (old, new) if entry)
    return units


def write_units(before: Item | None, after: Item | None, *, transactional: bool) -> int:
    """For one write, by the larger of both images; twice that in a transaction. Indexes follow at the plain rate."""
    size = max(item_bytes(before), item_bytes(after), 1)
    return math.ceil(size / 1024) * (2 if transactional else 1) + index_units(before, after)
