"""Exports of the audit log that were asked for, and how far each has come."""

from datetime import timedelta

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from chalicelib.domain.audit_exports import Export, ExportNotFound
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute
from chalicelib.tables.changes import Change, put_new, update
from chalicelib.tables.table import Row, filled_values_of, find, noun_of

_KEPT = timedelta(days=7)


class AuditExportRow(Row):
    """ACCOUNT#a#EXPORTS / export id, with a ttl."""

    KIND = "AuditExport"
    export_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    format = UnicodeAttribute()
    asked_at = InstantAttribute()
    by = UnicodeAttribute(null=True)
    type = UnicodeAttribute(null=True)
    subject = UnicodeAttribute(null=True)
    since = InstantAttribute(null=True)
    until = InstantAttribute()
    entries = IntegerAttribute()
    is_done = BooleanAttribute()


def _at(account_id: str, export_id: str) -> AuditExportRow:
    return AuditExportRow(f"ACCOUNT#{account_id}#EXPORTS", export_id)


def new_export(export: Export) -> Change:
    """Somebody asks for an export. Raises AlreadyDone if the same one was asked for."""
    row = _at(export.account_id, export.export_id)
    row.ttl = int((export.asked_at + _KEPT).timestamp())
    for name, value in filled_values_of(export, AuditExportRow).items():
        setattr(row, name, value)
    return put_new(row, AlreadyDone)


def written(export: Export, entries: int, *, is_done: bool) -> Change:
    """So many entries stand in its file. Raises ExportNotFound if it is over or was forgotten."""
    open_still = AuditExportRow.is_done == False  # noqa: E712 - a condition for DynamoDB
    entries_are, done_is = AuditExportRow.entries.set(entries), AuditExportRow.is_done.set(is_done)
    return update(_at(export.account_id, export.export_id), ExportNotFound, open_still, entries_are, done_is)


def get_export(account_id: str, export_id: str) -> Export:
    """Raises ExportNotFound."""
    row = find(AuditExportRow, f"ACCOUNT#{account_id}#EXPORTS", export_id)
    if not row:
        raise ExportNotFound()
    return noun_of(Export, row)
