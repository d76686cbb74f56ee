"""Money that came by hand is noted: once, in parts, by two at once, wrongly; what is no payment is refused."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.api.paying_later import money, note, ordered, taxed
from tests.shop import Shop, wait_for


@pytest.mark.req("PAY-7")
def test_an_exact_payment_completes_the_order(shop: Shop) -> None:
    buyer, order = ordered(shop)
    done = note(shop, order, 5000)
    assert (done["state"], done["missing_minor"], done["not_owed_minor"]) == ("COMPLETED", 0, 0)
    [payment] = [one for one in done["payments"] if one["state"] == "SUCCEEDED"]
    assert (payment["provider"], payment["method"], payment["amount_minor"]) == ("offline", "bank", 5000)
    assert payment["note"] == "Statement 12"
    wait_for(lambda: buyer.see(order)["tickets"], "the tickets")
    assert shop.facts(order["id"]).count("OrderPaid") == 1


@pytest.mark.req("PAY-7")
def test_a_part_payment_waits_on_and_shows_what_is_missing(shop: Shop) -> None:
    buyer, order = ordered(shop)
    waiting = note(shop, order, 2000)
    assert (waiting["state"], waiting["missing_minor"], waiting["noted_minor"]) == (
        "AWAITING_OFFLINE_PAYMENT", 3000, 2000,
    )  # fmt: skip
    seen = buyer.see(order)["to_pay"]
    assert (seen["paid_minor"], seen["missing_minor"]) == (2000, 3000)
    [listed] = shop.get(f"/events/{order['event']['id']}/orders")["items"]
    assert listed["missing_minor"] == 3000
    assert note(shop, order, 3000)["state"] == "COMPLETED"
    assert len(shop.order(order["id"])["payments"]) == 2


@pytest.mark.req("PAY-7")
def test_a_double_click_notes_a_payment_once(shop: Shop) -> None:
    _, order = ordered(shop)
    key, body = str(uuid.uuid4()), money(2000)
    path = f"/orders/{order['id']}/payments"
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: shop.send("POST", path, body, **{"Idempotency-Key": key}), range(5)))
    assert {answer.status_code for answer in answers} == {201}
    found = shop.order(order["id"])
    assert (found["missing_minor"], len(found["payments"])) == (3000, 1)
    other = shop.send("POST", path, money(1), **{"Idempotency-Key": key})
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


@pytest.mark.req("PAY-7")
def test_two_members_at_once_note_both_payments_and_the_order_completes_once(shop: Shop) -> None:
    _, order = ordered(shop)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda amount: note(shop, order, amount), [5000, 5000, 1000, 2000]))
    found = shop.order(order["id"])
    assert (found["state"], found["noted_minor"], found["not_owed_minor"]) == ("COMPLETED", 13000, 8000)
    assert len(found["payments"]) == 4
    assert shop.facts(order["id"]).count("OrderPaid") == 1


@pytest.mark.req("PAY-7")
def test_completing_by_hand_notes_what_is_still_missing(shop: Shop) -> None:
    _, order = ordered(shop)
    note(shop, order, 2000)
    done = shop.post(f"/orders/{order['id']}/complete", {"reason": "payment_received"})
    assert (done["state"], done["noted_minor"]) == ("COMPLETED", 5000)
    assert sorted(one["amount_minor"] for one in done["payments"]) == [2000, 3000]
    assert shop.facts(order["id"]).count("OrderPaid") == 1


@pytest.mark.req("PAY-7")
def test_a_wrong_mark_is_taken_off_by_a_counter_entry(shop: Shop) -> None:
    _, order = ordered(shop)
    wrong = note(shop, order, 2000)["payments"][0]["id"]
    path = f"/orders/{order['id']}/payments/{wrong}/correction"
    for _ in range(2):  # a double click
        corrected = shop.post(path, {})
        assert (corrected["state"], corrected["missing_minor"]) == ("AWAITING_OFFLINE_PAYMENT", 5000)
    assert [one["state"] for one in corrected["payments"]] == ["CANCELLED"]
    assert shop.facts(order["id"]).count("PaymentCorrected") == 1
    done = note(shop, order, 5000)
    paid = next(one["id"] for one in done["payments"] if one["state"] == "SUCCEEDED")
    after = shop.post(f"/orders/{order['id']}/payments/{paid}/correction", {})
    assert (after["state"], after["missing_minor"]) == ("COMPLETED", 5000)
    missing = shop.send("POST", f"/orders/{order['id']}/payments/pay_nothing/correction", {})
    assert (missing.status_code, missing.json()["code"]) == (404, "payment_not_found")


@pytest.mark.req("PAY-7")
@pytest.mark.usefixtures("aws")
def test_the_books_contain_each_tax_exactly_over_part_payments_and_corrections(shop: Shop) -> None:
    from chalicelib.domain.ledger import balance
    from chalicelib.tables import orders

    order = taxed(shop, price_minor=3333)
    whole = order["total_minor"]
    wrong = note(shop, order, 1001)["payments"][0]["id"]
    note(shop, order, 77)
    shop.post(f"/orders/{order['id']}/payments/{wrong}/correction", {})
    note(shop, order, whole)  # 77 too much
    entries = orders.get_file(order["id"]).entries
    assert sum(part.amount_minor for entry in entries for part in entry.taxes) == order["taxes"][0]["amount_minor"]
    assert balance(entries)["EUR"] == whole + 77


BAD: list[tuple[Callable[[dict[str, Any]], dict[str, Any]], int]] = [
    (lambda body: body | {"amount_minor": 0}, 422),
    (lambda body: body | {"amount_minor": -1}, 422),
    (lambda body: body | {"amount_minor": 10**15}, 422),
    (lambda body: body | {"amount_minor": 20.5}, 422),
    (lambda body: body | {"amount_minor": 20.0}, 422),
    (lambda body: body | {"amount_minor": "20.005"}, 422),
    (lambda body: body | {"amount_minor": True}, 422),
    (lambda body: body | {"currency": "USD"}, 422),
    (lambda body: body | {"method": "card"}, 422),
    (lambda body: body | {"received_at": "2099-01-01T00:00:00Z"}, 422),
    (lambda body: body | {"received_at": "2001-01-01T00:00:00Z"}, 422),
    (lambda body: body | {"received_at": "yesterday"}, 422),
    (lambda body: body | {"note": "x" * 501}, 422),
    (lambda body: {}, 422),
]


@pytest.mark.req("PAY-7")
def test_what_is_no_payment_is_refused(shop: Shop, other_shop: Shop) -> None:
    buyer, order = ordered(shop)
    path = f"/orders/{order['id']}/payments"
    for change, status in BAD:
        refused = shop.send("POST", path, change(money(100)))
        assert refused.status_code == status, (change(money(100)), refused.text)
    foreign = other_shop.send("POST", path, money(100))
    assert (foreign.status_code, foreign.json()["code"]) == (404, "order_not_found")
    assert shop.order(order["id"])["payments"] == []
    by_card = buyer.reserve(order["event"]["id"], order["lines"][0]["product_id"])
    refused = shop.send("POST", f"/orders/{by_card['id']}/payments", money(100))
    assert (refused.status_code, refused.json()["code"]) == (409, "takes_no_money")
