"""From where people have changed things: addresses and browsers, apart from the facts that name them by a keyed hash.

A fact is for ever; an address is a person's own. It is forgotten after a year, or when the person is.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute
from pynamodb.exceptions import PutError

from chalicelib.kernel.errors import Busy
from chalicelib.kernel.trail import Origin
from chalicelib.tables.table import Row, batch_get, client

KEPT = timedelta(days=365)
_MOST_REMEMBERED = 1000
# (whose, origin id) of what this instance has written: somebody who changes forty things writes it once.
_written: set[tuple[str, str]] = set()


class OriginRow(Row):
    """ORIGIN#u / keyed hash, with a ttl: lies with whose it is, so that erasing a person finds it."""

    KIND = "Origin"
    address = UnicodeAttribute()
    agent = UnicodeAttribute()


def remember(origin: Origin, by: str, now: datetime) -> None:
    """Keep a request's origin, before the facts that name it are written. Raises Busy.

    No part of their transaction: two edits of one person at the same moment would conflict there. Writing it again
    prolongs it.
    """
    if (by, origin.origin_id) in _written:
        return
    client()
    try:
        origin_row(origin, by, now).save()
    except PutError as error:
        raise Busy() from error
    if len(_written) >= _MOST_REMEMBERED:
        _written.clear()
    _written.add((by, origin.origin_id))


def origin_row(origin: Origin, by: str, now: datetime) -> OriginRow:
    """What is kept of it, for a year."""
    ttl = int((now + KEPT).timestamp())
    return OriginRow(f"ORIGIN#{by}", origin.origin_id, ttl=ttl, address=origin.address, agent=origin.agent)


def find_origins(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Origin]:
    """Those of these (whose, origin id) that are not forgotten."""
    rows = batch_get(OriginRow, [(f"ORIGIN#{by}", origin_id) for by, origin_id in sorted(set(wanted))])
    return {(row.pk.removeprefix("ORIGIN#"), row.sk): Origin(row.sk, row.address, row.agent) for row in rows}
