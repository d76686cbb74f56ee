"""Invoices as rows: written once, under numbers that a counter gives away with them."""

from dataclasses import replace

import pytest

from chalicelib.domain.events import StaleEdit
from chalicelib.domain.invoice_numbers import Series
from chalicelib.domain.invoices import Invoice, Invoicing
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import invoices
from chalicelib.tables.invoices import SeriesMoved
from chalicelib.tables.lists import index_keys
from tests.tables.writing import write
from tests.unit import invoicing
from tests.unit.making import new_id


@pytest.fixture
def series() -> Series:
    """Of an account that has issued nothing."""
    return Series(new_id("acc"), "invoice", 2031)


def of(series: Series, place: int = 1) -> Invoice:
    """An issued invoice of an order of its own."""
    made = invoicing.issued(invoicing.draft(), place)
    return replace(made, account_id=series.account_id, order_id=new_id("ord"), invoice_id=new_id("inv"))


def test_a_new_series_begins_at_the_beginning_once(series: Series) -> None:
    assert invoices.last_place(series) == 0
    write(invoices.advance(series, 0, 3))
    assert invoices.last_place(series) == 3
    with pytest.raises(SeriesMoved):
        write(invoices.advance(series, 0, 1))
    assert invoices.last_place(series) == 3


def test_a_series_moves_on_from_where_it_was_seen(series: Series) -> None:
    write(invoices.advance(series, 0, 3))
    write(invoices.advance(series, 3, 2))
    with pytest.raises(SeriesMoved):
        write(invoices.advance(series, 3, 2))
    assert invoices.last_place(series) == 5


def test_a_series_that_was_never_moved_cannot_be_moved_on(series: Series) -> None:
    with pytest.raises(SeriesMoved):
        write(invoices.advance(series, 3, 1))
    assert invoices.last_place(series) == 0


def test_each_account_document_and_year_counts_for_itself(series: Series) -> None:
    write(invoices.advance(series, 0, 3))
    others = [replace(series, year=2032), replace(series, document="credit_note"), replace(series, account_id="acc_2")]
    assert [invoices.last_place(other) for other in others] == [0, 0, 0]


@pytest.mark.req("INV-13")
def test_an_invoice_is_read_as_it_was_written(series: Series) -> None:
    invoice = of(series)
    write(invoices.new_invoice(invoice))
    assert list(invoices.list_invoices(invoice.order_id)) == [invoice]


def test_an_invoice_of_almost_nothing_is_read_as_it_was_written(series: Series) -> None:
    line = replace(invoicing.draft().lines[0], name="", unit_price_minor=0, net_minor=0)
    bare = replace(of(series), lines=[line], taxes=[], net_minor=0, subject="", terms="", footer="", supplied_on="")
    write(invoices.new_invoice(bare))
    assert list(invoices.list_invoices(bare.order_id)) == [bare]


def test_an_invoice_is_written_once_and_takes_no_second_number_with_it(series: Series) -> None:
    invoice = of(series)
    write(invoices.advance(series, 0, 1), invoices.new_invoice(invoice))
    again = replace(invoice, place=2, number="2031-000002")
    with pytest.raises(AlreadyDone):
        write(invoices.advance(series, 1, 1), invoices.new_invoice(again))
    assert (invoices.last_place(series), list(invoices.list_invoices(invoice.order_id))) == (1, [invoice])


def test_an_order_has_its_invoice_first_and_then_its_credit_notes(series: Series) -> None:
    invoice = of(series, 9)
    notes = [replace(of(series, place), order_id=invoice.order_id, document="credit_note") for place in (2, 1)]
    for one in (*notes, invoice):
        write(invoices.new_invoice(one))
    assert [one.place for one in invoices.list_invoices(invoice.order_id)] == [9, 1, 2]


def test_a_series_is_listed_by_its_numbers(series: Series) -> None:
    for place in (10, 2, 1):
        write(invoices.new_invoice(of(series, place)))
    keys = index_keys("by_owner", f"ACCOUNT#{series.account_id}#invoice#2031")
    assert [int(sk) for sk, _ in keys] == [1, 2, 10]


def test_of_two_edits_of_one_version_the_second_is_stale() -> None:
    account = new_id("acc")
    assert invoices.get_invoicing(account) == Invoicing(account)
    settings = invoicing.settings(account_id=account)
    write(invoices.save_invoicing(settings))
    assert invoices.get_invoicing(account) == replace(settings, version=1)
    with pytest.raises(StaleEdit):
        write(invoices.save_invoicing(settings))
    write(invoices.save_invoicing(replace(settings, version=1, city="")))
    assert invoices.get_invoicing(account) == replace(settings, version=2, city="")
