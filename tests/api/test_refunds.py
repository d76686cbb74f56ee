"""Refunds by members: previewed to the minor unit, decided once, and with the tickets that they are for."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.shop import Buyer, Shop, wait_for

WHY = {"reason": "buyer_asked", "note": "They called."}


def sold(shop: Shop, quantity: int = 3, **product: Any) -> tuple[str, str, Buyer, dict[str, Any]]:
    """(event, product, buyer, order) of some tickets at 25 euros."""
    event, found = shop.on_sale(capacity=10, **product)
    buyer = shop.buyer()
    return event, found, buyer, buyer.buy(event, found, quantity)


def refund(shop: Shop, order: dict[str, Any], **what: Any) -> Any:
    """A refund that must be accepted."""
    return shop.post(f"/orders/{order['id']}/refunds", WHY | what)


def states(shop: Shop, order: dict[str, Any]) -> list[str]:
    return [one["state"] for one in shop.get(f"/orders/{order['id']}/refunds")["items"]]


def has_arrived(shop: Shop, order: dict[str, Any], count: int = 1) -> None:
    wait_for(lambda: states(shop, order) == ["SUCCEEDED"] * count, "the refund")


@pytest.mark.req("INV-2")
def test_chosen_tickets_are_void_their_units_on_sale_and_their_money_on_its_way(shop: Shop) -> None:
    event, _, buyer, order = sold(shop)
    shown = shop.post(f"/orders/{order['id']}/refunds/preview", {"tickets": [2]})
    assert (shown["amount_minor"], shown["tickets"], shown["cancels_order"], shown["left_minor"]) == (
        2500, [2], False, 5000,
    )  # fmt: skip
    [line] = shown["lines"]
    assert (line["quantity"], line["price_minor"], line["total_minor"]) == (1, 2500, 2500)
    refund(shop, order, tickets=[2])
    has_arrived(shop, order)
    found = shop.order(order["id"])
    assert (found["state"], found["refunded_minor"]) == ("COMPLETED", 2500)
    assert [holder["state"] for holder in found["holders"]] == ["VALID", "VOID", "VALID"]
    assert shop.free(event) == 8
    assert shop.scan(event, order["tickets"][1]["code"])["verdict"] == "void"
    assert shop.scan(event, order["tickets"][0]["code"])["verdict"] == "admitted"
    assert [ticket["number"] for ticket in buyer.see(order)["tickets"]] == [1, 3]
    wait_for(lambda: len(buyer.mails()) == 3, "three mails")
    subjects = sorted(mail["subject"] for mail in buyer.mails())
    assert subjects == ["A part was cancelled: Summer Night", "Your refund: Summer Night", "Your tickets: Summer Night"]


@pytest.mark.req("INV-1")
def test_with_the_last_ticket_the_order_is_cancelled(shop: Shop) -> None:
    event, _, _, order = sold(shop)
    for numbers in ([1], [2, 3]):
        refund(shop, order, tickets=numbers)
    has_arrived(shop, order, 2)
    assert shop.order(order["id"])["state"] == "CANCELLED"
    assert shop.free(event) == 10
    assert shop.order(order["id"])["refunded_minor"] == 7500


@pytest.mark.req("INV-1", "INV-8")
def test_everything_goes_back_in_one_act_and_the_buyer_hears_of_it(shop: Shop) -> None:
    event, _, buyer, order = sold(shop)
    refund(shop, order, tickets=[3])
    refund(shop, order, everything=True)
    refund(shop, order, everything=True)
    has_arrived(shop, order, 2)
    found = shop.order(order["id"])
    assert (found["state"], found["refunded_minor"], shop.free(event)) == ("CANCELLED", 7500, 10)
    wait_for(lambda: "Cancelled: Summer Night" in [mail["subject"] for mail in buyer.mails()], "the mail")


@pytest.mark.req("INV-3")
def test_goodwill_leaves_the_tickets_as_they_are(shop: Shop) -> None:
    event, _, _, order = sold(shop, 2)
    answer = refund(shop, order, amount_minor=333)
    assert (answer["left_minor"], answer["decided"]) == (5000 - 333, 1)
    has_arrived(shop, order)
    found = shop.order(order["id"])
    assert {holder["state"] for holder in found["holders"]} == {"VALID"}
    assert (found["state"], shop.free(event)) == ("COMPLETED", 8)


def test_money_for_a_ticket_can_go_back_while_it_stays_valid_and_then_not_twice(shop: Shop) -> None:
    event, _, _, order = sold(shop, 2)
    refund(shop, order, tickets=[1], cancel=False)
    refused = shop.send("POST", f"/orders/{order['id']}/refunds", WHY | {"tickets": [1], "cancel": False})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_left_to_refund")
    refund(shop, order, tickets=[1])
    found = shop.get(f"/orders/{order['id']}/refunds")
    assert [one["amount_minor"] for one in found["items"]] == [2500]
    assert [holder["state"] for holder in shop.order(order["id"])["holders"]] == ["VOID", "VALID"]
    assert shop.free(event) == 9
    refund(shop, order, tickets=[2])
    assert shop.get(f"/orders/{order['id']}/refunds")["left_minor"] == 0


def test_two_clicks_and_two_members_make_one_refund(shop: Shop) -> None:
    event, _, _, order = sold(shop)
    path, body = f"/orders/{order['id']}/refunds", WHY | {"tickets": [1], "decided": 0}
    key = str(uuid.uuid4())
    keys = [key, key, key, *(str(uuid.uuid4()) for _ in range(3))]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda key: shop.send("POST", path, body, **{"Idempotency-Key": key}), keys))
    assert {answer.status_code for answer in answers} <= {201, 409, 422}
    assert len(states(shop, order)) == 1
    assert shop.free(event) == 8
    again = shop.send("POST", path, WHY | {"amount_minor": 100, "decided": 0})
    assert (again.status_code, again.json()["code"]) == (409, "order_moved")
    reused = shop.send("POST", path, WHY | {"amount_minor": 100}, **{"Idempotency-Key": key})
    if answers[0].status_code == 201:
        assert (reused.status_code, reused.json()["code"]) == (422, "key_reused")


@pytest.mark.parametrize(
    "what",
    [
        {}, {"tickets": [9]}, {"tickets": [1, 1]}, {"tickets": [0]}, {"tickets": ["1"]}, {"tickets": [1.5]},
        {"amount_minor": 0}, {"amount_minor": -1}, {"amount_minor": 7501}, {"amount_minor": 10.005},
        {"amount_minor": "100"}, {"everything": True, "tickets": [1]}, {"amount_minor": 5, "cancel": True},
        {"units": {"0": 1}}, {"units": {"7": 1}}, {"units": {"x": 1}}, {"tickets": list(range(1, 60))},
        {"everything": "yes"}, {"amount_minor": 10**12},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_changes_nothing(shop: Shop, large: dict[str, Any], what: Any) -> None:
    for path, body in (("refunds", WHY | what), ("refunds/preview", what)):
        refused = shop.send("POST", f"/orders/{large['id']}/{path}", body)
        assert refused.status_code == 422, (path, refused.text)
    assert shop.get(f"/orders/{large['id']}/refunds")["decided"] == 0


@pytest.fixture(scope="module")
def large(shop: Shop) -> dict[str, Any]:
    return sold(shop)[3]


def test_nobody_refunds_another_account_s_order_and_readers_refund_nothing(
    shop: Shop, other_shop: Shop, large: dict[str, Any]
) -> None:
    for method, path, body in (
        ("GET", "refunds", None),
        ("POST", "refunds", WHY | {"everything": True}),
        ("POST", "refunds/preview", {"everything": True}),
        ("POST", "refunds/ref_1/retry", {}),
    ):
        refused = other_shop.send(method, f"/orders/{large['id']}/{path}", body)
        assert (refused.status_code, refused.json()["code"]) == (404, "order_not_found"), path
    assert shop.send("POST", f"/orders/{large['id']}/refunds/ref_1/retry", {}).json()["code"] == "refund_not_found"


def test_an_unpaid_order_has_nothing_to_refund(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=5)
    held = shop.buyer().reserve(event, product)
    refused = shop.send("POST", f"/orders/{held['id']}/refunds", WHY | {"everything": True})
    assert (refused.status_code, refused.json()["code"]) == (409, "order_not_paid")


def test_free_tickets_are_given_back_without_money(shop: Shop) -> None:
    event, _, _, order = sold(shop, price_minor=0)
    shown = shop.post(f"/orders/{order['id']}/refunds/preview", {"tickets": [1]})
    assert (shown["amount_minor"], shown["payments"]) == (0, [])
    refund(shop, order, tickets=[1])
    assert (states(shop, order), shop.free(event)) == ([], 8)
    refund(shop, order, tickets=[2, 3])
    assert shop.order(order["id"])["state"] == "CANCELLED"
    assert shop.free(event) == 10
