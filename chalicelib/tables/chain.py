"""The chain of an account's audit log: links in the order of the feed, each written once and never again.

`AUDIT#a` holds nothing else, and no role but that of the function that seals may write there (`infra/policies.py`).
"""

from dataclasses import asdict
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from chalicelib.domain.audit import Link, Sealed, digest_of
from chalicelib.kernel import clock
from chalicelib.kernel.config import config
from chalicelib.tables.attributes import IntegerAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_new
from chalicelib.tables.facts import FEED_SPREAD, feed_name
from chalicelib.tables.feed import fact_key
from chalicelib.tables.lists import index_keys, partition_page
from chalicelib.tables.table import Item, Key, Row, batch_raw, client, noun_of, values_of

LONGEST = 100


class LinkTaken(Exception):
    """Another worker has sealed this stretch."""


class LinkRow(Row):
    """AUDIT#a / LINK#number."""

    KIND = "AuditLink"
    account_id = UnicodeAttribute()
    number = IntegerAttribute()
    previous = UnicodeAttribute(null=True)
    until = UnicodeAttribute()
    facts = JsonAttribute()
    seal = UnicodeAttribute()


def new_link(link: Link) -> Change:
    """The next link. Raises LinkTaken when there is one of this number."""
    row = LinkRow(
        f"AUDIT#{link.account_id}",
        _name(link.number),
        facts=[list(asdict(fact).values()) for fact in link.facts],
        **values_of(link, "facts"),
    )
    return put_new(row, LinkTaken)


def _name(number: int) -> str:
    return f"LINK#{number:010d}"


def _link_of(item: Item) -> Link:
    row = LinkRow.of(item)
    return noun_of(Link, row, previous=row.previous or "", facts=[Sealed(*fact) for fact in row.facts])


def last_link(account_id: str) -> Link | None:
    """The end of the chain."""
    answer = client().query(
        TableName=config().table,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": f"AUDIT#{account_id}"}},
        Limit=1,
        ScanIndexForward=False,
        ConsistentRead=True,
    )
    return _link_of(answer["Items"][0]) if answer["Items"] else None


def list_links(account_id: str, after: int, limit: int) -> list[Link]:
    """The links behind the one of this number."""
    items = partition_page(f"AUDIT#{account_id}", _name(after), "", limit, consistent=True)
    return [_link_of(item) for item in items]


def read_stretch(account_id: str, after: str, until: str, most: int = LONGEST) -> tuple[list[Sealed], str]:
    """The facts of the feed between two places as they are now, `most` of them at most; where they end."""
    found = sorted(
        key
        for shard in range(FEED_SPREAD)
        for key in index_keys("by_owner", feed_name(account_id, shard), after=after, limit=most)
    )
    chosen = [(place, key) for place, key in found if place <= until][:most]
    return _as_they_are([key for _, key in chosen]), chosen[-1][0] if chosen else after


def read_facts(facts: list[Sealed]) -> list[Sealed]:
    """These facts as they are now, wherever they stand in the feed; those that are gone are left out."""
    return _as_they_are([fact_key(one.subject, one.fact_id) for one in facts])


def _as_they_are(keys: list[Key]) -> list[Sealed]:
    rows = batch_raw(keys)
    return [Sealed(key[0].removeprefix("LOG#"), key[1], digest_of(rows[key])) for key in keys if key in rows]


def place_of(instant: datetime) -> str:
    """Where in the feed whatever was written before this instant ends."""
    return clock.to_text(instant)
