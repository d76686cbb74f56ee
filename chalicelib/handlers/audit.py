"""The audit log: read, searched, checked and exported. There is no route that changes it."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import auditing, sealing
from chalicelib.domain.accounts import Caller
from chalicelib.domain.audit_exports import ExportNotFound
from chalicelib.domain.permissions import OPERATOR
from chalicelib.handlers.models.audit import (
    AuditCheck,
    AuditEntry,
    AuditExportOut,
    AuditList,
    AuditQuery,
    CheckQuery,
    NewAuditExport,
)
from chalicelib.handlers.route import ROUTES, route
from chalicelib.kernel.once import Once
from chalicelib.tables.lists import WrongCursor

routes = Blueprint(__name__)


@route(routes, "GET", "/audit", allow="audit.read", refusals=(WrongCursor,))
def list_audit(caller: Caller, query: AuditQuery) -> AuditList:
    """Every change of the account, newest first: who, what, from where, before and after."""
    page = auditing.list_doings(caller.account_id, query.wanted(), query.cursor, query.limit)
    operators = frozenset(one.function.__name__ for one in ROUTES if one.allow == OPERATOR)
    return AuditList(items=[AuditEntry.of(doing, operators) for doing in page.items], next=page.next)


@route(routes, "GET", "/audit/check", allow="audit.read")
def check_audit(caller: Caller, query: CheckQuery) -> AuditCheck:
    """Compare a stretch of the log with its seals: whatever was edited, removed or slipped in is named."""
    return AuditCheck.of(sealing.check(caller, int(query.after)))


@route(routes, "POST", "/audit/exports", allow="audit.read", answers=201)
def export_audit(caller: Caller, body: NewAuditExport, once: Once, now: datetime) -> AuditExportOut:
    """Have the log written into a file."""
    return AuditExportOut.of(auditing.ask_for_export(body.format, body.wanted(), caller, once, now), None)


@route(routes, "GET", "/audit/exports/{export_id}", allow="audit.read", refusals=(ExportNotFound,))
def get_audit_export(export_id: str, caller: Caller) -> AuditExportOut:
    """How far a file is, and a link to it as soon as it is whole. It is kept for a week."""
    return AuditExportOut.of(*auditing.get_export(export_id, caller))
