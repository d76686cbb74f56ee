"""How often each caller has asked this minute, all instances together: counters that forget by themselves."""

from datetime import datetime, timedelta

from pynamodb.exceptions import UpdateError

from chalicelib.domain.rates import WINDOW, Rate
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Busy
from chalicelib.tables.attributes import IntegerAttribute
from chalicelib.tables.table import Row, client

# DynamoDB deletes what is past within days; until then it costs nothing but its place.
_KEPT = timedelta(hours=1)


class RateRow(Row):
    """RATE#policy#who / minute: `who` is an id, or a keyed hash of an IP address."""

    KIND = "Rate"
    calls = IntegerAttribute()


def add(rate: Rate, begins_at: datetime, calls: int) -> int:
    """So many more calls in the minute that began then; returns the calls of all instances. Raises Busy.

    Asked again after a lost answer it counts twice, which costs the caller a fiftieth of a minute's calls.
    """
    client()
    row = RateRow(f"RATE#{rate.policy}#{rate.who}", clock.to_text(begins_at))
    try:
        row.update(
            [
                RateRow.calls.add(calls),
                RateRow.kind.set(RateRow.KIND),
                RateRow.ttl.set(int((begins_at + WINDOW + _KEPT).timestamp())),
            ]
        )
    except UpdateError as error:
        raise Busy() from error
    return int(row.calls)
