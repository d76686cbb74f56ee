"""Exports of the audit log: which entries, in which form, and how an entry reads as a line of CSV."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from chalicelib.domain.audit import Wanted
from chalicelib.kernel.errors import NotFound

Format = Literal["csv", "jsonl"]
COLUMNS = (
    "at", "who", "who_id", "type", "subject", "event_id", "operation", "address", "agent", "session_id", "changes",
    "details", "id",
)  # fmt: skip
# A spreadsheet takes a cell that begins like this for a formula (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ExportNotFound(NotFound):
    """Nobody has asked for such an export, or it is older than a week."""


@dataclass(frozen=True)
class Export:
    """What was asked for; `entries` are in its file so far."""

    export_id: str
    account_id: str
    format: Format
    asked_at: datetime
    until: datetime
    since: datetime | None = None
    by: str = ""
    type: str = ""
    subject: str = ""
    entries: int = 0
    is_done: bool = False

    @property
    def wanted(self) -> Wanted:
        """The entries that go into it."""
        return Wanted(self.by, self.type, self.subject, self.since, self.until)


def lines(form: Format, entries: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The file's lines, one for each entry, and first its head if it is CSV."""
    if form == "jsonl":
        yield from (json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
        return
    yield _csv(COLUMNS)
    for entry in entries:
        yield _csv(_cell(entry[name]) for name in COLUMNS)


def _cell(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()
