"""Exports of the audit log as rows."""

import pytest

from chalicelib.domain.audit_exports import Export, ExportNotFound
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import audit_exports
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


def asked() -> Export:
    """An export, written."""
    export = Export(new_id("exp"), new_id("acc"), "csv", NOW, NOW, type="order")
    write(audit_exports.new_export(export))
    return export


def test_an_export_is_found_in_its_account_only() -> None:
    export = asked()
    assert audit_exports.get_export(export.account_id, export.export_id) == export
    with pytest.raises(ExportNotFound):
        audit_exports.get_export(new_id("acc"), export.export_id)


def test_the_same_export_is_asked_for_once() -> None:
    with pytest.raises(AlreadyDone):
        write(audit_exports.new_export(asked()))


def test_a_worker_that_comes_late_does_not_open_a_finished_export_again() -> None:
    export = asked()
    write(audit_exports.written(export, 1000, is_done=False))
    assert audit_exports.get_export(export.account_id, export.export_id).entries == 1000
    write(audit_exports.written(export, 1200, is_done=True))
    with pytest.raises(ExportNotFound):
        write(audit_exports.written(export, 1000, is_done=False))
    found = audit_exports.get_export(export.account_id, export.export_id)
    assert (found.entries, found.is_done) == (1200, True)
