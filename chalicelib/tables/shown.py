"""What an event's published page says is sold out: compared with what is, it tells when the page has to change."""

from collections.abc import Sequence

from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import JsonAttribute
from chalicelib.tables.changes import Change
from chalicelib.tables.table import Row, find


class ShownRow(Row):
    """SHOWN#e / META. Not in the event's own partition, which every buyer reads."""

    KIND = "Shown"
    sold_out = JsonAttribute()


def find_shown(event_id: str) -> list[str]:
    """The ids of the products that the page shows as sold out."""
    row = find(ShownRow, f"SHOWN#{event_id}", "META")
    return list(row.sold_out) if row else []


def shown(event_id: str, sold_out: Sequence[str]) -> Change:
    """What the page says now. Whoever writes it looks again afterwards, so that the last writer is right."""
    return Change("put", ShownRow(f"SHOWN#{event_id}", "META", sold_out=list(sold_out)), AlreadyDone)
