"""Facts as rows: `LOG#subject` in time's order, found by event through a spread index."""

from datetime import datetime
from typing import Any, Self

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.kernel import ids
from chalicelib.kernel.facts import Fact
from chalicelib.tables.attributes import InstantAttribute, JsonAttribute
from chalicelib.tables.table import Row, partition

_SPREAD = 4


class FactRow(Row):
    """One fact. Never changed, never deleted."""

    KIND = "Fact"

    name = UnicodeAttribute()
    version = NumberAttribute()
    subject = UnicodeAttribute()
    account_id = UnicodeAttribute()
    event_id = UnicodeAttribute(null=True)
    at = InstantAttribute()
    by = UnicodeAttribute()
    data = JsonAttribute(null=True)

    @classmethod
    def recording(cls, fact: Fact, now: datetime, by: str) -> Self:
        """The row for a fact that is happening now."""
        fact_id = ids.sortable("fct", now)
        if fact.event_id:
            owner = f"EVENT#{fact.event_id}#FACTS#{ids.spread(fact.subject, _SPREAD)}"
        else:
            owner = f"ACCOUNT#{fact.account_id}#LOG"
        return cls(
            f"LOG#{fact.subject}",
            fact_id,
            owner=owner,
            owner_sk=fact_id,
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
