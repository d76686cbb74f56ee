"""What an account's new events begin with."""

from typing import Any

from pynamodb.attributes import VersionAttribute

from chalicelib.domain.events import StaleEdit
from chalicelib.tables.attributes import JsonAttribute
from chalicelib.tables.commit import Change, put_edited
from chalicelib.tables.table import Row, find


class DefaultsRow(Row):
    """ACCOUNT#a / DEFAULTS."""

    KIND = "Defaults"
    taxes = JsonAttribute()
    version = VersionAttribute()


def get_default_taxes(account_id: str) -> tuple[list[dict[str, Any]], int | None]:
    """(the taxes' fields, the version that they were read at)."""
    row = find(DefaultsRow, f"ACCOUNT#{account_id}", "DEFAULTS")
    return (row.taxes, row.version) if row else ([], None)


def default_taxes(account_id: str, taxes: list[dict[str, Any]], version: int | None) -> Change:
    """The taxes that new events begin with. Raises StaleEdit if somebody saved them since they were read."""
    read = {} if version is None else {"version": version}
    return put_edited(DefaultsRow(f"ACCOUNT#{account_id}", "DEFAULTS", taxes=taxes, **read), StaleEdit)
