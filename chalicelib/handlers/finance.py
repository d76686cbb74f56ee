"""An account's books: entries, a month's sums, and money that nobody can explain."""

from chalice.app import Blueprint

from chalicelib.actions import books
from chalicelib.domain.accounts import Caller
from chalicelib.handlers.models.finance import (
    BooksOut,
    CurrencySumOut,
    EntryList,
    EntryOut,
    EntryQuery,
    MonthQuery,
    UnmatchedList,
    UnmatchedOut,
    YearOut,
    YearQuery,
    YearSumOut,
    month_of,
)
from chalicelib.handlers.route import route

routes = Blueprint(__name__)


@route(routes, "GET", "/finance/entries", allow="payments.read")
def list_entries(caller: Caller, query: EntryQuery) -> EntryList:
    """Every movement of the account's money in a month, newest first."""
    page = books.list_entries(month_of(query.month), query.cursor, query.limit, caller)
    return EntryList(items=[EntryOut.of(entry) for entry in page.items], next=page.next)


@route(routes, "GET", "/finance/summary", allow="payments.read")
def get_summary(caller: Caller, query: MonthQuery) -> BooksOut:
    """What came in and went out in a month, and the tax that it contains: sums of the entries."""
    sums = books.sums_of(month_of(query.month), caller)
    return BooksOut(month=query.month, currencies=[CurrencySumOut.of(found) for found in sums])


@route(routes, "GET", "/finance/gross", allow="payments.read")
def get_gross(caller: Caller, query: YearQuery) -> YearOut:
    """What buyers have paid in a year, month by month: the gross amount of tax forms such as the 1099-K."""
    found = books.gross_of(query.year, caller)
    return YearOut(year=query.year, currencies=[YearSumOut.of(currency, months) for currency, months in found.items()])


@route(routes, "GET", "/finance/unmatched", allow="payments.read")
def list_unmatched(caller: Caller) -> UnmatchedList:
    """Money at the payment provider that the books do not explain, although everything was asked for once more."""
    return UnmatchedList(items=[UnmatchedOut.of(found) for found in books.list_unmatched(caller)])
