"""An account's books: its ledger's entries, and their sums."""

from datetime import UTC, datetime

from chalicelib.domain.accounts import Caller
from chalicelib.domain.books import CurrencySum, fold
from chalicelib.domain.ledger import Entry
from chalicelib.domain.reconciliation import Unmatched
from chalicelib.tables import ledger, reconciliation
from chalicelib.tables.lists import Page, every

_AT_ONCE = 100
_MONTHS = range(1, 13)


def list_entries(month: datetime, cursor: str | None, limit: int, caller: Caller) -> Page[Entry]:
    """The account's entries of a month (UTC), newest first."""
    return ledger.list_entries(caller.account_id, month, cursor, limit)


def sums_of(month: datetime, caller: Caller) -> list[CurrencySum]:
    """The month's sums by currency. Each entry is read: they are folds, never counters that may drift."""
    return fold(every(lambda cursor: ledger.list_entries(caller.account_id, month, cursor, _AT_ONCE)))


def list_unmatched(caller: Caller) -> list[Unmatched]:
    """Money at the account's provider that nobody can explain; the platform's own is its operators' to look at."""
    return reconciliation.list_unmatched_of(caller.account_id)


def gross_of(year: int, caller: Caller) -> dict[str, list[CurrencySum]]:
    """Currency → its sums of each month of a year (UTC), as tax forms such as the 1099-K ask for them."""
    months = [{one.currency: one for one in sums_of(datetime(year, month, 1, tzinfo=UTC), caller)} for month in _MONTHS]
    currencies = sorted({currency for month in months for currency in month})
    return {one: [month.get(one, CurrencySum(one)) for month in months] for one in currencies}
