"""Members cancel and complete orders: once, whoever else is at it."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests import versions
from tests.api.staffing import references, soon
from tests.shop import Buyer, Shop, wait_for

WHY = {"reason": "buyer_asked", "note": "They called."}


@pytest.fixture
def sold(shop: Shop) -> tuple[str, str, Buyer, dict[str, Any]]:
    """(event, product, buyer, order) of two free tickets."""
    event, product = shop.on_sale(price_minor=0, capacity=10)
    buyer = shop.buyer("Béatrice O'Neil")
    return event, product, buyer, buyer.buy(event, product, 2)


def member_of(shop: Shop) -> Any:
    """The organizer as the actions know them."""
    from chalicelib.domain.accounts import on_behalf_of

    me = shop.get("/me")
    return on_behalf_of(me["account"]["id"], me["member"]["user_id"])


def put_into(state: str, held: dict[str, Any]) -> None:
    """Bring an order into a state that its own way does not lead to within a test."""
    from chalicelib.kernel import clock
    from chalicelib.tables import orders
    from chalicelib.tables.commit import commit

    commit([orders.move(orders.get_order(held["id"]), state)], [], now=clock.now(), by="test")  # type: ignore[arg-type]


@pytest.mark.req("ORD-13")
def test_cancelling_a_paid_order_voids_its_tickets_gives_back_units_and_money_once(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=5)
    buyer = shop.buyer()
    order = buyer.buy(event, product, 2)
    assert shop.order(order["id"])["refundable_minor"] == 5000
    path = f"/orders/{order['id']}/cancel"
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: shop.send("POST", path, WHY | {"refund": "full"}), range(6)))
    assert {answer.status_code for answer in answers} == {200}
    wait_for(lambda: shop.order(order["id"])["refunded_minor"] == 5000, "the refund")
    found = shop.order(order["id"])
    assert (found["state"], found["refundable_minor"]) == ("CANCELLED", 0)
    assert {holder["state"] for holder in found["holders"]} == {"VOID"}
    assert shop.free(event) == 5
    assert [fact["data"]["reason"] for fact in found["facts"] if fact["name"] == "OrderCancelled"] == ["buyer_asked"]
    assert shop.facts(order["id"]).count("RefundRequested") == 1
    [trace] = found["edits"]
    assert (trace["reason"], trace["note"]) == ("buyer_asked", "They called.")
    assert trace["changes"] == [{"field": "state", "before": "COMPLETED", "after": "CANCELLED"}]
    assert shop.scan(event, order["tickets"][0]["code"])["verdict"] == "void"
    soon(shop, event, [order["reference"]], state="CANCELLED")
    assert references(shop, event, state="COMPLETED") == []


def test_money_stays_where_it_is_unless_asked_for(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=5)
    order = shop.buyer().buy(event, product)
    cancelled = shop.post(f"/orders/{order['id']}/cancel", WHY | {"refund": "none"})
    assert (cancelled["state"], cancelled["refundable_minor"]) == ("CANCELLED", 2500)
    assert "RefundRequested" not in shop.facts(order["id"])


def test_cancelling_an_unpaid_order_cancels_its_payment_first(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=5)
    buyer = shop.buyer()
    held = buyer.reserve(event, product, 2)
    checked_out = buyer.check_out(held)
    cancelled = shop.post(f"/orders/{held['id']}/cancel", WHY | {"refund": "none"})
    assert cancelled["state"] == "CANCELLED"
    assert shop.free(event) == 5
    assert buyer.pay(checked_out).status_code == 400
    assert [edit["reason"] for edit in cancelled["edits"]] == ["buyer_asked"]


def test_what_is_over_cannot_be_cancelled_or_completed(shop: Shop, sold: tuple) -> None:
    event, product, _, order = sold
    held = shop.buyer().reserve(event, product)
    refused = shop.send("POST", f"/orders/{held['id']}/complete", {"reason": "mistake"})
    assert (refused.status_code, refused.json()["code"]) == (409, "order_not_completable")
    done = shop.post(f"/orders/{order['id']}/complete", {"reason": "mistake"})
    assert (done["state"], done["edits"]) == ("COMPLETED", [])
    for body in ({}, {"reason": "whim", "refund": "none"}, WHY, WHY | {"refund": "none", "note": "x" * 501}):
        assert shop.send("POST", f"/orders/{order['id']}/cancel", body).status_code == 422, body


def test_a_large_order_is_void_as_a_whole(shop: Shop) -> None:
    event, product = shop.on_sale(price_minor=0, capacity=99, max_per_order=99)
    order = shop.buyer().buy(event, product, 99)
    wait_for(lambda: len(shop.order(order["id"])["holders"]) == 99, "all tickets")
    cancelled = shop.post(f"/orders/{order['id']}/cancel", WHY | {"refund": "none"})
    assert {holder["state"] for holder in cancelled["holders"]} == {"VOID"}
    assert shop.free(event) == 99


def test_nobody_edits_or_cancels_another_accounts_order(shop: Shop, other_shop: Shop, sold: tuple) -> None:
    order = sold[3]
    for method, path, body in (
        ("PATCH", "", {"name": "x"}),
        ("PATCH", "/tickets/1", {"name": "x"}),
        ("POST", "/cancel", WHY | {"refund": "none"}),
        ("POST", "/complete", {"reason": "other"}),
    ):
        refused = other_shop.send(method, f"/orders/{order['id']}{path}", body, **versions.of(1))
        assert (refused.status_code, refused.json()["code"]) == (404, "order_not_found"), path


@pytest.mark.usefixtures("aws")
def test_tickets_and_a_cancellation_at_the_same_moment_leave_no_valid_ticket(shop: Shop) -> None:
    from chalicelib.actions import cancelling, fulfilment
    from chalicelib.kernel import clock

    event, product = shop.on_sale(price_minor=0, capacity=200)
    act = cancelling.Act(member_of(shop), "mistake", "", clock.now())
    for round_ in range(8):
        buyer = shop.buyer()
        held = buyer.reserve(event, product, 2)
        buyer.check_out(held)
        with ThreadPoolExecutor(4) as pool:
            issuing = [pool.submit(fulfilment.issue_tickets, held["id"], clock.now()) for _ in range(1 + round_ % 2)]
            cancelled = pool.submit(cancelling.cancel, held["id"], "none", act)
            for done in (cancelled, *issuing):
                done.exception()
        cancelling.cancel(held["id"], "none", act)
        fulfilment.issue_tickets(held["id"], clock.now())
        found = shop.order(held["id"])
        assert found["state"] == "CANCELLED"
        assert "VALID" not in {holder["state"] for holder in found["holders"]}
        assert shop.facts(held["id"]).count("OrderCancelled") == 1
    assert shop.free(event) == 200


@pytest.mark.req("ORD-13")
@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(("state", "paid"), [("REVIEW", []), ("AWAITING_OFFLINE_PAYMENT", ["offline"])])
def test_staff_complete_an_order_once_and_its_tickets_follow(shop: Shop, state: str, paid: list[str]) -> None:
    event, product = shop.on_sale()
    buyer = shop.buyer()
    held = buyer.reserve(event, product)
    buyer.check_out(held)
    put_into(state, held)
    why = {"reason": "payment_received", "note": "By bank."}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: shop.send("POST", f"/orders/{held['id']}/complete", why), range(4)))
    assert {answer.status_code for answer in answers} == {200}
    wait_for(lambda: shop.order(held["id"])["holders"], "the ticket")
    found = shop.order(held["id"])
    assert [payment["provider"] for payment in found["payments"] if payment["state"] == "SUCCEEDED"] == paid
    assert [edit["changes"][0]["before"] for edit in found["edits"]] == [state]
    assert shop.facts(held["id"]).count("OrderPaid") == 1


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("state", ["REVIEW", "AWAITING_OFFLINE_PAYMENT", "AWAITING_APPROVAL"])
def test_an_order_that_waits_can_be_cancelled(shop: Shop, state: str) -> None:
    event, product = shop.on_sale(capacity=3)
    buyer = shop.buyer()
    held = buyer.reserve(event, product)
    buyer.check_out(held)
    put_into(state, held)
    cancelled = shop.post(f"/orders/{held['id']}/cancel", WHY | {"refund": "full"})
    assert cancelled["state"] == "CANCELLED"
    assert shop.free(event) == 3


def test_a_corrected_name_stands_on_the_ticket_as_well(shop: Shop, sold: tuple) -> None:
    buyer, order = sold[2:]
    token = {"id": order["id"], "token": order["token"]}
    wait_for(lambda: buyer.see(token, "/documents")["ready"], "the first PDF")
    url = buyer.see(token, "/documents")["tickets_url"]
    before = shop.session.get(url, timeout=10).content
    shop.patch(f"/orders/{order['id']}/tickets/1", {"name": "Somebody Else"}, **versions.holder(shop, order["id"], 1))
    wait_for(lambda: shop.session.get(url, timeout=10).content != before, "the new PDF")
    assert len(wait_for(buyer.mails, "the confirmation")) == 1


def test_the_same_key_cancels_once(shop: Shop, sold: tuple) -> None:
    order, key = sold[3], str(uuid.uuid4())
    for _ in range(2):
        cancelled = shop.post(f"/orders/{order['id']}/cancel", WHY | {"refund": "none"}, key)
    assert len(cancelled["edits"]) == 1


@pytest.mark.req("EVT-6", "INV-1")
def test_what_was_held_before_an_event_was_called_off_cannot_be_paid_any_more(shop: Shop) -> None:
    event, product = shop.on_sale()
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    shop.post(f"/events/{event}/cancel", {})
    details = {"buyer": {"name": buyer.name, "email": buyer.email}}
    wait_for(lambda: buyer.on(order, "checkout", details).status_code == 409, "the refusal")
    assert buyer.on(order, "checkout", details).json()["code"] == "order_not_payable"
