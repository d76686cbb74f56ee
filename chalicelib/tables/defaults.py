"""What an account's new events begin with."""

from typing import Any

from pynamodb.attributes import VersionAttribute

from chalicelib.domain.events import StaleEdit
from chalicelib.tables.attributes import JsonAttribute
from chalicelib.tables.changes import Change, put_edited
from chalicelib.tables.table import Row, find


class DefaultsRow(Row):
    """ACCOUNT#a / DEFAULTS."""

    KIND = "Defaults"
    taxes = JsonAttribute()
    version = VersionAttribute()


def get_default_taxes(account_id: str) -> tuple[list[dict[str, Any]], int]:
    """(the taxes' fields, their version); version 0 is of what was never saved."""
    row = find(DefaultsRow, f"ACCOUNT#{account_id}", "DEFAULTS")
    return (row.taxes, row.version) if row else ([], 0)


def default_taxes(account_id: str, taxes: list[dict[str, Any]], version: int) -> Change:
    """The taxes that new events begin with. Raises StaleEdit if somebody saved them since they were read."""
    read = {"version": version} if version else {}
    return put_edited(DefaultsRow(f"ACCOUNT#{account_id}", "DEFAULTS", taxes=taxes, **read), StaleEdit)
