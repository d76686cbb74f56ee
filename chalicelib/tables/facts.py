"""Facts as rows: `LOG#subject` in time's order, in the order of writing in their account's feed."""

from datetime import datetime
from typing import Any, Self

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.kernel import clock, ids
from chalicelib.kernel.facts import Fact
from chalicelib.kernel.trail import Origin, Trail
from chalicelib.tables.attributes import InstantAttribute, JsonAttribute
from chalicelib.tables.differences import Difference
from chalicelib.tables.table import Row, partition

FEED_SPREAD = 4


def feed_name(account_id: str, shard: int) -> str:
    """One of the keys that the index keeps an account's facts under."""
    return f"ACCOUNT#{account_id}#FACTS#{shard}"


def doings_name(account_id: str, by: str) -> str:
    """The key that the index keeps what one member or key has done in an account under."""
    return f"ACCOUNT#{account_id}#BY#{by}"


class FactRow(Row):
    """One fact. Never changed, never deleted. What a member or a program asked for says how it was asked, too."""

    KIND = "Fact"

    name = UnicodeAttribute()
    version = NumberAttribute()
    subject = UnicodeAttribute()
    account_id = UnicodeAttribute()
    event_id = UnicodeAttribute(null=True)
    at = InstantAttribute()
    by = UnicodeAttribute()
    data = JsonAttribute(null=True)
    operation = UnicodeAttribute(null=True)
    session_id = UnicodeAttribute(null=True)
    origin_id = UnicodeAttribute(null=True)
    changes = JsonAttribute(null=True)

    def follow(self, trail: Trail, origin: Origin, changes: list[Difference]) -> None:
        """Say which request it comes from and what that changed; it then stands among the doings of who asked."""
        self.operation, self.origin_id = trail.operation, origin.origin_id
        self.session_id = trail.session_id or None
        self.changes = changes or None
        self.person, self.person_sk = doings_name(self.account_id, self.by), self.owner_sk

    @classmethod
    def recording(cls, fact: Fact, now: datetime, by: str) -> Self:
        """The row for a fact that is happening now."""
        fact_id = ids.sortable("fct", now)
        # Its place in the account's feed is when it is written: `now` may be a while ago for whoever does much at once.
        place = f"{clock.to_text(clock.now())}#{fact_id}"
        return cls(
            f"LOG#{fact.subject}",
            fact_id,
            owner=feed_name(fact.account_id, ids.spread(fact.subject, FEED_SPREAD)),
            owner_sk=place,
            name=fact.name(),
            version=fact.version,
            subject=fact.subject,
            account_id=fact.account_id,
            event_id=fact.event_id or None,
            at=now,
            by=by,
            data=fact.data or None,
        )


def list_of(subject: str) -> list[dict[str, Any]]:
    """Everything that happened to one subject, oldest first: id, name, at, by, data."""
    rows = (FactRow.of(item) for item in partition(f"LOG#{subject}").get(FactRow.KIND, []))
    return [{"id": row.sk, "name": row.name, "at": row.at, "by": row.by, "data": row.data or {}} for row in rows]
