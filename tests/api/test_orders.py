"""What members do with orders: find, edit, cancel, complete."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import pytest

from tests import versions
from tests.api.staffing import references, search, soon
from tests.shop import Buyer, Shop, wait_for


@pytest.fixture
def sold(shop: Shop) -> tuple[str, str, Buyer, dict[str, Any]]:
    """(event, product, buyer, order) of two free tickets."""
    event, product = shop.on_sale(price_minor=0, capacity=10)
    buyer = shop.buyer("Béatrice O'Neil")
    return event, product, buyer, buyer.buy(event, product, 2)


def first_cursor(shop: Shop, event: str, query: dict[str, str]) -> str:
    """The cursor behind the first two."""
    return shop.get(f"/events/{event}/orders?{urlencode({**query, 'limit': 2})}")["next"]  # type: ignore[no-any-return]


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


def test_a_search_for_nonsense_is_refused_in_words(shop: Shop, sold: tuple) -> None:
    event = sold[0]
    for query in ("state=NEW", "method=gold", "from=yesterday", "q=" + "x" * 101, "sort=name"):
        assert shop.send("GET", f"/events/{event}/orders?{query}").status_code == 422, query


def test_attendees_are_found_by_holder_and_reference(shop: Shop, sold: tuple) -> None:
    event, _, _, order = sold
    zoe = {"name": "Zoë Guest", "email": "zoe@example.com"}
    shop.patch(f"/orders/{order['id']}/tickets/2", zoe, **versions.holder(shop, order["id"], 2))
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
    edited = shop.patch(f"/orders/{order['id']}/tickets/1", {"name": "Gast"}, **versions.holder(shop, order["id"], 1))
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
    none = shop.send("PATCH", f"/orders/{order['id']}/tickets/9", {"name": "x"}, **versions.of(1))
    assert none.json()["code"] == "ticket_not_found"
    assert shop.send("PATCH", f"/orders/{order['id']}/tickets/one", {"name": "x"}, **versions.of(1)).status_code == 404


def test_an_order_without_a_buyer_has_nothing_to_edit(shop: Shop) -> None:
    event, product = shop.on_sale()
    held = shop.buyer().reserve(event, product)
    refused = shop.send("PATCH", f"/orders/{held['id']}", {"name": "x"}, **shop.seen(f"/orders/{held['id']}"))
    assert (refused.status_code, refused.json()["code"]) == (409, "no_buyer_yet")


@pytest.mark.req("API-1")
def test_of_edits_at_the_same_moment_one_wins_and_the_others_are_told(shop: Shop, sold: tuple) -> None:
    path = f"/orders/{sold[3]['id']}"
    seen, before = shop.seen(path), shop.get(path)["buyer"]
    bodies: list[dict[str, str]] = [{"name": "One"}, {"email": "two@example.com"}] * 3
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda body: shop.send("PATCH", path, body, **seen), bodies))
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 5]
    [won] = [body for body, answer in zip(bodies, answers, strict=True) if answer.ok]
    found = shop.get(path)
    assert found["buyer"] == before | won
    assert len(found["edits"]) == 1


@pytest.mark.req("API-1")
def test_one_holder_s_edit_makes_no_other_s_stale_and_neither_does_a_cancellation(shop: Shop, sold: tuple) -> None:
    order_id = sold[3]["id"]
    path = f"/orders/{order_id}"
    buyer, first, second = shop.seen(path), *(versions.holder(shop, order_id, number) for number in (1, 2))
    assert shop.patch(f"{path}/tickets/1", {"name": "Gast"}, **first)["holders"][0]["holder_name"] == "Gast"
    refused = shop.send("PATCH", f"{path}/tickets/1", {"email": "late@example.com"}, **first)
    assert (refused.status_code, refused.json()["code"]) == (409, "stale_edit")
    assert refused.json()["detail"].startswith("Ada Lovelace has saved this in the meantime.")
    assert refused.json()["errors"] == [{"field": "name", "message": "was changed by Ada Lovelace"}]
    assert shop.patch(f"{path}/tickets/2", {"name": "Zoë"}, **second)["holders"][1]["holder_name"] == "Zoë"
    shop.post(f"{path}/cancel", {"reason": "buyer_asked", "refund": "none"})
    edited = shop.send("PATCH", path, {"name": "Bea"}, **buyer)
    assert (edited.status_code, edited.headers["ETag"]) == (200, f'"{edited.json()["version"]}"')
    assert shop.send("PATCH", path, {"name": "Béa"}).status_code == 428
    assert shop.send("PATCH", f"{path}/tickets/1", {"name": "x"}).status_code == 428
