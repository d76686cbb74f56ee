"""The audit log as those who may see it read it, and its exports, which a worker writes."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import Any

from chalicelib.domain.accounts import Caller
from chalicelib.domain.audit import Entry, Wanted, doer_of
from chalicelib.domain.audit_exports import Export, ExportNotFound, Format, lines
from chalicelib.domain.envelopes import type_of
from chalicelib.gateways import files, queues
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.facts import AuditExported
from chalicelib.kernel.once import Once
from chalicelib.kernel.trail import Origin
from chalicelib.tables import accounts, audit, audit_exports, keys, origins
from chalicelib.tables.commit import commit
from chalicelib.tables.lists import Page, every

_IN_A_STEP = 100
_NOWHERE = Origin("", "", "")


@dataclass(frozen=True)
class Doing:
    """An entry with what its ids stand for, as far as that is still known."""

    entry: Entry
    doer: str
    origin: Origin


def list_doings(account_id: str, wanted: Wanted, cursor: str | None, limit: int) -> Page[Doing]:
    """A part of the log, newest first; it may be short, or empty, before the end."""
    page = audit.list_entries(account_id, wanted, cursor, limit)
    names = _names(account_id, {entry.by for entry in page.items})
    known = origins.find_origins((entry.by, entry.origin_id) for entry in page.items if entry.origin_id)
    found = [
        Doing(entry, names.get(entry.by, ""), known.get((entry.by, entry.origin_id), _NOWHERE)) for entry in page.items
    ]
    return Page(found, page.next)


def _names(account_id: str, doers: set[str]) -> dict[str, str]:
    names = {user.user_id: user.name for user in accounts.list_users(one for one in doers if one.startswith("usr_"))}
    if any(one.startswith("key_") for one in doers):
        names |= {key.key_id: key.name for key in keys.list_keys(account_id)}
    return names


def ask_for_export(form: Format, wanted: Wanted, caller: Caller, once: Once, now: datetime) -> Export:
    """Let the worker write a file. The same request sent again asks for the same one."""
    until = min(wanted.until, now) if wanted.until else now
    about = asdict(wanted) | {"until": until}
    export = Export(once.id("exp"), caller.account_id, form, now, **about)
    fact = AuditExported(export.export_id, caller.account_id, data={"format": form})
    with suppress(AlreadyDone):
        commit([audit_exports.new_export(export)], [fact], now=now, by=caller.user_id)
    queues.send("exports", {"account_id": caller.account_id, "export_id": export.export_id})
    return audit_exports.get_export(caller.account_id, export.export_id)


def _file(export: Export) -> str:  # the bucket forgets what begins like this after a week, as the table does the row
    return f"audit/{export.account_id}/{export.export_id}.{export.format}"


def write_export(account_id: str, export_id: str, now: datetime) -> None:
    """Write the file from the newest entry to the oldest, and say now and then how far it has come."""
    export = audit_exports.get_export(account_id, export_id)
    if export.is_done:
        return
    count = 0
    with TemporaryFile() as file:
        for line in lines(export.format, _told(export)):
            file.write(line.encode())
            count += 1
            if count % 1000 == 0:
                _say(export, count, now, is_done=False)
        file.seek(0)
        files.put_private_file(_file(export), file, _MEDIA_TYPES[export.format])
    _say(export, count - (export.format == "csv"), now, is_done=True)


_MEDIA_TYPES: dict[Format, str] = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}


def _say(export: Export, entries: int, now: datetime, *, is_done: bool) -> None:
    with suppress(ExportNotFound):  # another worker has finished the same file
        commit([audit_exports.written(export, entries, is_done=is_done)], [], now=now, by="exports")


def _told(export: Export) -> Iterator[dict[str, Any]]:
    found = every(lambda cursor: list_doings(export.account_id, export.wanted, cursor, _IN_A_STEP))
    return (told(doing) for doing in found)


def told(doing: Doing) -> dict[str, Any]:
    """An entry as plain JSON, in the words of the API."""
    entry = doing.entry
    return {
        "id": entry.fact_id,
        "at": clock.to_text(entry.at),
        "type": type_of(entry.name),
        "who": doing.doer or doer_of(entry.by),
        "who_id": entry.by,
        "subject": entry.subject,
        "event_id": entry.event_id,
        "operation": entry.operation,
        "session_id": entry.session_id,
        "address": doing.origin.address,
        "agent": doing.origin.agent,
        "changes": entry.changes,
        "details": entry.details,
    }


def get_export(export_id: str, caller: Caller) -> tuple[Export, str | None]:
    """How far it is, and a link to the file for a quarter of an hour once it is whole. Raises ExportNotFound."""
    export = audit_exports.get_export(caller.account_id, export_id)
    if not export.is_done:
        return export, None
    day = export.until - timedelta(milliseconds=1)
    return export, files.link_to(_file(export), f"audit-{day:%Y-%m-%d}.{export.format}", is_saved=True)
