"""An order's documents for who looks at them: whether more will come, and who is asked to draw what is not there."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.actions import invoice_papers, invoicing
from chalicelib.domain.events import EventNotFound
from chalicelib.domain.invoices import Invoicing
from chalicelib.gateways.clients import aws
from chalicelib.tables import invoices, orders
from chalicelib.tables.lookups import background_of
from tests.tables.test_invoicing import Office, deliver
from tests.tables.writing import wire, write
from tests.unit.making import NOW, new_id

LOST = (200, {"MessageId": "lost on its way"})
LATER = NOW + timedelta(minutes=2)


@pytest.fixture
def office() -> Office:
    return Office()


def look(order_id: str, now: datetime = NOW) -> tuple[list[bool], bool]:
    """(which documents have links, whether there is no need to look again)."""
    found = invoice_papers.list_of_order(order_id, now)
    return [bool(paper.url) for paper in found.items], found.is_ready


def asked(order_id: str, *, at: datetime, times: int = 1) -> int:
    """How many messages so many looks at once send, none of which arrives."""
    with wire("SendMessage", [LOST] * times, aws("sqs")) as sqs, ThreadPoolExecutor(times) as threads:
        list(threads.map(lambda _: look(order_id, at), range(times)))
    sent = [json.loads(body["MessageBody"]) for body in sqs.sent]
    assert sent == [{"order_id": order_id, "draw": True}] * len(sent)
    return len(sent)


def test_a_document_that_was_not_drawn_is_drawn_when_somebody_looks_for_it(office: Office) -> None:
    order_id = office.paid()
    invoicing.issue([order_id], NOW)
    assert look(order_id) == ([False], False)
    assert deliver({"again": json.dumps({"order_id": order_id, "draw": True})}) == set()
    assert look(order_id) == ([True], True)


def test_where_invoices_are_off_nothing_is_to_be_waited_for(office: Office) -> None:
    order_id = office.paid()
    write(invoices.save_invoicing(replace(invoices.get_invoicing(office.account_id), is_on=False)))
    assert look(order_id) == ([], True)


def test_an_invoice_that_is_due_and_not_issued_yet_is_waited_for(office: Office) -> None:
    order_id = office.paid()
    assert look(order_id) == ([], False)
    invoice_papers.issue_and_draw([order_id], NOW)
    assert look(order_id) == ([True], True)
    office.refund(order_id, 1000)
    assert look(order_id) == ([True], False)
    invoice_papers.issue_and_draw([order_id], NOW)
    assert look(order_id) == ([True, True], True)


def test_an_order_that_owes_nothing_yet_lacks_nothing(office: Office) -> None:
    assert look(office.paid(state="RESERVED", completed_at=None)) == ([], True)


def test_a_document_that_cannot_be_drawn_is_asked_for_once_in_five_minutes(office: Office) -> None:
    order_id = office.paid()
    invoicing.issue([order_id], NOW)
    assert asked(order_id, at=NOW + timedelta(seconds=30), times=3) == 0  # who has issued it is drawing it
    assert asked(order_id, at=LATER, times=8) == 1
    assert asked(order_id, at=LATER + timedelta(minutes=1), times=3) == 0
    assert asked(order_id, at=LATER + timedelta(minutes=5), times=3) == 1


def test_a_proforma_is_asked_for_at_the_first_look_and_not_at_each(office: Office) -> None:
    order_id = office.paid(state="AWAITING_OFFLINE_PAYMENT", completed_at=None, method="bank")
    assert asked(order_id, at=NOW, times=8) == 1
    assert asked(order_id, at=NOW + timedelta(seconds=20), times=3) == 0
    assert look(order_id) == ([False], False)


@pytest.mark.req("MSG-1")
def test_a_mail_takes_the_invoice_along_once_it_is_drawn(office: Office) -> None:
    order = orders.get_order(office.paid())
    behind = background_of(order)
    assert (behind.event.event_id, behind.invoicing.is_on, behind.invoice) == (office.event_id, True, None)
    issued = invoicing.issue([order.order_id], NOW)
    assert [background_of(order).invoice] == issued
    assert invoice_papers.find_drawn(background_of(order).invoice) is None
    invoice_papers.draw(issued)
    assert (invoice_papers.find_drawn(background_of(order).invoice) or b"").startswith(b"%PDF-")


@pytest.mark.req("MSG-1")
def test_an_account_that_has_saved_nothing_makes_out_no_invoices(office: Office) -> None:
    order = orders.get_order(office.paid())
    elsewhere = replace(order, account_id=new_id("acc"))
    assert background_of(elsewhere).invoicing == Invoicing(elsewhere.account_id)
    with pytest.raises(EventNotFound):
        background_of(replace(order, event_id=new_id("evt")))
