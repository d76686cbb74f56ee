"""Disputes and whatever happens at the same moment: answers stay known, and no ticket stays valid."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from chalicelib.domain.orders import OrderMoved
from chalicelib.kernel.errors import Busy, Unreachable
from tests.api.disputing import disputed, evidence_path, state
from tests.shop import Shop, wait_for


@pytest.mark.req("PAY-13")
@pytest.mark.usefixtures("aws")
def test_an_answer_is_remembered_whoever_notes_the_notice_at_that_moment(shop: Shop) -> None:
    """Each final answer makes the bank's notice come at once: several workers and the answer race."""
    from chalicelib.actions import refunding
    from chalicelib.kernel import clock

    _, order, dispute = disputed(shop)
    path = evidence_path(order, dispute)
    done: list[bool] = []

    def look(_: int) -> None:
        while not done:
            with suppress(Busy, Unreachable):
                refunding.sync(order["id"], clock.now())

    with ThreadPoolExecutor(4) as pool:
        lookers = [pool.submit(look, number) for number in range(3)]
        shop.post(path, {"text": "winning_evidence", "submit": True})
        done.append(True)
        for looker in lookers:
            looker.result()
    found = state(shop, order, "WON")["disputes"][0]
    assert (found["answer"], bool(found["answered_at"])) == ("winning_evidence", True)
    assert shop.facts(order["id"]).count("DisputeAnswered") == 1


@pytest.mark.req("PAY-13")
@pytest.mark.usefixtures("aws")
def test_a_ticket_that_is_given_back_leaves_no_other_valid(shop: Shop) -> None:
    from chalicelib.actions import disputes
    from chalicelib.kernel import clock
    from chalicelib.tables import orders, tickets
    from chalicelib.tables.commit import commit

    own = Shop.opened(shop.cloud)
    own.protect(voids_on_dispute=True)
    _, order, dispute = disputed(own, units=6)
    wait_for(lambda: {one["state"] for one in own.order(order["id"])["holders"]} == {"VOID"}, "void tickets")
    own.post(f"/orders/{order['id']}/tickets/revalidate", {})
    valid = orders.get_file(order["id"]).tickets

    def give_back(number: int) -> None:
        with suppress(OrderMoved):
            commit([tickets.void(valid[number])], [], now=clock.now(), by="test")

    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(give_back, number) for number in range(3)]
        futures.append(pool.submit(disputes.void_tickets, order["id"], dispute["id"], clock.now()))
        for future in futures:
            future.result()
    assert {ticket.state for ticket in orders.get_file(order["id"]).tickets} == {"VOID"}


@pytest.mark.req("PAY-13")
@pytest.mark.usefixtures("aws")
def test_tickets_that_are_issued_after_the_dispute_was_opened_are_void_as_well(shop: Shop) -> None:
    from chalicelib.actions import disputes, fulfilment
    from chalicelib.domain.payments import Dispute
    from chalicelib.kernel import clock
    from chalicelib.tables import disputes as rows
    from chalicelib.tables import orders
    from chalicelib.tables.commit import commit

    own = Shop.opened(shop.cloud)
    own.protect(voids_on_dispute=True)
    order_id = paid_and_not_fulfilled(own)
    file, now = orders.get_file(order_id), clock.now()
    about = Dispute(order_id, "dp_early", file.payments[0].payment_id, 2500, "EUR", "NEEDS_ANSWER", "other", now)
    noted = [rows.noted_dispute(about, file.order.account_id), rows.marked(file.order, "open")]
    commit(noted, [], now=now, by="test")
    disputes.void_tickets(order_id, "dp_early", now)
    fulfilment.issue_tickets(order_id, clock.now())
    assert {ticket.state for ticket in orders.get_file(order_id).tickets} == {"VOID"}


def paid_and_not_fulfilled(shop: Shop) -> str:
    """The id of an order that is complete while nobody has made its tickets: no fact of it has left the table."""
    from chalicelib.kernel import clock
    from chalicelib.tables import orders, payments
    from chalicelib.tables.commit import commit

    event, product = shop.on_sale()
    buyer = shop.buyer()
    order = buyer.reserve(event, product, 1)
    buyer.check_out(order)
    file = orders.get_file(order["id"])
    changes = [orders.move(file.order, "COMPLETED", at=clock.now()), payments.succeeded(file.payments[0])]
    commit(changes, [], now=clock.now(), by="test")
    return str(order["id"])
