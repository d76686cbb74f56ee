"""The rush for numbers: many workers at once, from real threads, answers lost, and never a gap."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.actions import invoicing
from chalicelib.domain.invoice_numbers import Series
from chalicelib.domain.invoices import Invoice
from chalicelib.domain.payments import Refund
from chalicelib.handlers.workers import invoicing as worker
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Busy
from chalicelib.tables import events, facts, invoices, orders, payments
from tests.tables.writing import lost_answers, wire, write
from tests.unit import invoicing as making_invoices
from tests.unit import making
from tests.unit.making import NOW, new_id


class Office:
    """An account that makes out invoices, and its paid orders."""

    def __init__(self) -> None:
        self.account_id, self.event_id = new_id("acc"), new_id("evt")
        event = making.event(event_id=self.event_id, slug=self.event_id, account_id=self.account_id)
        settings = making_invoices.settings(account_id=self.account_id)
        write(events.new_event(event), invoices.save_invoicing(settings))
        self.series = Series(self.account_id, "invoice", 2031)

    def paid(self, **fields: object) -> str:
        """The id of a new paid order."""
        order = making_invoices.paid_order(
            order_id=new_id("ord"), account_id=self.account_id, event_id=self.event_id, takes=[], **fields
        )
        paid = making_invoices.payment(order_id=order.order_id, payment_id=new_id("pay"))
        write(orders.new_order(order), payments.new_payment(paid))
        return order.order_id

    def refund(self, order_id: str, amount_minor: int) -> None:
        """Money went back."""
        [payment] = orders.get_file(order_id).payments
        back = Refund(
            order_id, new_id("ref"), payment.payment_id, amount_minor, "EUR", "SUCCEEDED", "asked",
            NOW + timedelta(minutes=amount_minor),
        )  # fmt: skip
        write(payments.new_refund(back))

    def check(self, order_ids: list[str]) -> None:
        """Each order has one invoice, and their numbers are 1, 2, 3 …"""
        found = [one for order_id in order_ids for one in documents(order_id)]
        assert len(found) == len(order_ids)
        assert sorted(one.place for one in found) == list(range(1, len(found) + 1))
        assert {one.number for one in found} == {f"2031-{place:06}" for place in range(1, len(found) + 1)}
        assert invoices.last_place(self.series) == len(found)


def documents(order_id: str) -> list[Invoice]:
    return list(invoices.list_invoices(order_id))


@pytest.fixture
def office() -> Office:
    return Office()


def until_done(order_ids: list[str]) -> None:
    """As a queue does: what was too busy comes again."""
    while True:
        try:
            invoicing.issue(order_ids, NOW)
            return
        except Busy:
            continue


@pytest.mark.req("INV-14")
def test_sixteen_workers_at_once_leave_no_gap_and_repeat_no_number(office: Office) -> None:
    order_ids = [office.paid() for _ in range(48)]
    batches = [order_ids[start : start + 6] for start in range(0, 48, 3)]  # each order is asked for twice
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(until_done, batches))
    office.check(order_ids)


@pytest.mark.req("INV-14")
def test_a_batch_of_ten_is_one_commit(office: Office) -> None:
    order_ids = [office.paid() for _ in range(10)]
    with wire("TransactWriteItems") as seen:
        assert len(invoicing.issue(order_ids, NOW)) == 10
    assert len(seen.sent) == 1
    office.check(order_ids)


@pytest.mark.req("INV-14")
def test_a_lost_answer_costs_no_number(office: Office) -> None:
    order_ids = [office.paid() for _ in range(3)]
    with lost_answers("TransactWriteItems", 2):
        invoicing.issue(order_ids, NOW)
    invoicing.issue(order_ids, NOW)
    office.check(order_ids)


def test_the_same_order_again_changes_nothing(office: Office) -> None:
    order_id = office.paid()
    [made] = invoicing.issue([order_id, order_id], NOW)
    assert invoicing.issue([order_id], NOW + timedelta(days=400)) == []
    assert documents(order_id) == [made]


def test_two_workers_on_both_sides_of_new_year_make_one_invoice(office: Office) -> None:
    order_ids = [office.paid() for _ in range(6)]
    years = [NOW, NOW + timedelta(days=365)] * 4
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda now: invoicing.issue(order_ids, now), years))
    found = [one for order_id in order_ids for one in documents(order_id)]
    assert len(found) == 6
    for year in (2031, 2032):
        mine = sorted(one.place for one in found if one.year == year)
        assert mine == list(range(1, len(mine) + 1))
        assert invoices.last_place(replace(office.series, year=year)) == len(mine)


def test_what_was_issued_stays_when_the_seller_moves(office: Office) -> None:
    order_id = office.paid()
    [made] = invoicing.issue([order_id], NOW)
    moved = replace(invoices.get_invoicing(office.account_id), city="Bremen", invoice_pattern="B{year}/{number}")
    write(invoices.save_invoicing(moved))
    assert documents(order_id) == [made]
    [later] = invoicing.issue([office.paid()], NOW)
    assert (later.seller.city, later.number) == ("Bremen", "B2031/2")


def test_free_test_and_open_orders_get_no_invoice(office: Office) -> None:
    order_ids = [
        office.paid(is_test=True),
        office.paid(total_minor=0),
        office.paid(completed_at=None, state="RESERVED"),
    ]
    assert invoicing.issue(order_ids, NOW) == []
    assert invoices.last_place(office.series) == 0


def test_an_account_without_seller_issues_nothing_and_later_what_is_asked_for(office: Office) -> None:
    order_id = office.paid()
    settings = invoices.get_invoicing(office.account_id)
    write(invoices.save_invoicing(replace(settings, is_on=False)))
    assert invoicing.issue([order_id], NOW) == []
    write(invoices.save_invoicing(replace(settings, version=2)))
    assert [one.number for one in invoicing.issue([order_id], NOW)] == ["2031-000001"]


@pytest.mark.req("INV-14")
def test_each_refund_has_a_credit_note_of_a_series_of_its_own(office: Office) -> None:
    order_id = office.paid()
    for amount in (1000, 3474, 10_000):
        office.refund(order_id, amount)
    made = invoicing.issue([order_id], NOW)
    assert [one.number for one in made] == ["2031-000001", "CN2031-000001", "CN2031-000002", "CN2031-000003"]
    invoice, *notes = documents(order_id)
    assert [note.total_minor for note in notes] == [1000, 3474, 10_000]
    assert {note.credits for note in notes} == {invoice.number}
    assert sum(note.net_minor for note in notes) == invoice.net_minor


def test_refunds_that_are_credited_at_once_end_exactly(office: Office) -> None:
    order_id = office.paid()
    invoicing.issue([order_id], NOW)
    for amount in (3333, 3334, 7807):
        office.refund(order_id, amount)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: until_done([order_id]), range(8)))
    invoice, *notes = documents(order_id)
    assert [note.place for note in notes] == [1, 2, 3]
    for row in invoice.taxes:
        credited = [one.amount_minor for note in notes for one in note.taxes if one.tax_id == row.tax_id]
        assert sum(credited) == row.amount_minor


def test_corrections_are_due_even_where_invoices_are_off_by_now(office: Office) -> None:
    order_id = office.paid()
    invoicing.issue([order_id], NOW)
    write(invoices.save_invoicing(replace(invoices.get_invoicing(office.account_id), is_on=False)))
    office.refund(order_id, 1000)
    assert [one.document for one in invoicing.issue([order_id], NOW)] == ["credit_note"]


def test_what_was_issued_is_announced_without_names(office: Office) -> None:
    order_id = office.paid()
    [made] = invoicing.issue([order_id], NOW)
    [fact] = facts.list_of(order_id)
    assert (fact["name"], fact["by"]) == ("InvoiceIssued", "invoicing")
    assert fact["data"] == {"invoice_id": made.invoice_id, "number": "2031-000001", "amount_minor": 14474}


def deliver(bodies: dict[str, str]) -> set[str]:
    """Hand messages to the worker in one batch; returns which of them failed."""
    records = [{"messageId": message, "body": body} for message, body in bodies.items()]
    clock.set_source(lambda: NOW)
    try:
        answer = worker.invoices({"Records": records}, None)
    finally:
        clock.set_source(None)
    return {failed["itemIdentifier"] for failed in answer["batchItemFailures"]}


def test_an_order_that_cannot_be_invoiced_stops_no_other(office: Office) -> None:
    order_ids = {name: office.paid() for name in ("first", "second", "third")}
    bodies = {name: json.dumps({"order_id": order_id}) for name, order_id in order_ids.items()}
    poison = {"nobody": json.dumps({"order_id": new_id("ord")}), "torn": '{"order_id": ', "empty": "{}", "list": "[1]"}
    failed = deliver(bodies | poison)
    assert failed >= poison.keys()
    assert deliver({name: body for name, body in (bodies | poison).items() if name in failed}) >= poison.keys()
    deliver(bodies)
    office.check(list(order_ids.values()))
