"""The books as rows: noted once, listed by month, found by the reconciler."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.ledger import Entry, TaxPart, entry_id
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import ledger
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


@pytest.fixture
def entry() -> Entry:
    """Fifty euros that came in by card."""
    charge = new_id("ch")
    taxes = [TaxPart("tax_1", "VAT", "19", 798)]
    return Entry(
        entry_id("payment", charge), new_id("acc"), "payment", 5000, "EUR", NOW, "stripe", "evt_1", new_id("ord"),
        charge, "card", taxes=taxes,
    )  # fmt: skip


def test_an_entry_is_noted_once_and_comes_back_whole(entry: Entry) -> None:
    write(ledger.new_entry(entry))
    with pytest.raises(AlreadyDone):
        write(ledger.new_entry(replace(entry, amount_minor=1)))
    key = (entry.order_id, entry.account_id, entry.entry_id)
    assert ledger.find_entries([key, (entry.order_id, entry.account_id, "ent_none")]) == {entry.entry_id: entry}


def test_a_month_of_an_accounts_books_newest_first_page_by_page(entry: Entry) -> None:
    made = [
        replace(entry, entry_id=new_id("ent"), at=NOW + timedelta(minutes=number), amount_minor=number)
        for number in range(7)
    ]
    write(*[ledger.new_entry(one) for one in made])
    write(ledger.new_entry(replace(entry, entry_id=new_id("ent"), at=NOW + timedelta(days=40))))
    write(ledger.new_entry(replace(entry, entry_id=new_id("ent"), account_id="acc_other")))
    first = ledger.list_entries(entry.account_id, NOW, None, 4)
    rest = ledger.list_entries(entry.account_id, NOW, first.next, 4)
    assert [one.amount_minor for one in [*first.items, *rest.items]] == [6, 5, 4, 3, 2, 1, 0]
    assert rest.next is None


def test_a_payout_belongs_to_its_account(entry: Entry) -> None:
    payout = replace(entry, kind="payout", order_id="", event_id="", taxes=[], method="")
    write(ledger.new_entry(payout))
    assert ledger.find_entries([("", payout.account_id, payout.entry_id)]) == {payout.entry_id: payout}
