"""What belongs to one e-mail address, known by its key only: its orders, and the links to them that it was sent."""

from datetime import datetime, timedelta

from chalicelib.domain.people import LinkAskedJustNow
from chalicelib.tables.attributes import InstantAttribute
from chalicelib.tables.changes import Change
from chalicelib.tables.lists import index_keys
from chalicelib.tables.table import Row, find

_PAUSE = timedelta(minutes=1)
_KEPT = timedelta(hours=1)
_KEYS_AT_ONCE = 1000


class LinkRow(Row):
    """PERSON#hmac / LINK: when a link to one's orders was last asked for. Gone after an hour."""

    KIND = "Link"
    asked_at = InstantAttribute()


def ask_link(person: str, now: datetime) -> Change:
    """Somebody asks for a link. Raises LinkAskedJustNow within a minute of the last time."""
    row = LinkRow(f"PERSON#{person}", "LINK", asked_at=now, ttl=int((now + _KEPT).timestamp()))
    return Change("put", row, LinkAskedJustNow, LinkRow.pk.does_not_exist() | (LinkRow.asked_at <= now - _PAUSE))


def find_asked(person: str) -> datetime | None:
    """When a link was last asked for; None if nobody has within the hour."""
    row = find(LinkRow, f"PERSON#{person}", "LINK")
    return row.asked_at if row else None


def list_order_ids(person: str) -> list[str]:
    """The orders of one buyer, of all events; tickets stand under the same key and are passed over."""
    found: list[str] = []
    after = ""
    while keys := index_keys("by_person", f"PERSON#{person}", after=after, limit=_KEYS_AT_ONCE):
        found += [pk.removeprefix("ORDER#") for _, (pk, sk) in keys if pk.startswith("ORDER#") and sk == "META"]
        if len(keys) < _KEYS_AT_ONCE:
            break
        after = keys[-1][0]
    return found
