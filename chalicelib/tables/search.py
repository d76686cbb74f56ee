"""The search index: rows of the orders' own partitions, listed by token and time in spread partitions of by_owner."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pynamodb.attributes import UnicodeAttribute

from chalicelib.domain.orders import Order
from chalicelib.domain.search import Entry, TooManyHits
from chalicelib.kernel import clock, ids
from chalicelib.kernel.config import config
from chalicelib.tables.attributes import IntegerAttribute, JsonAttribute
from chalicelib.tables.changes import Change
from chalicelib.tables.lists import Page, merged_page
from chalicelib.tables.table import Row, batch_get, client, partition, values_of

MOST_HITS = 500
_MOST_KEYS = 1000  # of one shard; an order has several words that begin alike
_LONGEST_PART = 1000
_IN_REVIEW = "FIND:REVIEW"


class Overtaken(Exception):
    """Another worker has indexed the order meanwhile: read again."""


class PostingRow(Row):
    """ORDER#o / FIND#token; by owner EVENT#e#FIND#s / token#time#o."""

    KIND = "Posting"


class EntryRow(Row):
    """ORDER#o / FIND: all that the order is found by, for checks that one list alone cannot make."""

    KIND = "Entry"
    facets = JsonAttribute()
    references = JsonAttribute()
    buyer = JsonAttribute()
    holders = JsonAttribute()
    version = IntegerAttribute()


class ReviewRow(Row):
    """ORDER#o / FIND:REVIEW: the order waits for a look; by owner ACCOUNT#a#REVIEW / time#o."""

    KIND = "Review"
    order_id = UnicodeAttribute()


@dataclass(frozen=True)
class Indexed:
    """What the index knows of an order."""

    entry: Entry | None
    tokens: set[str]
    version: int
    is_in_review: bool = False


def position_of(order: Order) -> str:
    """An order's place in every list of its event."""
    return f"{clock.to_text(order.reserved_at)}#{order.order_id}"


def order_at(position: str) -> str:
    """The order that stands at this place."""
    return position.rpartition("#")[2]


def _lists(event_id: str, order_id: str, spread: int) -> str:
    return f"EVENT#{event_id}#FIND#{ids.spread(order_id, spread)}"


def find_indexed(order_id: str) -> Indexed:
    """The order's present rows."""
    kinds = partition(f"ORDER#{order_id}", "FIND")
    entries = [EntryRow.of(item) for item in kinds.get(EntryRow.KIND, [])]
    tokens = {item["sk"]["S"].removeprefix("FIND#") for item in kinds.get(PostingRow.KIND, [])}
    found = _entry(entries[0]) if entries else None
    return Indexed(found, tokens, entries[0].version if entries else 0, ReviewRow.KIND in kinds)


def _entry(row: EntryRow) -> Entry:
    holders = {int(number): words for number, words in row.holders.items()}
    return Entry(row.pk.removeprefix("ORDER#"), row.facets, row.references, row.buyer, holders)


def postings(order: Order, tokens: Iterable[str]) -> list[Change]:
    """List the order under these tokens."""
    owner = _lists(order.event_id, order.order_id, order.spread)
    return [
        Change(
            "put",
            PostingRow(
                f"ORDER#{order.order_id}",
                f"FIND#{token}",
                owner=owner,
                owner_sk=f"{token}#{position_of(order)}",
            ),
            RuntimeError,
        )
        for token in tokens
    ]


def no_postings(order: Order, tokens: Iterable[str]) -> list[Change]:
    """List the order under these tokens no more."""
    return [Change("delete", PostingRow(f"ORDER#{order.order_id}", f"FIND#{token}"), RuntimeError) for token in tokens]


def in_review(order: Order) -> Change:
    """List the order among those of its account that wait for a look."""
    row = ReviewRow(
        f"ORDER#{order.order_id}",
        _IN_REVIEW,
        owner=_reviews_of(order.account_id),
        owner_sk=position_of(order),
        order_id=order.order_id,
    )
    return Change("put", row, RuntimeError)


def not_in_review(order: Order) -> Change:
    """Somebody has looked."""
    return Change("delete", ReviewRow(f"ORDER#{order.order_id}", _IN_REVIEW), RuntimeError)


def list_in_review(account_id: str, cursor: str | None, limit: int) -> Page[str]:
    """The ids of an account's orders that wait for a look, the newest first."""
    lists = [_reviews_of(account_id)]
    return merged_page(ReviewRow, lists, cursor, limit, newest_first=True, make=lambda row: row.order_id)


def _reviews_of(account_id: str) -> str:
    return f"ACCOUNT#{account_id}#REVIEW"


def entry(new: Entry, version: int) -> Change:
    """What the order is found by now. Raises Overtaken unless `version` is what is stored, 0 for nothing."""
    row = EntryRow(f"ORDER#{new.order_id}", "FIND", version=version + 1, **values_of(new, "order_id"))
    return Change("put", row, Overtaken, EntryRow.version == version if version else EntryRow.pk.does_not_exist())


def read_entries(order_ids: Sequence[str]) -> list[Entry]:
    """The entries of these orders."""
    keys = [(f"ORDER#{order_id}", "FIND") for order_id in order_ids]
    return [_entry(row) for row in batch_get(EntryRow, keys, consistent=False)]


def _keys(owner: str, low: str, high: str, limit: int) -> list[str]:
    """Sort keys between two bounds, both included, the highest first."""
    answer = client().query(
        TableName=config().table,
        IndexName="by_owner",
        ProjectionExpression="owner_sk",  # of hundreds of rows that are only passed over, nothing else is parsed
        KeyConditionExpression="#owner = :owner AND owner_sk BETWEEN :low AND :high",
        ExpressionAttributeNames={"#owner": "owner"},
        ExpressionAttributeValues={":owner": {"S": owner}, ":low": {"S": low}, ":high": {"S": high}},
        Limit=limit,
        ScanIndexForward=False,
    )
    return [item["owner_sk"]["S"] for item in answer["Items"]]


class Postings:
    """One list of one shard, newest first, read ahead in growing parts: a `Seek` of the rules."""

    def __init__(self, owner: str, prefix: str, oldest: str, part: int) -> None:
        self._owner, self._prefix, self._oldest, self._part = owner, prefix, oldest, part
        self._ahead: deque[str] = deque()
        self._is_read = False

    def __call__(self, bound: str) -> str | None:
        while True:
            while self._ahead and self._ahead[0] >= bound:
                self._ahead.popleft()
            if self._ahead or self._is_read:
                return self._ahead[0] if self._ahead else None
            self._read(bound)

    def _read(self, bound: str) -> None:
        if bound <= self._oldest:
            self._is_read = True
            return
        keys = _keys(self._owner, self._prefix + self._oldest, self._prefix + bound, self._part)
        self._ahead.extend(key.removeprefix(self._prefix) for key in keys)
        self._is_read = len(keys) < self._part
        self._part = min(4 * self._part, _LONGEST_PART)


def lists_of(event_id: str, shard: int, facets: Sequence[str], oldest: str, part: int) -> list[Postings]:
    """The lists of these facets in one shard; without any, that of all orders."""
    if not facets:
        return [Postings(f"EVENT#{event_id}#ORDERS#{shard}", "", oldest, part)]
    owner = f"EVENT#{event_id}#FIND#{shard}"
    return [Postings(owner, f"{facet}#", oldest, part) for facet in facets]


def hits(event_id: str, spread: int, word: str) -> list[str]:
    """The places of all orders with a word that begins like this, newest first. Raises TooManyHits."""
    found: set[str] = set()
    for shard in range(spread):
        low, high = f"t:{word}", f"t:{word}\U0010ffff"
        keys = _keys(f"EVENT#{event_id}#FIND#{shard}", low, high, _MOST_KEYS + 1)
        found |= {"#".join(key.rsplit("#", 2)[1:]) for key in keys}
        if len(keys) > _MOST_KEYS or len(found) > MOST_HITS:
            raise TooManyHits()
    return sorted(found, reverse=True)
