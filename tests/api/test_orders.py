"""What members do with orders: find, edit, cancel, complete."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.shop import Buyer, Shop, wait_for

WHY = {"reason": "buyer_asked", "note": "They called."}


def search(shop: Shop, event: str, what: str = "orders", **query: str) -> list[dict[str, Any]]:
    """All items that a search finds."""
    return shop.get(f"/events/{event}/{what}?{urlencode(query)}")["items"]  # type: ignore[no-any-return]


def references(shop: Shop, event: str, **query: str) -> list[str]:
    """The references of the orders that a search finds."""
    return [order["reference"] for order in search(shop, event, **query)]


def soon(shop: Shop, event: str, wanted: list[str], **query: str) -> None:
    """The index follows within seconds."""
    wait_for(lambda: references(shop, event, **query) == wanted, f"{wanted} for {query}")


@pytest.fixture
def sold(shop: Shop) -> tuple[str, str, Buyer, dict[str, Any]]:
    """(event, product, buyer, order) of two free tickets."""
    event, product = shop.on_sale(price_minor=0, capacity=10)
    buyer = shop.buyer("Béatrice O'Neil")
    return event, product, buyer, buyer.buy(event, product, 2)


@pytest.mark.req("ORD-10")
def test_an_order_is_found_by_name_address_and_reference(shop: Shop, sold: tuple) -> None:
    event, product, buyer, order = sold
    shop.buyer("Carla Gomez").buy(event, product)
    ref = order["reference"]
    soon(shop, event, [ref], q="beatrice")
    soon(shop, event, [ref], q="neil béa")
    for text in (buyer.email[:14], ref, ref.replace("-", "").lower(), ref[:6], "o'n"):
        assert references(shop, event, q=text) == [ref], text
    assert references(shop, event, q="beatrice carla") == []


@pytest.mark.req("ORD-11")
def test_filters_narrow_the_list_and_go_together_with_a_search(shop: Shop) -> None:
    event, free = shop.on_sale(price_minor=0, capacity=10)
    paid = shop.new_product(event, price_minor=2500, capacity=10)["id"]
    gift = shop.buyer("Ada Gift").buy(event, free)["reference"]
    bought = shop.buyer("Ada Paid").buy(event, paid)["reference"]
    held = shop.buyer().reserve(event, free)["reference"]
    soon(shop, event, [bought, gift], state="COMPLETED")
    soon(shop, event, [held], state="RESERVED")
    soon(shop, event, [held, gift], product_id=free)
    assert references(shop, event, method="stripe") == [bought]
    assert references(shop, event, method="free", state="COMPLETED") == [gift]
    assert references(shop, event, method="stripe", product_id=free) == []
    assert references(shop, event, q="ada", method="free") == [gift]
    moment = shop.get(f"/events/{event}/orders")["items"][1]["reserved_at"]
    assert references(shop, event, **{"from": moment}) == [held, bought]
    assert references(shop, event, to=moment) == [gift]
    assert references(shop, event, q="ada", to=moment) == [gift]


def test_a_search_goes_on_where_it_stopped(shop: Shop) -> None:
    event, product = shop.on_sale(price_minor=0, capacity=20)
    made = [shop.buyer(f"Twin {n}").buy(event, product)["reference"] for n in range(5)]
    for query in ({"q": "twin"}, {"state": "COMPLETED"}):
        soon(shop, event, made[::-1], **query)
        seen, cursor = [], {}
        for _ in range(3):
            page = shop.get(f"/events/{event}/orders?{urlencode({**query, **cursor, 'limit': 2})}")
            seen += [order["reference"] for order in page["items"]]
            cursor = {"cursor": page["next"]}
        assert page["next"] is None
        assert seen == made[::-1]
        other = shop.send("GET", f"/events/{event}/orders?q=other&cursor={first_cursor(shop, event, query)}")
        assert (other.status_code, other.json()["code"]) == (422, "wrong_cursor")


def first_cursor(shop: Shop, event: str, query: dict[str, str]) -> str:
    """The cursor behind the first two."""
    return shop.get(f"/events/{event}/orders?{urlencode({**query, 'limit': 2})}")["next"]  # type: ignore[no-any-return]


def test_a_search_for_nonsense_is_refused_in_words(shop: Shop, sold: tuple) -> None:
    event = sold[0]
    for query in ("state=NEW", "method=gold", "from=yesterday", "q=" + "x" * 101, "sort=name"):
        assert shop.send("GET", f"/events/{event}/orders?{query}").status_code == 422, query


def test_attendees_are_found_by_holder_and_reference(shop: Shop, sold: tuple) -> None:
    event, _, _, order = sold
    shop.patch(f"/orders/{order['id']}/tickets/2", {"name": "Zoë Guest", "email": "zoe@example.com"})
    wait_for(lambda: search(shop, event, "tickets", q="zoe gu"), "the new holder")
    [found] = search(shop, event, "tickets", q="zoe@")
    assert (found["number"], found["holder_name"]) == (2, "Zoë Guest")
    assert [one["number"] for one in search(shop, event, "tickets", q=order["reference"])] == [1, 2]
    assert search(shop, event, "tickets", q="nobody") == []


@pytest.mark.req("ORD-12")
def test_staff_edit_buyer_and_holder_and_the_history_keeps_what_was_there(shop: Shop, sold: tuple) -> None:
    event, product, buyer, order = sold
    shop.buyer().buy(event, product, 8)
    assert shop.free(event) == 0
    shop.patch(f"/orders/{order['id']}", {"name": "Bea", "email": "new@example.com"})
    edited = shop.patch(f"/orders/{order['id']}/tickets/1", {"name": "Gast"})
    assert edited["buyer"] == {"name": "Bea", "email": "new@example.com"}
    assert [holder["holder_name"] for holder in edited["holders"]] == ["Gast", buyer.name]
    first, second = edited["edits"]
    assert first["changes"] == [
        {"field": "buyer_name", "before": buyer.name, "after": "Bea"},
        {"field": "buyer_email", "before": buyer.email, "after": "new@example.com"},
    ]
    assert (second["number"], second["changes"][0]["before"]) == (1, buyer.name)
    facts = [fact for fact in edited["facts"] if fact["name"] == "OrderEdited"]
    assert [fact["data"] for fact in facts] == [
        {"fields": ["buyer_name", "buyer_email"]},
        {"fields": ["holder_name"], "number": 1},
    ]
    soon(shop, event, [order["reference"]], q="new@example")
    assert shop.scan(event, order["tickets"][0]["code"])["verdict"] == "admitted"


def test_an_edit_that_changes_nothing_leaves_no_trace(shop: Shop, sold: tuple) -> None:
    _, _, buyer, order = sold
    same = shop.patch(f"/orders/{order['id']}", {"name": buyer.name})
    assert same["edits"] == []
    for body in ({}, {"name": ""}, {"email": "no address"}, {"phone": "1"}):
        assert shop.send("PATCH", f"/orders/{order['id']}", body).status_code == 422, body
    assert shop.send("PATCH", f"/orders/{order['id']}/tickets/9", {"name": "x"}).json()["code"] == "ticket_not_found"
    assert shop.send("PATCH", f"/orders/{order['id']}/tickets/one", {"name": "x"}).status_code == 404


def test_an_order_without_a_buyer_has_nothing_to_edit(shop: Shop) -> None:
    event, product = shop.on_sale()
    held = shop.buyer().reserve(event, product)
    refused = shop.send("PATCH", f"/orders/{held['id']}", {"name": "x"})
    assert (refused.status_code, refused.json()["code"]) == (409, "no_buyer_yet")


def test_edits_at_the_same_moment_lose_nothing(shop: Shop, sold: tuple) -> None:
    order = sold[3]
    bodies: list[dict[str, str]] = [{"name": "One"}, {"email": "two@example.com"}] * 3
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda body: shop.send("PATCH", f"/orders/{order['id']}", body), bodies))
    assert {answer.status_code for answer in answers} == {200}
    found = shop.order(order["id"])
    assert found["buyer"] == {"name": "One", "email": "two@example.com"}
    assert len(found["edits"]) == 2


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
        refused = other_shop.send(method, f"/orders/{order['id']}{path}", body)
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


def member_of(shop: Shop) -> Any:
    """The organizer as the actions know them."""
    from chalicelib.domain.accounts import Caller

    me = shop.get("/me")
    return Caller(me["account"]["id"], me["member"]["user_id"], "owner")


def put_into(state: str, held: dict[str, Any]) -> None:
    """Bring an order into a state that its own way does not lead to within a test."""
    from chalicelib.kernel import clock
    from chalicelib.tables import orders
    from chalicelib.tables.commit import commit

    commit([orders.move(orders.get_order(held["id"]), state)], [], now=clock.now(), by="test")  # type: ignore[arg-type]


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
    shop.patch(f"/orders/{order['id']}/tickets/1", {"name": "Somebody Else"})
    wait_for(lambda: shop.session.get(url, timeout=10).content != before, "the new PDF")
    assert len(wait_for(buyer.mails, "the confirmation")) == 1


def test_the_same_key_cancels_once(shop: Shop, sold: tuple) -> None:
    order, key = sold[3], str(uuid.uuid4())
    for _ in range(2):
        cancelled = shop.post(f"/orders/{order['id']}/cancel", WHY | {"refund": "none"}, key)
    assert len(cancelled["edits"]) == 1
