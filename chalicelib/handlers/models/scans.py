"""Scans at the door on the wire."""

from typing import Annotated

from pydantic import StringConstraints

from chalicelib.domain.tickets import Verdict
from chalicelib.handlers.models.common import Input, Instant, Output, Texts


class NewScan(Input):
    """Somebody stands at the door."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=500)]


class ScannedTicket(Output):
    """Whose ticket it is."""

    order_id: str
    number: int
    holder_name: str
    product_name: Texts


class ScanOut(Output):
    """What to tell the person at the door."""

    verdict: Verdict
    ticket: ScannedTicket | None
    first_scanned_at: Instant | None
