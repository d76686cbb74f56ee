"""Money that is not owed: too much, or for an order that is over; it takes the seats again or is handed back."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.paying_later import note, ordered, overdue, taxed
from tests.shop import Shop, wait_for


@pytest.mark.req("PAY-7")
def test_what_is_paid_too_much_is_shown_and_can_be_refunded(shop: Shop) -> None:
    _, order = ordered(shop)
    done = note(shop, order, 7000)
    assert (done["state"], done["not_owed_minor"], done["flags"]) == ("COMPLETED", 2000, ["to_hand_back"])
    more = note(shop, order, 500)
    assert (more["state"], more["not_owed_minor"], more["refundable_minor"]) == ("COMPLETED", 2500, 7500)
    event = order["event"]["id"]
    wait_for(
        lambda: [one["id"] for one in shop.get(f"/events/{event}/orders?flag=to_hand_back")["items"]] == [order["id"]],
        "the flag in the list",
    )


@pytest.mark.req("PAY-7")
def test_what_is_not_owed_is_handed_back_once(shop: Shop) -> None:
    _, order = ordered(shop)
    note(shop, order, 7000)
    path, key = f"/orders/{order['id']}/hand-back", str(uuid.uuid4())
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: shop.post(path, {"note": "By transfer."}, key), range(3)))
    wait_for(lambda: shop.order(order["id"])["refunded_minor"] == 2000, "the refund")
    found = shop.order(order["id"])
    assert (found["state"], found["not_owed_minor"], found["refundable_minor"]) == ("COMPLETED", 0, 5000)
    assert found["flags"] == []
    assert {one["state"] for one in found["holders"]} <= {"VALID"}
    again = shop.send("POST", path, {})
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_refund")


@pytest.mark.req("PAY-7")
@pytest.mark.usefixtures("aws")
def test_money_of_an_expired_order_is_handed_back_with_its_taxes(shop: Shop) -> None:
    from chalicelib.tables import orders

    order = taxed(shop)
    note(shop, order, 1000)
    overdue(shop, order)
    shop.post(f"/orders/{order['id']}/hand-back", {})
    wait_for(lambda: shop.order(order["id"])["refunded_minor"] == 1000, "the refund")
    assert shop.order(order["id"])["not_owed_minor"] == 0
    entries = orders.get_file(order["id"]).entries
    assert sum(entry.amount_minor for entry in entries) == 0
    assert sum(part.amount_minor for entry in entries for part in entry.taxes) == 0


@pytest.mark.req("PAY-7")
@pytest.mark.usefixtures("aws")
def test_money_for_an_expired_order_takes_its_units_again_if_they_are_left(shop: Shop) -> None:
    _, order = ordered(shop, capacity=2)
    event = order["event"]["id"]
    note(shop, order, 2000)
    overdue(shop, order)
    expired = shop.order(order["id"])
    assert (expired["state"], expired["not_owed_minor"], expired["flags"]) == ("EXPIRED", 2000, ["to_hand_back"])
    assert expired["missing_minor"] == 3000  # for it to have its places again
    assert shop.free(event) == 2
    late = note(shop, order, 1000)
    assert (late["state"], late["not_owed_minor"]) == ("EXPIRED", 3000)
    done = note(shop, order, 2000)
    assert (done["state"], done["not_owed_minor"], done["flags"]) == ("COMPLETED", 0, [])
    assert shop.free(event) == 0


@pytest.mark.req("PAY-7")
@pytest.mark.usefixtures("aws")
def test_money_for_an_expired_order_that_is_sold_out_is_kept_to_be_handed_back(shop: Shop) -> None:
    _, order = ordered(shop, capacity=2)
    overdue(shop, order)
    product = order["lines"][0]["product_id"]
    shop.buyer().reserve(order["event"]["id"], product, 1)
    late = note(shop, order, 5000)
    assert (late["state"], late["not_owed_minor"], late["flags"]) == ("EXPIRED", 5000, ["to_hand_back"])
    assert shop.free(order["event"]["id"]) == 1
