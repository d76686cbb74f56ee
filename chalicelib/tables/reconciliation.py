"""How far each merchant's books are reconciled, and what money nobody can explain."""

import dataclasses
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from chalicelib.domain.reconciliation import Booking, Unmatched
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, JsonAttribute
from chalicelib.tables.changes import Change
from chalicelib.tables.lists import merged_page
from chalicelib.tables.table import Row, find, partition

_PARTITION = "UNMATCHED"
_LOOKED_AT = "RECONCILED"
_MOST_SHOWN = 100


class ReconciledRow(Row):
    """RECONCILED / Stripe account, `own` for the deployment's."""

    KIND = "Reconciled"
    until = InstantAttribute()


class UnmatchedRow(Row):
    """UNMATCHED / booking id: few or none, so one partition holds them all; by owner ACCOUNT#a#UNMATCHED / time."""

    KIND = "Unmatched"
    booking = JsonAttribute()
    stripe_account = UnicodeAttribute(null=True)
    account_id = UnicodeAttribute(null=True)
    found_at = InstantAttribute()


def find_reconciled_until(stripe_account: str) -> datetime | None:
    """Every booking before this moment was looked at."""
    row = find(ReconciledRow, _LOOKED_AT, stripe_account or "own")
    return row.until if row else None


def list_reconciled() -> dict[str, datetime]:
    """Of each merchant's Stripe account (`own` for the deployment's) until when it was looked at."""
    rows = [ReconciledRow.of(item) for item in partition(_LOOKED_AT).get(ReconciledRow.KIND, [])]
    return {row.sk: row.until for row in rows}


def reconciled(stripe_account: str, until: datetime) -> Change:
    """Two reconcilers at once only repeat harmless work."""
    return Change("put", ReconciledRow(_LOOKED_AT, stripe_account or "own", until=until), AlreadyDone)


def unmatched(found: Unmatched) -> Change:
    """Money that nobody can explain; finding it again changes nothing."""
    values = dataclasses.asdict(found.booking)
    row = UnmatchedRow(
        _PARTITION,
        found.booking.booking_id,
        booking=values | {"at": clock.to_text(found.booking.at)},
        stripe_account=found.stripe_account or None,
        account_id=found.account_id or None,
        found_at=found.found_at,
    )
    if found.account_id:
        row.owner = _list_of(found.account_id)
        row.owner_sk = f"{clock.to_text(found.booking.at)}#{found.booking.booking_id}"
    return Change("put", row, AlreadyDone)


def explained(found: Unmatched) -> Change:
    """It has found its entry."""
    return Change("delete", UnmatchedRow(_PARTITION, found.booking.booking_id), AlreadyDone)


def list_unmatched() -> list[Unmatched]:
    """All of it."""
    return [_unmatched_of(UnmatchedRow.of(item)) for item in partition(_PARTITION).get(UnmatchedRow.KIND, [])]


def list_unmatched_of(account_id: str) -> list[Unmatched]:
    """The newest of an account's."""
    found = merged_page(UnmatchedRow, [_list_of(account_id)], None, _MOST_SHOWN, newest_first=True, make=_unmatched_of)
    return found.items


def _list_of(account_id: str) -> str:
    return f"ACCOUNT#{account_id}#UNMATCHED"


def _unmatched_of(row: UnmatchedRow) -> Unmatched:
    return Unmatched(
        Booking(**row.booking | {"at": clock.from_text(row.booking["at"])}),
        row.stripe_account or "",
        row.account_id or "",
        row.found_at,
    )
